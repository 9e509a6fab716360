package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"asar/internal/problem"
)

const (
	// attempts is how often a serialisable transaction is run before the answer is "busy".
	attempts = 12
	// writesAtOnce is how many transactions one process has open: PostgreSQL breaks one of
	// two that touch the same page of an index, so more of them only run more often in vain.
	writesAtOnce = 16
	// longestPause is what a transaction waits at most before it is run again.
	longestPause = 80 * time.Millisecond
)

func openPostgres(ctx context.Context, s Settings) (*DB, error) {
	config, err := pgx.ParseConfig(s.URL)
	if err != nil {
		return nil, fmt.Errorf("store: the PostgreSQL address cannot be read: %w", err)
	}
	walkIndexes(config)
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(s.Readers * 4)
	db.SetMaxIdleConns(s.Readers * 4)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: PostgreSQL does not answer: %w", err), db.Close())
	}
	return &DB{dialect: postgresDialect, clock: s.Clock, reads: db, writes: &serialWriter{db, make(chan struct{}, writesAtOnce)}}, nil
}

// walkIndexes keeps PostgreSQL from gathering all rows of a list and sorting them to show a
// page. A prepared question is planned for the average specialist, who has forty orders;
// for one with forty thousand that is fifty times slower than walking the index that has
// them in their order.
func walkIndexes(c *pgx.ConnConfig) {
	const bitmaps = "enable_bitmapscan"
	if _, given := c.RuntimeParams[bitmaps]; !given {
		c.RuntimeParams[bitmaps] = "off"
	}
}

// serialWriter runs SERIALIZABLE transactions and repeats those PostgreSQL asks to.
type serialWriter struct {
	db    *sql.DB
	turns chan struct{}
}

func (w *serialWriter) write(ctx context.Context, work func(session) error) error {
	var err error
	for n := range attempts {
		if err = w.inTurn(ctx, work); !retryable(err) {
			return err
		}
		pause(ctx, n)
	}
	return problem.Wrap(err, problem.Busy, "problem.busy")
}

// pause lets the other transaction finish: up to 5, 10, 20, 40, 80 ms, by chance.
func pause(ctx context.Context, n int) {
	timer := time.NewTimer(rand.N(min(5*time.Millisecond<<n, longestPause))) //nolint:gosec // jitter, not a secret
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (w *serialWriter) inTurn(ctx context.Context, work func(session) error) error {
	w.turns <- struct{}{}
	defer func() { <-w.turns }()
	return w.once(ctx, work)
}

func (w *serialWriter) once(ctx context.Context, work func(session) error) error {
	tx, err := w.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // also when work panics
	if err := work(pgSession{tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	return nil
}

func (w *serialWriter) close() error { return nil } // the pool is closed with the readers

type pgSession struct{ tx *sql.Tx }

func (s pgSession) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return s.tx.ExecContext(ctx, query, args...)
}

func (s pgSession) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	return s.tx.QueryContext(ctx, query, args...)
}
