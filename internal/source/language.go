package source

import (
	"context"

	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source/golang"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/java"
	"github.com/hostbound/hostbound/internal/source/javascript"
	"github.com/hostbound/hostbound/internal/source/models"
	"github.com/hostbound/hostbound/internal/source/prefilter"
	"github.com/hostbound/hostbound/internal/source/python"
)

// frontEnd is what one language needs: a way to the common form, and one from an
// import to the files that it names.
type frontEnd struct {
	name    string // of its model
	kind    repo.Kind
	lower   func(ctx context.Context, path string, data []byte) (*ir.Module, error)
	resolve func(files ir.Files, from, module string, level int) []string
}

func frontEnds() []frontEnd {
	return []frontEnd{
		{"python", repo.KindPython, python.Lower, python.Resolve},
		{"go", repo.KindGo, golang.Lower, golang.Resolve},
		{"javascript", repo.KindJavaScript, javascript.Lower, javascript.Resolve},
		{"java", repo.KindJava, java.Lower, java.Resolve},
	}
}

// language is a front end with all that is known of the language's libraries.
type language struct {
	frontEnd
	model  *models.Model
	filter *prefilter.Filter
}

func languages() map[repo.Kind]*language {
	out := map[repo.Kind]*language{}
	for _, f := range frontEnds() {
		m, err := models.Load(f.name)
		if err != nil { // the model is part of the program
			panic(err)
		}
		out[f.kind] = &language{frontEnd: f, model: m, filter: prefilter.New(m.Filter())}
	}
	return out
}

// Selector returns the literal pass on its own: whether a text of a kind of code
// could matter at all. It may be used from several goroutines.
func Selector() func(kind repo.Kind, data []byte) bool {
	ls := languages()
	return func(kind repo.Kind, data []byte) bool {
		l := ls[kind]
		return l != nil && l.filter.Selects(data)
	}
}
