package documents_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"asar/internal/documents"
	"asar/internal/documents/blob"
	"asar/internal/problem"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

func TestWhatIsRecordedCanBeOpened(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		ctx, dir := context.Background(), t.TempDir()
		shelf := newShelf(t, town, dir)
		want := []byte("%PDF-1.7 act")
		stored, err := shelf.Put(ctx, want, documents.PDF)
		if err != nil {
			t.Fatal(err)
		}
		f := record(t, town, stored)
		content, meta, err := open(town, shelf, f)
		if err != nil || !bytes.Equal(content, want) {
			t.Fatalf("opened %q, %v", content, err)
		}
		if meta.Name != "act.pdf" || meta.Pages != 2 || meta.Size != len(want) || meta.Media != documents.PDF {
			t.Errorf("meta is %+v", meta)
		}
		spoil(t, dir, meta.Digest)
		if _, _, err = open(town, shelf, f); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("damaged content is opened: %v", err)
		}
	})
}

func TestPutRefuses(t *testing.T) {
	town := testdb.SQLite(t)
	shelf := newShelf(t, town, t.TempDir())
	for key, c := range map[string]struct{ content, media string }{
		"documents.empty": {"", documents.PDF},
		"documents.media": {"<svg/>", "image/svg+xml"},
	} {
		if _, err := shelf.Put(context.Background(), []byte(c.content), c.media); !problem.HasKey(err, key) {
			t.Errorf("want %s, got %v", key, err)
		}
	}
	if _, _, err := open(town, shelf, documents.FileID{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("an unknown file is opened: %v", err)
	}
}

func newShelf(t *testing.T, town testdb.Town, dir string) *documents.Shelf {
	t.Helper()
	blobs, err := blob.OpenStore(context.Background(), "file://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	return documents.New(town.DB, blobs)
}

func record(t *testing.T, town testdb.Town, s documents.Stored) (f documents.FileID) {
	t.Helper()
	err := town.DB.Housekeep(context.Background(), "test", func(_ context.Context, tx *store.Tx) (err error) {
		f, err = s.Record(tx, "act.pdf", 2)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func open(town testdb.Town, shelf *documents.Shelf, f documents.FileID) (content []byte, meta documents.File, err error) {
	err = town.DB.Read(context.Background(), func(ctx context.Context, q *store.Reader) error {
		content, meta, err = shelf.Open(ctx, q, f)
		return err
	})
	return content, meta, err
}

func spoil(t *testing.T, dir, digest string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, digest[:2], digest[2:]), []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
}
