package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/documents/blob"
	"asar/internal/id"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

// someTown has people, a history with a seal, and a file.
func someTown(t *testing.T, db *store.DB, files blob.Store) {
	t.Helper()
	err := db.Write(t.Context(), access.System("test"), func(_ context.Context, tx *store.Tx) error {
		unit := id.New[store.Table]()
		if _, err := tx.Exec(`INSERT INTO unit (id, key, kind, name_kk, name_ru, name_en) VALUES ($1, 'bostandyk', 'district', 'Бостандық', 'Бостандыкский', 'Bostandyk')`, unit); err != nil {
			return err
		}
		for i := range byte(2) {
			whose := id.New[store.DB]()
			if _, err := tx.Exec(`INSERT INTO person (id, iin_mac, iin_sealed, surname, name, patronymic, surname_key, name_key, sort_key, phone, email, address, locale, unit_id, created_at)
				VALUES ($1, $2, $3, 'Сейтова', 'Айгүл', '', '', '', '', '', '', '', 'kk', $4, $5)`, whose, []byte{i}, []byte{0, 255, i}, unit, tx.Now()); err != nil {
				return err
			}
			if err := audit.Record(tx, audit.Event{Book: audit.Book("person", whose), Action: "test.person"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.Seal(t.Context(), db, access.System("test", access.Timekeeper)); err != nil {
		t.Fatal(err)
	}
	content := []byte("%PDF-1.7 акт")
	digest := blob.Digest(content)
	if err := files.Put(t.Context(), digest, content); err != nil {
		t.Fatal(err)
	}
	err = db.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO file (id, digest, size, media, name, pages, made_at, made_by) VALUES ($1, $2, 14, 'application/pdf', 'a.pdf', 1, $3, 'x')`,
			"0193500a-0000-7000-8000-000000000001", digest, tx.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func folder(t *testing.T) blob.Store {
	t.Helper()
	files, err := blob.OpenStore(t.Context(), "file://"+t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func archiveOf(t *testing.T, town testdb.Town) (manifest, []byte) {
	t.Helper()
	files := folder(t)
	someTown(t, town.DB, files)
	var b bytes.Buffer
	m, err := writeArchive(t.Context(), town.DB, files, &b)
	if err != nil {
		t.Fatal(err)
	}
	return m, b.Bytes()
}

func opened(t *testing.T, b []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestARestoredTownIsTheSameOnEitherDatabase(t *testing.T) {
	testdb.Each(t, func(t *testing.T, from testdb.Town) {
		made, b := archiveOf(t, from)
		testdb.Each(t, func(t *testing.T, to testdb.Town) {
			files := folder(t)
			read, err := readArchive(t.Context(), to.DB, files, opened(t, b))
			if err != nil {
				t.Fatal(err)
			}
			if read.Root != made.Root || made.Tables["person"].Rows != 2 || made.Tables["audit_seal"].Rows != 1 || made.Files != 1 {
				t.Errorf("restored %+v of %+v", read, made)
			}
			if err := proveSame(t.Context(), to.DB, files, made); err != nil {
				t.Error(err)
			}
			if _, err := readArchive(t.Context(), to.DB, files, opened(t, b)); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("a second restore into the same database: %v", err)
			}
		})
	})
}

// altered is the archive with one entry's content changed, or left out when change is nil.
func altered(t *testing.T, b []byte, name string, change func(string) string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range opened(t, b).File {
		if f.Name == name && change == nil {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			content = []byte(change(string(content)))
		}
		to, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAnAlteredArchiveIsRefused(t *testing.T) {
	_, b := archiveOf(t, testdb.SQLite(t))
	file := ""
	for _, f := range opened(t, b).File {
		if strings.HasPrefix(f.Name, "files/") {
			file = f.Name
		}
	}
	without := func(s string) string { return s[strings.Index(s, "\n")+1:] }
	replaced := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	cases := map[string]struct {
		name   string
		change func(string) string
	}{
		"a name":         {"tables/person.jsonl", replaced("Сейтова", "Сейтовa")},
		"a lost row":     {"tables/file.jsonl", without},
		"a history row":  {"tables/audit_entry.jsonl", replaced("system:test", "system:best")},
		"a lost table":   {"tables/job.jsonl", nil},
		"a changed file": {file, replaced("акт", "АКТ")},
		"a lost file":    {file, nil},
		"no manifest":    {manifestName, nil},
	}
	for what, c := range cases {
		t.Run(what, func(t *testing.T) {
			to := testdb.SQLite(t)
			if _, err := readArchive(t.Context(), to.DB, folder(t), opened(t, altered(t, b, c.name, c.change))); err == nil {
				t.Error("it was restored")
			}
		})
	}
}

func TestAChangedHistoryIsNotBackedUp(t *testing.T) {
	town := testdb.SQLite(t)
	files := folder(t)
	someTown(t, town.DB, files)
	err := town.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE audit_book SET n = n + 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writeArchive(t.Context(), town.DB, files, io.Discard); err == nil {
		t.Error("it was backed up")
	}
}
