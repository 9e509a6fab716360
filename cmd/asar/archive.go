package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/documents/blob"
	"asar/internal/store"
)

// An archive is a ZIP file: tables/<table>.jsonl with the rows in the order of the key,
// files/<digest> with each content, and at the end manifest.json with what proves them.
const (
	archiveForm  = 1
	manifestName = "manifest.json"
)

// leftBehind are tables that end with the installation: nobody stays signed in over a
// restore, and limits begin anew.
var leftBehind = []string{"session", "session_filter", "try_count"}

// manifest proves the rest of an archive.
type manifest struct {
	Form   int                    `json:"form"`
	MadeAt calendar.Instant       `json:"made_at"`
	Tables map[string]tableDigest `json:"tables"`
	Files  int                    `json:"files"`
	Root   string                 `json:"audit_root"`
}

// tableDigest is SHA-256 over the lines of a table.
type tableDigest struct {
	Rows   int    `json:"rows"`
	Digest string `json:"sha256"`
}

// tables are those an archive holds, in an order in which they can be filled.
func archived() ([]store.Table, error) {
	all, err := store.Tables()
	return slices.DeleteFunc(all, func(t store.Table) bool { return slices.Contains(leftBehind, t.Name) }), err
}

// writeArchive writes all rows of one moment and the files they name.
func writeArchive(ctx context.Context, db *store.DB, files blob.Store, to io.Writer) (manifest, error) {
	m := manifest{Form: archiveForm, MadeAt: db.Now(), Tables: map[string]tableDigest{}}
	report, err := audit.Verify(ctx, db, operator())
	if err != nil {
		return m, err
	}
	if len(report.Findings) > 0 {
		return m, fmt.Errorf("the history was changed in %d places; see `asar audit verify`", len(report.Findings))
	}
	z := zip.NewWriter(to)
	var digests []string
	err = db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if err := dumpTables(ctx, q, m.Tables, func(name string) (io.Writer, error) { return z.Create("tables/" + name + ".jsonl") }); err != nil {
			return err
		}
		if m.Root, err = rootIn(ctx, q); err != nil {
			return err
		}
		digests, err = store.All(ctx, q, store.Value[string], `SELECT DISTINCT digest FROM file ORDER BY digest`)
		return err
	})
	if err != nil {
		return m, err
	}
	if err := putFiles(ctx, z, files, digests); err != nil {
		return m, err
	}
	m.Files = len(digests)
	w, err := z.Create(manifestName)
	if err == nil {
		err = json.NewEncoder(w).Encode(m)
	}
	return m, errors.Join(err, z.Close())
}

// rootIn is the root of the history as this question sees it.
func rootIn(ctx context.Context, q store.Querier) (string, error) {
	root, err := audit.Root(ctx, q)
	return hex.EncodeToString(root), err
}

// dumpTables writes each table's lines and notes their digest.
func dumpTables(ctx context.Context, q store.Querier, into map[string]tableDigest, open func(name string) (io.Writer, error)) error {
	tables, err := archived()
	if err != nil {
		return err
	}
	for _, t := range tables {
		w, err := open(t.Name)
		if err != nil {
			return err
		}
		sum, rows := sha256.New(), 0
		both := io.MultiWriter(w, sum)
		if err := t.Each(ctx, q, func(line []byte) error {
			rows++
			_, err := both.Write(append(line, '\n'))
			return err
		}); err != nil {
			return err
		}
		into[t.Name] = tableDigest{Rows: rows, Digest: hex.EncodeToString(sum.Sum(nil))}
	}
	return nil
}

func putFiles(ctx context.Context, z *zip.Writer, files blob.Store, digests []string) error {
	for _, d := range digests {
		content, err := files.Open(ctx, d)
		if err != nil {
			return fmt.Errorf("file %s: %w", d, err)
		}
		w, err := z.Create("files/" + d)
		if err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
	}
	return nil
}

// readArchive fills an empty migrated database and a file store, and proves that they hold
// what the archive's maker saw.
func readArchive(ctx context.Context, db *store.DB, files blob.Store, from *zip.Reader) (manifest, error) {
	m, err := readManifest(from)
	if err != nil {
		return m, err
	}
	tables, err := archived()
	if err != nil {
		return m, err
	}
	if err := wantEmpty(ctx, db, tables); err != nil {
		return m, err
	}
	if err := takeFiles(ctx, files, from); err != nil {
		return m, err
	}
	for _, t := range tables {
		if err := fillTable(ctx, db, t, from); err != nil {
			return m, err
		}
	}
	return m, proveSame(ctx, db, files, m)
}

func readManifest(from *zip.Reader) (m manifest, err error) {
	f, err := from.Open(manifestName)
	if err != nil {
		return m, errors.New("this is not a whole archive: it has no manifest")
	}
	defer func() { _ = f.Close() }()
	if err := json.NewDecoder(f).Decode(&m); err != nil {
		return m, fmt.Errorf("manifest: %w", err)
	}
	if m.Form != archiveForm {
		return m, fmt.Errorf("the archive's form is %d; this program reads form %d", m.Form, archiveForm)
	}
	return m, nil
}

func wantEmpty(ctx context.Context, db *store.DB, tables []store.Table) error {
	return db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		for _, t := range tables {
			empty, err := t.Empty(ctx, q)
			if err != nil {
				return err
			}
			if !empty {
				return fmt.Errorf("the database is not empty: %s has rows; restore into a new one", t.Name)
			}
		}
		return nil
	})
}

func takeFiles(ctx context.Context, files blob.Store, from *zip.Reader) error {
	for _, f := range from.File {
		digest, ok := bytes.CutPrefix([]byte(f.Name), []byte("files/"))
		if !ok {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		if err := files.Put(ctx, string(digest), content); err != nil {
			return err
		}
	}
	return nil
}

// rowsAtOnce is how many rows are put by one transaction.
const rowsAtOnce = 500

// longestRow bounds a line: a signed text of 2 MB, twice written.
const longestRow = 16 << 20

func fillTable(ctx context.Context, db *store.DB, t store.Table, from *zip.Reader) error {
	f, err := from.Open("tables/" + t.Name + ".jsonl")
	if err != nil {
		return fmt.Errorf("the archive has no table %s: it was made by another version of the program", t.Name)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longestRow)
	for more := true; more; {
		var batch [][]byte
		for len(batch) < rowsAtOnce {
			if more = lines.Scan(); !more {
				break
			}
			batch = append(batch, bytes.Clone(lines.Bytes()))
		}
		if err := putRows(ctx, db, t, batch); err != nil {
			return err
		}
	}
	return lines.Err()
}

func putRows(ctx context.Context, db *store.DB, t store.Table, batch [][]byte) error {
	if len(batch) == 0 {
		return nil
	}
	return db.Housekeep(ctx, "restore", func(_ context.Context, tx *store.Tx) error {
		for _, line := range batch {
			if err := t.Put(tx, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// proveSame reads everything back and compares it with the manifest.
func proveSame(ctx context.Context, db *store.DB, files blob.Store, m manifest) error {
	got := map[string]tableDigest{}
	err := db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if err := dumpTables(ctx, q, got, func(string) (io.Writer, error) { return io.Discard, nil }); err != nil {
			return err
		}
		digests, err := store.All(ctx, q, store.Value[string], `SELECT DISTINCT digest FROM file ORDER BY digest`)
		for _, d := range digests {
			if _, err := files.Open(ctx, d); err != nil {
				return fmt.Errorf("file %s: %w", d, err)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for name, want := range m.Tables {
		if got[name] != want {
			return fmt.Errorf("the table %s is not what the archive says: %d rows %s, want %d rows %s", name, got[name].Rows, got[name].Digest, want.Rows, want.Digest)
		}
	}
	report, err := audit.Verify(ctx, db, operator())
	if err != nil {
		return err
	}
	if root := hex.EncodeToString(report.Root); len(report.Findings) > 0 || root != m.Root {
		return fmt.Errorf("the history is not what the archive says: root %s, want %s, %d findings", root, m.Root, len(report.Findings))
	}
	return nil
}
