package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"asar/internal/calendar"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

func TestTablesAreThoseOfTheSchema(t *testing.T) {
	town := testdb.SQLite(t)
	tables, err := store.Tables()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range tables {
		got = append(got, one.Name)
	}
	slices.Sort(got)
	err = town.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
		want, err := store.All(ctx, q, store.Value[string], `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' ORDER BY name`)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("tables (-schema +read):\n%s", diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range tables {
		checkColumns(t, town.DB, one)
	}
}

// checkColumns asks for all rows: a column that is not there, or an order that is not a
// key, would fail.
func checkColumns(t *testing.T, db *store.DB, table store.Table) {
	t.Helper()
	err := db.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
		n, err := store.One(ctx, q, store.Value[int], `SELECT count(*) FROM pragma_table_info($1)`, table.Name)
		if err == nil && n != table.Width() {
			t.Errorf("%s has %d columns, read as %d", table.Name, n, table.Width())
		}
		if err != nil {
			return err
		}
		return table.Each(ctx, q, func([]byte) error { return nil })
	})
	if err != nil {
		t.Errorf("%s: %v", table.Name, err)
	}
}

func TestRowsAreTheSameLinesOnBothDatabases(t *testing.T) {
	var first []string
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		fill(t, town.DB)
		lines := linesOf(t, town.DB, "job")
		if first == nil {
			first = lines
		}
		if diff := cmp.Diff(first, lines); diff != "" || len(lines) != 2 {
			t.Errorf("rows differ from the first database's:\n%s", diff)
		}
		again := testdb.SQLite(t)
		restore(t, again.DB, "job", lines)
		if diff := cmp.Diff(lines, linesOf(t, again.DB, "job")); diff != "" {
			t.Errorf("rows put back differ:\n%s", diff)
		}
	})
}

func fill(t *testing.T, db *store.DB) {
	t.Helper()
	at := calendar.MustDate("2026-11-24").Clock(9, 30)
	err := db.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		for _, key := range []string{"Әлия", "абв\n\"<>"} {
			if _, err := tx.Exec(`INSERT INTO job (id, kind, key, subject, payload, status, due_at, made_at, attempts, lease_until, fence, last_error)
				VALUES ($1, 'k', $2, '', '{"a": 1}', 'waiting', $3, $3, 7, NULL, 9007199254740993, '')`, ids[key], key, at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var ids = map[string]string{"Әлия": "0193500a-0000-7000-8000-000000000002", "абв\n\"<>": "0193500a-0000-7000-8000-000000000001"}

func tableOf(t *testing.T, name string) store.Table {
	t.Helper()
	tables, err := store.Tables()
	if err != nil {
		t.Fatal(err)
	}
	return tables[slices.IndexFunc(tables, func(one store.Table) bool { return one.Name == name })]
}

func linesOf(t *testing.T, db *store.DB, name string) (lines []string) {
	t.Helper()
	err := db.Snapshot(t.Context(), func(ctx context.Context, q *store.Reader) error {
		return tableOf(t, name).Each(ctx, q, func(b []byte) error { lines = append(lines, string(b)); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func restore(t *testing.T, db *store.DB, name string, lines []string) {
	t.Helper()
	err := db.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		for _, line := range lines {
			if err := tableOf(t, name).Put(tx, []byte(line)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
