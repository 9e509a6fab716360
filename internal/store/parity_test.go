package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"asar/internal/store"
	"asar/internal/testing/testdb"
)

// column is a column as both databases would call it.
type column struct{ Table, Name, Kind, Null string }

// meanings says which types of the two databases hold the same thing.
var meanings = map[string][]string{
	"TEXT":    {"text", "uuid", "timestamp with time zone", "date", "jsonb", "json"},
	"INTEGER": {"bigint", "integer", "boolean"},
	"BLOB":    {"bytea", "uuid"},
}

const sqliteColumns = `SELECT m.name, p.name, upper(p.type), CASE WHEN p."notnull" = 1 THEN 'NO' ELSE 'YES' END
	FROM sqlite_master m JOIN pragma_table_info(m.name) p
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose%' ORDER BY m.name, p.name`

const postgresColumns = `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
	WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' ORDER BY table_name, column_name`

func columns(t *testing.T, db *store.DB, query string) []column {
	t.Helper()
	var all []column
	err := db.Read(t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		all, err = store.All(ctx, q, func(r store.Row) (c column, err error) {
			err = r.Scan(&c.Table, &c.Name, &c.Kind, &c.Null)
			return c, err
		}, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b column) int { return strings.Compare(a.Table+"."+a.Name, b.Table+"."+b.Name) })
	return all
}

func TestBothSchemasAreTheSame(t *testing.T) {
	town := testdb.SQLite(t)
	light := columns(t, town.DB, sqliteColumns)
	if len(light) < 100 {
		t.Fatalf("only %d columns found", len(light))
	}
	if testing.Short() {
		t.Skip("the other half needs PostgreSQL")
	}
	heavy := columns(t, testdb.Postgres(t).DB, postgresColumns)
	if diff := cmp.Diff(names(light), names(heavy)); diff != "" {
		t.Fatalf("columns differ (-sqlite +postgres):\n%s", diff)
	}
	for i, l := range light {
		if !slices.Contains(meanings[l.Kind], heavy[i].Kind) {
			t.Errorf("%s.%s is %s and %s", l.Table, l.Name, l.Kind, heavy[i].Kind)
		}
	}
}

func names(all []column) (out []string) {
	for _, c := range all {
		out = append(out, c.Table+"."+c.Name+" null:"+c.Null)
	}
	return out
}
