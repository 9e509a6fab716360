package store

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"asar/internal/calendar"
)

// dialect is the closed list of differences between the databases. Each has a test on
// both. No other package may ask which database it is on.
type dialect struct {
	name   string
	macros *strings.Replacer // in migrations: {{uuid}} and the like
	bind   func(any) any     // Go value → driver value
}

var sqliteDialect = dialect{
	name: "sqlite",
	macros: strings.NewReplacer(
		"{{uuid}}", "TEXT", "{{instant}}", "TEXT", "{{date}}", "TEXT", "{{month}}", "TEXT",
		"{{bool}}", "INTEGER", "{{json}}", "TEXT", "{{bytes}}", "BLOB", "{{int}}", "INTEGER",
		"{{text}}", "TEXT", "{{strict}}", " STRICT",
	),
	bind: bindSQLite,
}

var postgresDialect = dialect{
	name: "postgres",
	macros: strings.NewReplacer(
		"{{uuid}}", "uuid", "{{instant}}", "timestamptz", "{{date}}", "date", "{{month}}", `text COLLATE "C"`,
		"{{bool}}", "boolean", "{{json}}", "jsonb", "{{bytes}}", "bytea", "{{int}}", "bigint",
		"{{text}}", `text COLLATE "C"`, "{{strict}}", "",
	),
	bind: bindPostgres,
}

// stored is a value that knows what it is in a database: an id, an enumeration.
type stored interface{ ForStore() any }

func bindSQLite(v any) any {
	switch v := v.(type) {
	case stored:
		return bindSQLite(v.ForStore())
	case calendar.Instant:
		return nullIfEmpty(v.String())
	case calendar.Date:
		return nullIfEmpty(v.String())
	case calendar.Month:
		return nullIfEmpty(v.String())
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	}
	return plain(v)
}

func bindPostgres(v any) any {
	switch v := v.(type) {
	case stored:
		return bindPostgres(v.ForStore())
	case calendar.Instant:
		if v.IsZero() {
			return nil
		}
		return v.Time()
	case calendar.Date:
		return nullIfEmpty(v.String())
	case calendar.Month:
		return nullIfEmpty(v.String())
	}
	return plain(v)
}

func nullIfEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Violation names the constraint that refused a write: a unique index, a check or a
// foreign key. ok is false for any other error. On SQLite, which names columns instead of
// the index, names come from the schema (see constraintNames); a foreign key has no name
// there and is "foreign-key".
func Violation(err error) (constraint string, ok bool) {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && strings.HasPrefix(pg.Code, "23") {
		if pg.Code == "23503" {
			return "foreign-key", true
		}
		return pg.ConstraintName, true
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) || lite.Code()&0xff != sqlite3.SQLITE_CONSTRAINT {
		return "", false
	}
	text := lite.Error()
	if _, after, found := strings.Cut(text, "CHECK constraint failed: "); found {
		return firstWord(after), true
	}
	if _, after, found := strings.Cut(text, "UNIQUE constraint failed: "); found {
		columns, _, _ := strings.Cut(after, " (")
		return uniqueName(columns), true
	}
	return "foreign-key", true
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// uniqueName turns SQLite's "table.a, table.b" into the name PostgreSQL would say. By the
// house's convention a unique index over columns a and b of a table is called
// table_a_b_key, which is also what PostgreSQL calls an unnamed UNIQUE; a primary key is
// table_pkey in PostgreSQL and is told apart by the caller not needing it.
func uniqueName(columns string) string {
	var name string
	for i, c := range strings.Split(columns, ", ") {
		table, column, _ := strings.Cut(c, ".")
		if i == 0 {
			name = table
		}
		name += "_" + column
	}
	return name + "_key"
}

// retryable tells whether PostgreSQL asks to run the transaction again.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

func bindAll(d dialect, args []any) []any {
	bound := make([]any, len(args))
	for i, a := range args {
		bound[i] = d.bind(a)
	}
	return bound
}

func describe(query string) string {
	text := strings.Join(strings.Fields(query), " ")
	if len(text) > 80 {
		text = text[:80] + "…"
	}
	return fmt.Sprintf("store: %s", text)
}
