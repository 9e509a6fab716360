package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// folder keeps each content in a file of its own, readable by the program's user alone.
type folder struct{ root *os.Root }

func openFolder(path string) (Store, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("blob: make the folder: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("blob: open the folder: %w", err)
	}
	return &folder{root: root}, nil
}

// Put writes beside, syncs, renames and syncs the folder: after a crash the content is
// there whole or not at all. A file that is there already but damaged is replaced.
func (s *folder) Put(ctx context.Context, digest string, content []byte) error {
	if err := checkPut(digest, content); err != nil {
		return err
	}
	if _, err := s.Open(ctx, digest); err == nil {
		return nil
	}
	dir := digest[:2]
	if err := s.root.Mkdir(dir, 0o700); err == nil {
		if err := s.sync("."); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("blob: make a folder: %w", err)
	}
	beside, err := s.write(dir, digest, content)
	if err != nil {
		return err
	}
	if err := s.root.Rename(beside, place(digest)); err != nil {
		return fmt.Errorf("blob: name the file: %w", err)
	}
	return s.sync(dir)
}

// write puts content into a new file with a name of its own, on the disk when it returns.
func (s *folder) write(dir, digest string, content []byte) (string, error) {
	var f *os.File
	var err error
	name := ""
	for i := range 1000 { // several may be putting the same content
		name = filepath.Join(dir, fmt.Sprintf(".%s.%d.%d", digest[2:], os.Getpid(), i))
		f, err = s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf("blob: make a file: %w", err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("blob: write: %w", errors.Join(err, s.root.Remove(name)))
	}
	return name, nil
}

func (s *folder) sync(dir string) error {
	f, err := s.root.Open(dir)
	if err != nil {
		return fmt.Errorf("blob: open a folder: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("blob: sync a folder: %w", err)
	}
	return nil
}

// Open reads and verifies.
func (s *folder) Open(_ context.Context, digest string) ([]byte, error) {
	if !valid(digest) {
		return nil, ErrNotFound
	}
	content, err := s.root.ReadFile(place(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("blob: read: %w", err)
	}
	return checkRead(digest, content)
}

// Has looks for the file.
func (s *folder) Has(_ context.Context, digest string) (bool, error) {
	if !valid(digest) {
		return false, nil
	}
	_, err := s.root.Stat(place(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("blob: look: %w", err)
	}
	return true, nil
}

// List walks the folder; what a crash left unfinished has another name and is passed by.
func (s *folder) List(ctx context.Context, f func(digest string) error) error {
	return fs.WalkDir(s.root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("blob: list: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if digest, ok := digestAt(filepath.ToSlash(path)); ok && entry.Type().IsRegular() {
			return f(digest)
		}
		return nil
	})
}
