package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"asar/internal/calendar"
)

// Settings say where the database is.
type Settings struct {
	// URL is "sqlite:PATH" (one file, nothing to install) or "postgres://…".
	URL string
	// Clock gives each transaction its time; the machine's clock when nil.
	Clock calendar.Clock
	// Readers is how many queries may run at once; 8 when zero.
	Readers int
}

// DB is a database. It is safe for use by many goroutines.
type DB struct {
	dialect dialect
	clock   calendar.Clock
	reads   *sql.DB
	writes  writer

	statements sync.Map // query text → *sql.Stmt on reads
}

// writer runs a write transaction: serialisable, to the end or not at all.
type writer interface {
	write(ctx context.Context, work func(session) error) error
	close() error
}

// Open connects and checks that the database can be trusted (SQLite's version, its
// durability settings). It does not migrate: see DB.Migrate.
func Open(ctx context.Context, s Settings) (*DB, error) {
	if s.Clock == nil {
		s.Clock = calendar.System()
	}
	if s.Readers == 0 {
		s.Readers = 8
	}
	switch {
	case strings.HasPrefix(s.URL, "sqlite:"):
		return openSQLite(ctx, s)
	case strings.HasPrefix(s.URL, "postgres://"), strings.HasPrefix(s.URL, "postgresql://"):
		return openPostgres(ctx, s)
	}
	return nil, errors.New(`store: the database address must begin with "sqlite:" or "postgres://"`)
}

// Close waits for the running write and lets go of the database.
func (db *DB) Close() error {
	db.statements.Range(func(_, v any) bool { _ = v.(*sql.Stmt).Close(); return true })
	return errors.Join(db.writes.close(), db.reads.Close())
}

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.reads.PingContext(ctx); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// Now is the time of the database's clock.
func (db *DB) Now() calendar.Instant { return db.clock.Now() }

// Clock is the database's clock.
func (db *DB) Clock() calendar.Clock { return db.clock }

// Kind is "sqlite" or "postgres": for operators' pages and benchmarks, never for a rule.
func (db *DB) Kind() string { return db.dialect.name }

// prepared returns a statement that every reading connection prepares once. Query texts
// are constants or come from small closed sets, so the set stays small.
func (db *DB) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := db.statements.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := db.reads.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if other, loaded := db.statements.LoadOrStore(query, s); loaded {
		_ = s.Close() //nolint:sqlclosecheck // another was first; ours is not needed
		return other.(*sql.Stmt), nil
	}
	return s, nil
}
