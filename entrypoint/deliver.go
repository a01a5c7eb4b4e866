package main

import (
	"context"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/hostbound/hostbound/internal/github"
	"github.com/hostbound/hostbound/internal/result"
)

// actionEvent is why the action runs, and why GitHub may not be talked to about it.
type actionEvent struct {
	github.Event
	wrong error
}

// readEvent reads what GitHub says of this run. What cannot be read is told where it
// is needed.
func readEvent(ws *workspace, folder string, w world) actionEvent {
	file, unread := eventFile(w.getenv("GITHUB_EVENT_PATH"))
	e, err := github.ReadEvent(w.getenv, file)
	if err != nil && unread != nil {
		err = unread
	}
	e.Checkout = ws.checkout(folder)
	if e.Name == "pull_request_target" && ws.holdsCheckouts(folder) {
		e.Checkout = "" // of several commits
	}
	return actionEvent{e, err}
}

func eventFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, github.MaxEvent))
}

// deliver takes the report to GitHub's API, as far as the inputs ask for it.
func (s settings) deliver(ctx context.Context, rep *result.Report, event actionEvent, file []byte, w world) (github.Mode, []github.Note) {
	d := &github.Delivery{Event: event.Event, Report: rep, Category: s.categoryOf(rep), Summary: func(limit int) string {
		text, err := markdown(rep, limit)
		if err != nil { // a builder takes everything
			return err.Error()
		}
		return text
	}}
	d.Client, d.Unable = s.client(event, w)
	way, notes := d.Annotate(ctx, s.annotate)
	if s.upload {
		notes = append(notes, d.Upload(ctx, file)...)
	}
	return way, notes
}

// client is who talks to GitHub, or why nobody does.
func (s settings) client(event actionEvent, w world) (client *github.Client, unable string) {
	switch {
	case s.token == "":
		return nil, "there is no token"
	case event.wrong != nil:
		return nil, event.wrong.Error()
	}
	client, err := github.New(github.Config{
		APIURL: event.APIURL, Token: s.token, UserAgent: "hostbound/" + w.version,
		Clock: github.Clock{Now: w.now, Sleep: w.sleep, Jitter: rand.Float64},
	})
	if err != nil {
		return nil, err.Error()
	}
	return client, ""
}

// checkout is the commit of the nearest checkout that a folder of the workspace is in.
func (ws *workspace) checkout(folder string) string {
	for dir := filepath.ToSlash(folder); ; dir = path.Dir(dir) {
		git := path.Join(dir, ".git")
		if info, err := ws.root.Lstat(git); err == nil {
			if !info.IsDir() {
				return ""
			}
			return ws.commit(git)
		}
		if dir == "." {
			return ""
		}
	}
}

// commit is what HEAD of a git folder names; empty where it cannot be read.
func (ws *workspace) commit(git string) string {
	head := ws.line(path.Join(git, "HEAD"))
	ref, symbolic := strings.CutPrefix(head, "ref: ")
	if !symbolic {
		return head
	}
	if !strings.HasPrefix(ref, "refs/") || !filepath.IsLocal(ref) {
		return ""
	}
	return ws.line(path.Join(git, ref))
}

// line is the content of a file of one short line.
func (ws *workspace) line(name string) string {
	f, err := ws.root.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxPointer))
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(b), "\r\n")
}

// holdsCheckouts tells whether other checkouts lie within a folder.
func (ws *workspace) holdsCheckouts(folder string) bool {
	found := false
	own := path.Join(filepath.ToSlash(folder), ".git")
	err := fs.WalkDir(ws.root.FS(), filepath.ToSlash(folder), func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p == own && e.IsDir():
			return fs.SkipDir
		case e.Name() == ".git":
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found || err != nil
}
