package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"asar/internal/calendar"
)

// Author is who a write is done by; access.Actor is one.
type Author interface{ AuditName() string }

// Row is what a scan function reads from.
type Row interface{ Scan(dest ...any) error }

// Querier is a place to put a question to: a Reader or a Tx.
type Querier interface {
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
}

// Reader answers questions.
type Reader struct {
	db  *DB
	tx  *sql.Tx  // for a snapshot; nil otherwise
	new []string // questions of the snapshot that are not prepared yet
}

// Tx is a running write transaction.
type Tx struct {
	db      *DB
	on      session
	ctx     context.Context
	now     calendar.Instant
	author  string
	request string
	changed bool
	told    bool
	quiet   bool
}

// session is one write transaction of a driver.
type session interface {
	exec(ctx context.Context, query string, args []any) (sql.Result, error)
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
}

// ErrSilent is returned by Write when rows were changed and no history was written.
var ErrSilent = errors.New("store: rows were changed and the history is silent")

var errNested = errors.New("store: a write inside a write")

type insideWrite struct{}

// Write runs work as one serialisable transaction by an author. It returns what work
// returned, problem.Busy when the database asked for too many repetitions, or a fault.
// It must not be called inside another Write.
func (db *DB) Write(ctx context.Context, by Author, work func(ctx context.Context, tx *Tx) error) error {
	return db.write(ctx, by.AuditName(), false, work)
}

// Housekeep is Write for the machinery's own rows, which have no history: leases, limits,
// a session's last use. The name says whose rows they are.
func (db *DB) Housekeep(ctx context.Context, name string, work func(ctx context.Context, tx *Tx) error) error {
	return db.write(ctx, "machinery:"+name, true, work)
}

func (db *DB) write(ctx context.Context, author string, quiet bool, work func(context.Context, *Tx) error) error {
	if ctx.Value(insideWrite{}) != nil {
		return errNested
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// A write that has begun is brought to its end: an interrupted statement would
	// break the transaction it shares with others.
	inner := context.WithValue(context.WithoutCancel(ctx), insideWrite{}, true)
	return db.writes.write(inner, func(on session) error {
		tx := &Tx{db: db, on: on, ctx: inner, now: db.clock.Now(), author: author, request: RequestOf(ctx), quiet: quiet}
		if err := work(inner, tx); err != nil {
			return err
		}
		if tx.changed && !tx.told && !tx.quiet {
			return ErrSilent
		}
		return nil
	})
}

// Now is the transaction's one fixed time.
func (tx *Tx) Now() calendar.Instant { return tx.now }

// Today is the city's date at Now.
func (tx *Tx) Today() calendar.Date { return tx.now.Date() }

// Author is the audit name of who acts.
func (tx *Tx) Author() string { return tx.author }

// Request is the number of the request this belongs to, or "".
func (tx *Tx) Request() string { return tx.request }

// Told is called by package audit when it has written history.
func (tx *Tx) Told() { tx.told = true }

// Exec changes rows and returns how many. A constraint's refusal can be named with Violation.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	res, err := tx.on.exec(tx.ctx, query, bindAll(tx.db.dialect, args))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", describe(query), err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, err
	}
	tx.changed = tx.changed || n > 0
	return n, nil
}

func (tx *Tx) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	return tx.on.query(ctx, query, bindAll(tx.db.dialect, args))
}

// Read asks questions. Each query sees the newest committed state.
func (db *DB) Read(ctx context.Context, ask func(ctx context.Context, q *Reader) error) error {
	return ask(ctx, &Reader{db: db})
}

// Snapshot asks questions that all see one committed state.
func (db *DB) Snapshot(ctx context.Context, ask func(ctx context.Context, q *Reader) error) error {
	opts := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelDefault}
	if db.dialect.name == "postgres" {
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.reads.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("store: snapshot: %w", err)
	}
	r := &Reader{db: db, tx: tx}
	defer r.end(ctx)
	return ask(ctx, r)
}

// end gives a snapshot's connection back, and only then prepares for the next time what was
// asked for the first: preparing takes a connection too, and all might be held by snapshots.
func (r *Reader) end(ctx context.Context) {
	_ = r.tx.Rollback()
	for _, query := range r.new {
		_, _ = r.db.prepared(ctx, query) //nolint:sqlclosecheck // kept for the next question; if not now, then next time
	}
}

// Now is the time of the database's clock.
func (r *Reader) Now() calendar.Instant { return r.db.clock.Now() }

// Today is the city's date now.
func (r *Reader) Today() calendar.Date { return r.Now().Date() }

func (r *Reader) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	args = bindAll(r.db.dialect, args)
	if r.tx != nil {
		return r.inSnapshot(ctx, query, args)
	}
	s, err := r.db.prepared(ctx, query) //nolint:sqlclosecheck // kept for the next question
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (r *Reader) inSnapshot(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if s, ok := r.db.statements.Load(query); ok {
		return r.tx.StmtContext(ctx, s.(*sql.Stmt)).QueryContext(ctx, args...) //nolint:sqlclosecheck // ends with the snapshot
	}
	r.new = append(r.new, query)
	return r.tx.QueryContext(ctx, query, args...)
}

type requestKey struct{}

// WithRequest puts a request's number into a context; the history keeps it.
func WithRequest(ctx context.Context, number string) context.Context {
	return context.WithValue(ctx, requestKey{}, number)
}

// RequestOf is the number WithRequest put there, or "".
func RequestOf(ctx context.Context) string {
	n, _ := ctx.Value(requestKey{}).(string)
	return n
}

// Context is the transaction's context, for helpers that are handed only the transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }
