package main

import (
	"context"
	"io"
	"math/rand/v2"
	"os"

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
func (s settings) deliver(ctx context.Context, rep *result.Report, event actionEvent, file []byte, written string, w world) (github.Mode, []github.Note) {
	d := &github.Delivery{Event: event.Event, Report: rep, Category: s.categoryOf(rep), File: written, Summary: func(limit int) string {
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
