package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// workspace is the folder that GitHub checks a repository out to. Its content is a
// stranger's: no link in it may lead what the action reads or writes out of it.
type workspace struct {
	dir  string // without links
	root *os.Root
}

func openWorkspace(dir string) (*workspace, error) {
	if dir == "" {
		return nil, errors.New("GITHUB_WORKSPACE is not set; outside GitHub Actions run 'hostbound scan'")
	}
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, fmt.Errorf("opening GITHUB_WORKSPACE: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening GITHUB_WORKSPACE: %w", err)
	}
	return &workspace{dir, root}, nil
}

func (ws *workspace) close() { ws.root.Close() } // nothing was written through it that a close could lose

// local is a path of an input relative to the workspace.
func (ws *workspace) local(path string) (string, error) {
	local := path
	if filepath.IsAbs(path) {
		var err error
		if local, err = filepath.Rel(ws.dir, path); err != nil {
			local = path
		}
	}
	if local = filepath.Clean(local); !filepath.IsLocal(local) {
		return "", fmt.Errorf("%q is outside the workspace: write a path below it, such as services/users", path)
	}
	return local, nil
}

// folder opens the folder that an input names, and returns its path in the
// workspace as it is without links, since a path through a link is none that
// GitHub would show.
func (ws *workspace) folder(path string) (*os.Root, string, error) {
	name, err := ws.local(path)
	if err != nil {
		return nil, "", err
	}
	real, err := filepath.EvalSymlinks(filepath.Join(ws.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("there is no %q in the workspace: write a folder of the repository, and check it out in an earlier step", path)
	}
	if err != nil {
		return nil, "", fmt.Errorf("looking at %q: %w", path, err)
	}
	if name, err = filepath.Rel(ws.dir, real); err != nil || !filepath.IsLocal(name) {
		return nil, "", fmt.Errorf("%q is a link that leads out of the workspace: write the folder itself", path)
	}
	info, err := ws.root.Stat(name)
	if err == nil && !info.IsDir() {
		return nil, "", fmt.Errorf("%q is a file: write its folder, and its name as include to scan it alone", path)
	}
	root, err := ws.root.OpenRoot(name)
	if err != nil {
		return nil, "", fmt.Errorf("opening %q: %w", path, err)
	}
	return root, name, nil
}

// write puts a file in the place of what is there, a link too, readable by
// whoever comes after in the job. It belongs to the owner of the workspace, who
// could not clean up what is root's. The token names the file until it is whole.
func (ws *workspace) write(name, token string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("writing the report for %q: %w", name, err)
	}
	if err := ws.folders(filepath.Dir(name)); err != nil {
		return fmt.Errorf("writing %q: %w", name, err)
	}
	temporary := filepath.Join(filepath.Dir(name), token)
	err := ws.create(temporary, b.Bytes())
	if err == nil {
		err = ws.root.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %q: %w", name, err), ws.discard(temporary))
	}
	return nil
}

func (ws *workspace) create(name string, data []byte) error {
	f, err := ws.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644)) // whatever the mask of the process
	err = errors.Join(err, f.Close())
	if err == nil {
		ws.handOver(name)
	}
	return err
}

func (ws *workspace) discard(name string) error {
	if err := ws.root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// folders makes the folders that are missing.
func (ws *workspace) folders(dir string) error {
	if dir == "." {
		return nil
	}
	if err := ws.folders(filepath.Dir(dir)); err != nil {
		return err
	}
	err := ws.root.Mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		ws.handOver(dir)
	}
	return err
}

// handOver gives a file or folder to the owner of the workspace. Who may not do
// that wrote it as that owner, or as somebody who cannot help it.
func (ws *workspace) handOver(name string) {
	info, err := ws.root.Stat(".")
	if err != nil {
		return
	}
	if uid, gid, ok := owner(info); ok {
		_ = ws.root.Lchown(name, uid, gid)
	}
}

// reader is whom a child that reads the workspace runs as: its owner, and nobody where
// that is root.
func (ws *workspace) reader() (uid, gid int) {
	info, err := ws.root.Stat(".")
	if err != nil {
		return nobody, nobody
	}
	if uid, gid, ok := owner(info); ok && uid != 0 {
		return uid, gid
	}
	return nobody, nobody
}

// appendFile appends to the file that a variable names, as GitHub's runner gives
// it; without the variable there is nobody to read it. The text may depend on the
// size of what is there, in bytes.
func appendFile(w world, variable string, text func(size int) (string, error)) error {
	path := w.getenv(variable)
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("writing to the file of %s: %w", variable, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("writing to the file of %s: %w", variable, err)
	}
	s, err := text(int(info.Size()))
	if err != nil {
		return err
	}
	if _, err := f.WriteString(s); err != nil {
		return fmt.Errorf("writing to the file of %s: %w", variable, err)
	}
	return nil
}
