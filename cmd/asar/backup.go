package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

type backupCommand struct {
	storage
	File string `arg:"" help:"The archive to write; it must not exist."`
}

// Run writes beside and renames at the end: an archive that is there is whole.
func (c backupCommand) Run(s *surroundings) (err error) {
	if _, err := os.Stat(c.File); err == nil {
		return fmt.Errorf("%s exists already", c.File)
	}
	db, err := c.openMigrated(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	files, err := c.openFiles(s.ctx)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.File+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	m, err := writeArchive(s.ctx, db, files, f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(c.File+".part"))
	}
	if err := errors.Join(os.Rename(c.File+".part", c.File), syncFolder(filepath.Dir(c.File))); err != nil {
		return err
	}
	rows := 0
	for _, t := range m.Tables {
		rows += t.Rows
	}
	_, err = fmt.Fprintf(s.out, "%d rows of %d tables and %d files\naudit root %s\n", rows, len(m.Tables), m.Files, m.Root)
	return err
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
