package main

import (
	"encoding/gob"
	"errors"
	"io/fs"
	"os"

	"github.com/google/uuid"
)

// kept are the ids of a filled database, beside it in a folder, so that it can be measured
// again.
type kept struct {
	Units, Worker, Recipient, Order []uuid.UUID
	Given                           int // slots
}

func (f *filling) keep(file string, free *slots) error {
	w, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(w).Encode(kept{f.units, f.worker, f.recipient, f.order, free.given}), w.Close())
}

// again reads what keep wrote; nil when there is nothing.
func again(file string, t *town, free *slots) (*filling, error) {
	r, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var k kept
	if err := gob.NewDecoder(r).Decode(&k); err != nil {
		return nil, err
	}
	free.given = k.Given
	return &filling{town: t, units: k.Units, worker: k.Worker, recipient: k.Recipient, order: k.Order}, nil
}
