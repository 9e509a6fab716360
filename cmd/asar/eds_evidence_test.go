package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/eds"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// A restored backup proves every signature with the pinned roots alone; a changed byte is
// found, and what cannot be read is told apart.
func TestStoredSignaturesAreCheckedAgainByTheCommand(t *testing.T) {
	clean(t)
	town := placed.New(t, testdb.SQLite(t))
	town.Place(world.Recipient, "assistant/assistant", 120, placed.To)
	dir := t.TempDir()
	trust, second, file := filepath.Join(dir, "trust"), filepath.Join(dir, "asar.db"), filepath.Join(dir, "asar.zip")
	must(t, devca.Shared(t).Trust(trust))
	for _, gone := range []string{eds.IssuersDir, eds.CRLDir} {
		must(t, os.RemoveAll(filepath.Join(trust, gone)))
	}
	t.Setenv("ASAR_TRUST", trust)
	expect := func(status int, says string, args ...string) {
		t.Helper()
		got, out, errs := asar(t, args...)
		if got != status || !strings.Contains(out+errs, says) {
			t.Errorf("asar %s: status %d, says %s%s", strings.Join(args, " "), got, out, errs)
		}
	}
	t.Setenv("ASAR_DATABASE", town.URL)
	expect(0, "audit root", "backup", file)
	t.Setenv("ASAR_DATABASE", "sqlite:"+second)
	expect(0, "equal", "restore", file)
	expect(0, "every signature stands", "eds", "evidence")
	expect(2, "is no name of a signature", "eds", "evidence", "abc")
	expect(2, "", "eds", "evidence", "01990000-0000-7000-8000-000000000000")
	expect(2, "", "eds", "evidence", "--trust", dir)
	db, err := store.Open(t.Context(), store.Settings{URL: "sqlite:" + second})
	must(t, err)
	must(t, db.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE evidence SET content = $1 WHERE digest = (SELECT min(digest) FROM evidence)`, []byte("other"))
		return err
	}))
	must(t, db.Close())
	expect(1, "1 signatures cannot be proved", "eds", "evidence")
}
