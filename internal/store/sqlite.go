package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver
)

// sqliteAtLeast is the first SQLite without the WAL-reset corruption.
const sqliteAtLeast = "3.51.3"

// batchLimit bounds how many waiting actions share one disk sync.
const batchLimit = 64

func openSQLite(ctx context.Context, s Settings) (*DB, error) {
	path := strings.TrimPrefix(s.URL, "sqlite:")
	reads, err := sql.Open("sqlite", sqliteDSN(path, "query_only(1)"))
	if err != nil {
		return nil, err
	}
	reads.SetMaxOpenConns(s.Readers)
	reads.SetMaxIdleConns(s.Readers)
	w, err := newGroupWriter(ctx, path)
	if err != nil {
		return nil, errors.Join(err, reads.Close())
	}
	return &DB{dialect: sqliteDialect, clock: s.Clock, reads: reads, writes: w}, nil
}

func sqliteDSN(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}}
	for _, p := range append([]string{"busy_timeout(10000)", "foreign_keys(1)", "synchronous(FULL)"}, pragmas...) {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// groupWriter is SQLite's one writer. Actions that wait while another is being synced to
// disk are put into one transaction, each under its own savepoint, and each is answered
// only after the common sync: several times the throughput at the same promise.
type groupWriter struct {
	db    *sql.DB
	conn  *sql.Conn
	queue chan *waiting
	done  chan struct{}

	mu         sync.RWMutex
	closed     bool
	statements map[string]*sql.Stmt
}

type waiting struct {
	ctx    context.Context
	work   func(session) error
	err    error
	panics *panicked
	ready  chan struct{}
}

type panicked struct {
	value any
	stack []byte
}

func newGroupWriter(ctx context.Context, path string) (*groupWriter, error) {
	db, err := sql.Open("sqlite", sqliteDSN(path, "journal_mode(WAL)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", path, err), db.Close())
	}
	w := &groupWriter{db: db, conn: conn, queue: make(chan *waiting, 1024), done: make(chan struct{}), statements: map[string]*sql.Stmt{}}
	if err := w.trustworthy(ctx); err != nil {
		return nil, errors.Join(err, conn.Close(), db.Close())
	}
	go w.run()
	return w, nil
}

func (w *groupWriter) trustworthy(ctx context.Context) error {
	var version, mode string
	var sync int
	err := errors.Join(
		w.conn.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version),
		w.conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode),
		w.conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&sync))
	switch {
	case err != nil:
		return fmt.Errorf("store: %w", err)
	case versionBefore(version, sqliteAtLeast):
		return fmt.Errorf("store: SQLite %s can corrupt its log; %s or newer is needed", version, sqliteAtLeast)
	case mode != "wal" || sync != 2:
		return fmt.Errorf("store: SQLite runs with journal_mode=%s synchronous=%d instead of wal and 2", mode, sync)
	}
	return nil
}

func versionBefore(a, b string) bool {
	var x, y [3]int
	_, _ = fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2])
	_, _ = fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2])
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

func (w *groupWriter) write(ctx context.Context, work func(session) error) error {
	item := &waiting{ctx: ctx, work: work, ready: make(chan struct{})}
	w.mu.RLock()
	if w.closed {
		w.mu.RUnlock()
		return sql.ErrConnDone
	}
	w.queue <- item
	w.mu.RUnlock()
	<-item.ready
	if item.panics != nil {
		panic(fmt.Sprintf("%v\n%s", item.panics.value, item.panics.stack))
	}
	return item.err
}

func (w *groupWriter) run() {
	defer close(w.done)
	for first := range w.queue {
		batch := []*waiting{first}
		for len(batch) < batchLimit {
			select {
			case next, ok := <-w.queue:
				if !ok {
					w.commit(batch)
					return
				}
				batch = append(batch, next)
				continue
			default:
			}
			break
		}
		w.commit(batch)
	}
}

// commit runs a batch as one transaction and answers each of its actions.
func (w *groupWriter) commit(batch []*waiting) {
	err := w.plain("BEGIN IMMEDIATE")
	if err == nil {
		if err = w.all(batch); err == nil {
			err = w.plain("COMMIT")
		}
		if err != nil {
			_ = w.plain("ROLLBACK")
		}
	}
	for _, item := range batch {
		if err != nil && item.err == nil {
			item.err = fmt.Errorf("store: commit: %w", err)
		}
		close(item.ready)
	}
}

// all runs the actions in turn. It stops when the common transaction is gone: SQLite ends
// it by itself on a full disk or a broken file, and what ran after that would be committed
// alone and reported as failed.
func (w *groupWriter) all(batch []*waiting) error {
	for _, item := range batch {
		if err := w.one(item); err != nil {
			return err
		}
	}
	return nil
}

// one runs an action under its own savepoint, so that its failure undoes only itself. It
// returns an error when the savepoint, and with it the transaction, was lost.
func (w *groupWriter) one(item *waiting) error {
	if err := w.plain("SAVEPOINT action"); err != nil {
		return err
	}
	func() {
		defer func() {
			if v := recover(); v != nil {
				item.panics = &panicked{v, debug.Stack()}
				item.err = fmt.Errorf("store: panic in a write")
			}
		}()
		item.err = item.work((*sqliteSession)(w))
	}()
	if item.err != nil {
		if err := w.plain("ROLLBACK TO action"); err != nil {
			return err
		}
	}
	return w.plain("RELEASE action")
}

func (w *groupWriter) plain(query string) error {
	_, err := (*sqliteSession)(w).exec(context.Background(), query, nil)
	return err
}

func (w *groupWriter) close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	close(w.queue)
	w.mu.Unlock()
	<-w.done
	for _, s := range w.statements {
		_ = s.Close()
	}
	return errors.Join(w.conn.Close(), w.db.Close())
}

// sqliteSession is the writer seen by one action. Only the writer's goroutine uses it.
type sqliteSession groupWriter

func (s *sqliteSession) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := s.statements[query]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.statements[query] = st
	return st, nil
}

func (s *sqliteSession) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	st, err := s.statement(ctx, query) //nolint:sqlclosecheck // kept for the next action; close ends them all
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (s *sqliteSession) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	st, err := s.statement(ctx, query) //nolint:sqlclosecheck // kept for the next action; close ends them all
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}
