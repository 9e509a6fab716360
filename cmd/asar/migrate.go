package main

import (
	"errors"
	"fmt"
)

type migrateCommand struct{ storage }

// Run migrates; several processes may do so at once.
func (c migrateCommand) Run(s *surroundings) (err error) {
	db, err := c.open(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	pending, err := db.Pending(s.ctx)
	if err != nil {
		return err
	}
	if err := db.Migrate(s.ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%d migrations applied; the database is ready\n", pending)
	return err
}
