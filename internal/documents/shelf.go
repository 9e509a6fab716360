// Package documents keeps files: printed forms, and scans people bring. A file's bytes lie
// in the file store under their digest; the row of table file says what they are.
//
// Put is called before the transaction, Record inside it: an action that fails leaves at
// most bytes nobody names, never a row without bytes.
package documents

import (
	"context"
	"fmt"
	"slices"

	"asar/internal/calendar"
	"asar/internal/documents/blob"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

type file struct{}

// FileID names a kept file.
type FileID = id.ID[file]

// The media kept; the same list as the constraint file_media.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
)

// Shelf keeps files. It does no asking: the packages above find the record a file belongs
// to through their own scope.
type Shelf struct {
	db    *store.DB
	blobs blob.Store
}

// New makes a shelf over a database and a file store.
func New(db *store.DB, blobs blob.Store) *Shelf { return &Shelf{db: db, blobs: blobs} }

// Stored is content that lies in the file store and has no row yet.
type Stored struct {
	Digest string
	Size   int
	Media  string
}

// Put keeps content durably. The media is what the content was found to be (package
// intake), not what a sender said. problem.Invalid for nothing, or another media.
func (s *Shelf) Put(ctx context.Context, content []byte, media string) (Stored, error) {
	if len(content) == 0 {
		return Stored{}, problem.New(problem.Invalid, "documents.empty")
	}
	if !slices.Contains([]string{PDF, JPEG, PNG}, media) {
		return Stored{}, problem.New(problem.Invalid, "documents.media")
	}
	digest := blob.Digest(content)
	if err := s.blobs.Put(ctx, digest, content); err != nil {
		return Stored{}, fmt.Errorf("documents: keeping: %w", err)
	}
	return Stored{Digest: digest, Size: len(content), Media: media}, nil
}

// Record names stored content as part of a transaction. The name is what it is offered
// for download as; pages is zero when they are not counted.
func (s Stored) Record(tx *store.Tx, name string, pages int) (FileID, error) {
	f := id.New[file]()
	_, err := tx.Exec(`INSERT INTO file (id, digest, size, media, name, pages, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		f, s.Digest, s.Size, s.Media, name, pages, tx.Now(), tx.Author())
	return f, err
}

// File is what is known of a kept file.
type File struct {
	ID     FileID
	Digest string
	Size   int
	Media  string
	Name   string
	Pages  int
	MadeAt calendar.Instant
}

// Open is a file's content, verified against its digest, and what is known of it.
// problem.NotFound when no file has this id; damaged or lost content is a fault of ours.
func (s *Shelf) Open(ctx context.Context, q store.Querier, f FileID) ([]byte, File, error) {
	meta, err := store.One(ctx, q, scanFile, `SELECT id, digest, size, media, name, pages, made_at FROM file WHERE id = $1`, f)
	if err != nil {
		return nil, File{}, err
	}
	content, err := s.blobs.Open(ctx, meta.Digest)
	if err != nil {
		return nil, File{}, fmt.Errorf("documents: file %s: %w", f, err)
	}
	return content, meta, nil
}

func scanFile(r store.Row) (f File, err error) {
	err = r.Scan(&f.ID, &f.Digest, &f.Size, &f.Media, &f.Name, &f.Pages, &f.MadeAt)
	return f, err
}
