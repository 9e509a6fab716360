package main

import (
	"archive/zip"
	"errors"
	"fmt"
)

type restoreCommand struct {
	storage
	File string `arg:"" help:"The archive to read."`
}

// Run migrates the empty database, fills it, and compares every table's digest and the
// root of the history with the archive's.
func (c restoreCommand) Run(s *surroundings) (err error) {
	archive, err := zip.OpenReader(c.File)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	defer func() { _ = archive.Close() }()
	db, err := c.open(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(s.ctx); err != nil {
		return err
	}
	files, err := c.openFiles(s.ctx)
	if err != nil {
		return err
	}
	m, err := readArchive(s.ctx, db, files, &archive.Reader)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "restored what was there on %s; every table's digest and the history's root are equal\naudit root %s\n", m.MadeAt, m.Root)
	return err
}
