package clientconf

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// command is a command with the words that it is started with.
type command struct {
	stmt *syntax.Stmt
	call *syntax.CallExpr
	name string
	args []shellWord
}

// call goes through one command, once for each choice of the values in it.
func (s *shellScript) call(st *syntax.Stmt, c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		for _, a := range c.Assigns {
			s.assign(a)
		}
		return
	}
	kept := s.vars
	if len(c.Assigns) > 0 { // they hold for this command alone
		s.vars = cloneValues(kept)
		for _, a := range c.Assigns {
			s.assign(a)
		}
	}
	outer := s.pick
	for s.pick = 0; s.pick < maxChoices; s.pick++ {
		s.choices = 0
		words := s.arguments(c)
		choices := s.choices
		s.run(st, c, words)
		if s.pick+1 >= choices {
			break
		}
	}
	s.pick = outer
	if len(c.Assigns) > 0 {
		s.vars = kept
	}
}

func (s *shellScript) arguments(c *syntax.CallExpr) []shellWord {
	var out []shellWord
	for _, w := range c.Args {
		out = append(out, s.fields(w)...)
		if len(out) > 4*maxWords {
			break
		}
	}
	return out
}

// starters are commands that start the one which their arguments name.
var starters = []string{
	"sudo", "doas", "env", "exec", "command", "builtin", "nohup", "time", "nice", "ionice", "timeout", "xargs", "retry", "stdbuf", "setsid", "su-exec", "gosu", "chroot", "runuser",
	"docker", "podman", "kubectl", "nerdctl", "watch", "eatmydata", "then", "busybox", "docker-compose", "op", "doppler", "aws-vault", "dotenv",
}

// senders are the commands whose arguments say what they send.
var senders = []string{"curl", "wget", "http", "https", "xh", "xhs", "git", "npm", "yarn", "pnpm", "pip", "pip3", "uv", "python", "python3", "sh", "bash", "eval", "export", "set"}

func (s *shellScript) run(st *syntax.Stmt, call *syntax.CallExpr, words []shellWord) {
	name, known := words0(words)
	if !known {
		return
	}
	if f := s.funcs[name]; f != nil {
		s.function(f, words[1:])
		return
	}
	name = base(name)
	if slices.Contains(starters, name) {
		s.started(st, call, words)
		return
	}
	s.one(command{stmt: st, call: call, name: name, args: words[1:]})
}

func words0(words []shellWord) (string, bool) {
	if len(words) == 0 {
		return "", false
	}
	return words[0].known()
}

// started finds the command that another one starts.
func (s *shellScript) started(st *syntax.Stmt, call *syntax.CallExpr, words []shellWord) {
	for i, w := range words[1:] {
		text, known := w.known()
		name, value, ok := strings.Cut(text, "=")
		if known && ok && syntax.ValidName(name) && !slices.Contains(trustFiles, name) { // env NAME=value, docker run -e NAME=value
			s.environment(name, fact.Lit(value), call)
		}
		name, _, _ = strings.Cut(base(text), ":") // an image is called as what it starts
		if !known || strings.HasPrefix(text, "-") || !slices.Contains(senders, name) && s.funcs[text] == nil {
			continue
		}
		if f := s.funcs[text]; f != nil {
			s.function(f, words[i+2:])
			return
		}
		s.one(command{stmt: st, call: call, name: name, args: words[i+2:]})
		return
	}
}

func (s *shellScript) one(c command) {
	switch c.name {
	case "curl":
		s.curl(c)
	case "wget":
		s.wget(c)
	case "http", "https", "xh", "xhs":
		s.httpie(c)
	case "set":
		s.setOptions(c)
	case "read", "mapfile", "readarray", "getopts":
		for _, a := range c.args {
			if name, known := a.known(); known && syntax.ValidName(name) {
				s.vars[name] = []shellValue{{words: []shellWord{{s.unknown(c.call)}}}}
			}
		}
	case "eval":
		s.inner(c.args)
	case "sh", "bash", "dash", "zsh":
		for i, a := range c.args {
			if text, _ := a.known(); strings.HasPrefix(text, "-") && strings.HasSuffix(text, "c") && i+1 < len(c.args) {
				s.inner(c.args[i+1 : i+2])
				break
			}
		}
	case "echo", "printf":
		s.prints(c)
	case "git":
		s.git(c)
	case "npm", "yarn", "pnpm":
		s.nodePackages(c)
	case "pip", "pip3", "uv", "python", "python3":
		s.pip(c)
	case "export", "declare", "typeset", "readonly":
		for _, a := range c.args {
			if text, known := a.known(); known {
				if name, value, ok := strings.Cut(text, "="); ok {
					s.environment(name, fact.Lit(value), c.call)
				}
			}
		}
	}
}

// inner goes through commands that are written as text.
func (s *shellScript) inner(words []shellWord) {
	if len(words) != 1 || s.inside >= maxShellCalls {
		return
	}
	from, to, exact := words[0].span()
	if !exact || words[0][0].of != nil || from >= to {
		return
	}
	s.inside++
	defer func() { s.inside-- }()
	src := slices.Clone(s.src)
	whole := src[:to]
	for i := range from { // what stands before is no part of it, and keeps its place
		if whole[i] != '\n' {
			whole[i] = ' '
		}
	}
	for st, err := range syntax.NewParser().StmtsSeq(strings.NewReader(string(whole))) {
		if err != nil {
			s.skip(from, to, "commands that are written as text are not read: "+err.Error(), false)
			return
		}
		if s.stmt(st); s.ctx.Err() != nil {
			return
		}
	}
}

// setOptions is set -x and what takes it back.
func (s *shellScript) setOptions(c command) {
	for i, a := range c.args {
		text, known := a.known()
		if !known || len(text) < 2 {
			continue
		}
		named := len(text) == 2 && text[1] == 'o' && i+1 < len(c.args) && c.args[i+1].flat() == "xtrace"
		if !named && !strings.Contains(text[1:], "x") || text[0] != '-' && text[0] != '+' || strings.HasPrefix(text, "--") {
			continue
		}
		if s.trace = (fact.Location{}); text[0] == '-' {
			s.trace = s.atNodeOf(c.call)
		}
	}
}

// traced notes that a command with a credential in it is printed before it runs.
func (s *shellScript) traced(c command, cred *fact.Credential) {
	if s.trace.IsZero() || cred.Kind == fact.KindNone || cred.Origin == fact.OriginLiteral || s.masked(cred) {
		return
	}
	s.expose(*cred, "log", s.trace, fact.Evidence{At: s.atNodeOf(c.call), Says: "a command with the credential in it, which is printed before it runs"})
}

// masked tells a credential that the pipeline hides in its output.
func (s *shellScript) masked(c *fact.Credential) bool {
	return s.artifact == fact.ArtifactPipeline && c.Origin == fact.OriginSecretStore
}

func (s *shellScript) expose(c fact.Credential, sink string, at fact.Location, steps ...fact.Evidence) {
	key := "exposure " + at.String() + c.Name + string(c.Origin)
	if s.said[key] {
		return
	}
	s.said[key] = true
	s.out.Exposures = append(s.out.Exposures, fact.Exposure{Credential: c, Sink: sink, At: at, Steps: steps})
}

// prints is echo and printf of a credential, where the output is seen.
func (s *shellScript) prints(c command) {
	if s.silent > 0 {
		return
	}
	for _, w := range c.args {
		if strings.HasPrefix(w.flat(), "::add-mask::") {
			return
		}
		for _, p := range w {
			if p.hole == nil || p.derived || p.hole.Origin != fact.OriginEnv && p.hole.Origin != fact.OriginSecretStore || strings.ToUpper(p.hole.Name) != p.hole.Name {
				continue // a name in small letters is the script's own
			}
			kind, ok := credential.NameKind(p.hole.Name)
			cred := fact.Credential{Kind: kind, Origin: p.hole.Origin, Name: p.hole.Name, At: p.hole.At}
			if ok && !s.masked(&cred) {
				s.expose(cred, "print", s.atNodeOf(c.call))
			}
		}
	}
}

// redirect looks at where output goes, and at files that a script writes.
func (s *shellScript) redirect(st *syntax.Stmt, r *syntax.Redirect) {
	target := s.word(r.Word)
	switch r.Op {
	case syntax.RdrOut, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.RdrClob:
		if to := target.flat(); r.N == nil && to != "/dev/stderr" && to != "/dev/stdout" && to != "/dev/tty" {
			s.silent++
		}
	case syntax.Hdoc, syntax.DashHdoc:
		s.heredoc(st, r)
	}
}

// heredoc reads text that is written to a file, or is read by a shell, as what it is.
func (s *shellScript) heredoc(st *syntax.Stmt, r *syntax.Redirect) {
	if r.Hdoc == nil {
		return
	}
	from, to := s.offset(r.Hdoc.Pos()), s.offset(r.Hdoc.End())
	call, ok := st.Cmd.(*syntax.CallExpr)
	if !ok || from >= to || to-from > maxValue {
		s.word(r.Hdoc)
		return
	}
	name := s.writes(st, call)
	if name == "" {
		s.word(r.Hdoc)
		return
	}
	data, at := s.hereText(r, from, to)
	s.embedded(name, data, func(i int) int {
		if i < len(at) {
			return at[i]
		}
		return to
	})
}

// hereText is the text of a here-document with the place of each byte. Where the shell
// looks into it, a backslash before what it would take for its own is none of the text.
func (s *shellScript) hereText(r *syntax.Redirect, from, to int) (data []byte, at []int) {
	quoted := strings.ContainsAny(s.source(r.Word), "'\"\\")
	for i := from; i < to; i++ {
		if !quoted && s.data[i] == '\\' && i+1 < to && strings.IndexByte("$`\\", s.data[i+1]) >= 0 {
			i++
		}
		data, at = append(data, s.data[i]), append(at, i)
	}
	return data, at
}

// writes is the name of the file that a command with a here-document writes; "run.sh" for
// one that a shell reads.
func (s *shellScript) writes(st *syntax.Stmt, call *syntax.CallExpr) string {
	words := s.arguments(call)
	command, _ := words0(words)
	for i, w := range words {
		switch text := base(w.flat()); {
		case text == "tee":
			for _, file := range words[i+1:] {
				if f := file.flat(); !strings.HasPrefix(f, "-") {
					return base(f)
				}
			}
		case text == "bash" || text == "sh" || text == "ssh":
			return "run.sh"
		}
	}
	for _, r := range st.Redirs {
		if base(command) == "cat" && (r.Op == syntax.RdrOut || r.Op == syntax.AppOut || r.Op == syntax.RdrClob) {
			return base(strings.ReplaceAll(s.word(r.Word).flat(), string(holeByte), "x"))
		}
	}
	return ""
}
