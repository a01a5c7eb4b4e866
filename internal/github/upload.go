package github

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/hostbound/hostbound/internal/result"
)

// maxUpload is what code scanning takes, in bytes after gzip.
const maxUpload = 10 << 20

// pollAfter are the waits before GitHub is asked whether it has read an upload: it is
// asked 5, 15, 35, 75 and 155 seconds after it.
func pollAfter() []time.Duration {
	return []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second}
}

// Upload sends a SARIF file to code scanning and waits until it is read. Whatever
// comes of it is in the notes; the verdict is the gate's.
func (d *Delivery) Upload(ctx context.Context, sarif []byte) []Note {
	if d.Client == nil {
		return []Note{warning("not uploaded to code scanning: " + d.Unable)}
	}
	ref, sha, err := d.Event.analysed()
	if err != nil {
		return []Note{{Text: "not uploaded to code scanning: " + err.Error()}}
	}
	packed, err := pack(sarif, maxUpload)
	if err != nil {
		return []Note{warning("not uploaded to code scanning: " + err.Error() + d.left())}
	}
	analysis := &gh.SarifAnalysis{CommitSHA: &sha, Ref: &ref, Sarif: &packed, ToolName: gh.String("hostbound")}
	if uri := d.Event.checkoutURI(); uri != "" {
		analysis.CheckoutURI = &uri
	}
	var id string
	err = d.Client.settle(ctx, func() error {
		receipt, _, err := d.Client.api.CodeScanning.UploadSarif(ctx, d.Event.Owner, d.Event.Repo, analysis)
		if err == nil && receipt.GetID() == "" {
			err = errors.New("GitHub's answer names no upload")
		}
		id = receipt.GetID()
		return err
	})
	if err != nil {
		return []Note{warning("not uploaded to code scanning: " + d.explainUpload(err) + d.left())}
	}
	return []Note{d.processed(ctx, id)}
}

// left says who else could take the file.
func (d *Delivery) left() string {
	if d.File == "" {
		return ""
	}
	return "; the report is at " + result.Plain(d.File) + " for github/codeql-action/upload-sarif"
}

// pack is a file as the API takes it, of at most limit bytes after gzip.
func pack(sarif []byte, limit int) (string, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return "", fmt.Errorf("packing the report: %w", err)
	}
	if _, err := z.Write(sarif); err != nil {
		return "", fmt.Errorf("packing the report: %w", err)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("packing the report: %w", err)
	}
	if b.Len() > limit {
		return "", fmt.Errorf("the report has %d bytes after gzip, and GitHub takes %d; lower max-findings, or scan by parts with path and category", b.Len(), limit)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// processing is GitHub's answer about an upload. go-github leaves its errors out.
type processing struct {
	Status string   `json:"processing_status"`
	Errors []string `json:"errors"`
}

// processed asks until GitHub has read an upload.
func (d *Delivery) processed(ctx context.Context, id string) Note {
	const sent = "uploaded to code scanning"
	path := fmt.Sprintf("repos/%s/%s/code-scanning/sarifs/%s", d.Event.Owner, d.Event.Repo, id)
	if !named(id) {
		return warning(sent + ", and GitHub's answer names no upload that could be asked for")
	}
	for _, wait := range pollAfter() {
		if err := d.Client.out.pause(ctx, wait); err != nil {
			return Note{Text: sent + ", and not waited for: " + err.Error()}
		}
		var p processing
		req, err := d.Client.api.NewRequest(http.MethodGet, path, nil)
		if err == nil {
			_, err = d.Client.api.Do(ctx, req, &p)
		}
		switch {
		case status(err) == http.StatusNotFound: // not known yet
		case err != nil:
			return warning(sent + ", but whether it was read is not known: " + d.explain(err, "security-events"))
		case p.Status == "failed":
			return warning(sent + ", but GitHub refused it: " + strings.Join(shortened(p.Errors), "; "))
		case p.Status == "complete":
			return Note{Text: strings.Join(append([]string{sent}, shortened(p.Errors)...), "; ")}
		}
	}
	return Note{Text: sent + "; GitHub is still reading it"}
}

// shortened are the errors of an upload, each on one line.
func shortened(errs []string) []string {
	const most = 10
	var out []string
	for _, e := range errs[:min(len(errs), most)] {
		out = append(out, result.Cut(result.Plain(e), maxStep))
	}
	if n := len(errs) - most; n > 0 {
		out = append(out, fmt.Sprintf("and %d more", n))
	}
	return out
}

// explainUpload says in one line why an upload was refused, and what to do.
func (d *Delivery) explainUpload(err error) string {
	switch status(err) {
	case http.StatusForbidden:
		if strings.Contains(said(err), "not accessible by") || d.Event.readOnly() != "" {
			break
		}
		return "GitHub answers 403 (" + said(err) + "); switch code scanning on for this repository (a private one needs Code Security), and give the job the permission security-events: write"
	case http.StatusNotFound:
		return "GitHub answers 404 (" + said(err) + "); it has no such ref or repository for this token: the branch may be gone"
	case http.StatusRequestEntityTooLarge:
		return "GitHub answers 413, the report is too large; lower max-findings, or scan by parts with path and category"
	}
	return d.explain(err, "security-events")
}
