package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
)

// saveByHand is what saving an entry asks of a database, in the portal's order: what the
// rules need to know, the entry, both people's day, the month, the history, the account
// and the order.
var saveByHand = []string{
	`SELECT o.status, o.amount, o.used, o.unsent, o.recipient_id, o.worker_id, o.allotment_id, o.from_date, o.to_date, o.answered_at, COALESCE(m.minutes, 0), m.closed_at,
		COALESCE(w.minutes, 0), COALESCE(r.minutes, 0), e.id
	FROM orders o
	LEFT JOIN journal_month m ON m.order_id = o.id AND m.month = $3
	LEFT JOIN day_hours w ON w.person_id = o.worker_id AND w.side = 'worker' AND w.day = $2
	LEFT JOIN day_hours r ON r.person_id = o.recipient_id AND r.side = 'recipient' AND r.day = $2
	LEFT JOIN journal_entry e ON e.order_id = o.id AND e.day = $2 AND e.removed_at IS NULL
	WHERE o.id = $1 AND o.worker_id = $4`,
	`INSERT INTO journal_entry (id, order_id, recipient_id, worker_id, day, minutes, format, places_kk, places_ru, version, saved_at)
	VALUES ($1, $2, $3, $4, $5, 30, '', 'Алматы қаласы, № 12 емхана', 'Поликлиника № 12 города Алматы', 1, $6)`,
	`INSERT INTO day_hours (person_id, side, day, minutes) VALUES ($1, 'worker', $3, 30), ($2, 'recipient', $3, 30)
	ON CONFLICT (person_id, side, day) DO UPDATE SET minutes = day_hours.minutes + excluded.minutes`,
	`INSERT INTO journal_month (order_id, month, minutes) VALUES ($1, $2, 30)
	ON CONFLICT (order_id, month) DO UPDATE SET minutes = journal_month.minutes + excluded.minutes`,
	`SELECT n, at, hash FROM audit_book WHERE book = $1`,
	`INSERT INTO audit_entry (book, n, at, actor, action, request, details, details_digest, prev, hash) VALUES ($1, $2, $3, $4, 'journal.save', '0123456789abcdef', $5, $6, $7, $8)`,
	`INSERT INTO audit_book (book, n, at, hash) VALUES ($1, $2, $3, $4)
	ON CONFLICT (book) DO UPDATE SET n = excluded.n, at = excluded.at, hash = excluded.hash`,
	`UPDATE allotment SET reserved = reserved - 30, used = used + 30 WHERE id = $1 AND reserved >= 30 AND used + 30 >= 0`,
	`UPDATE orders SET used = $1, unsent = $2 WHERE id = $3`,
}

// asker is a transaction, with its statements prepared.
type asker struct {
	query func(ctx context.Context, n int, args ...any) *sql.Row
	exec  func(ctx context.Context, n int, args ...any) error
}

// save writes half an hour by hand.
func (p *place) save(ctx context.Context, a asker, s slot) error {
	o, worker, recipient, day, moment := p.order[s.order].String(), p.worker[s.worker].String(), p.recipient[s.recipient].String(), p.bind(dates[s.day]), p.bind(now)
	month := dates[s.day].InMonth().String()
	var state [15]any
	if err := a.query(ctx, 0, o, day, month, worker).Scan(pointers(state[:])...); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	if err := a.exec(ctx, 1, uuid.Must(uuid.NewV7()).String(), o, recipient, worker, day, moment); err != nil {
		return err
	}
	if err := a.exec(ctx, 2, worker, recipient, day); err != nil {
		return err
	}
	if err := a.exec(ctx, 3, o, month); err != nil {
		return err
	}
	if err := p.tell(ctx, a, "order:"+o, worker, moment); err != nil {
		return err
	}
	if err := a.exec(ctx, 7, state[6]); err != nil {
		return err
	}
	return a.exec(ctx, 8, state[2].(int64)+30, state[3].(int64)+30, o)
}

func (p *place) tell(ctx context.Context, a asker, book, worker string, moment any) error {
	var n int64
	var at any
	var prev []byte
	if err := a.query(ctx, 4, book).Scan(&n, &at, &prev); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("book: %w", err)
	}
	details := `{"day":"2026-11-20","entry":"0190f5a3-0000-7000-8000-000000000001","minutes":30,"version":1}`
	digest := sha256.Sum256([]byte(details))
	hash := sha256.Sum256(append(append([]byte(book), digest[:]...), prev...))
	if err := a.exec(ctx, 5, book, n+1, moment, "person:"+worker, details, digest[:], prev, hash[:]); err != nil {
		return err
	}
	return a.exec(ctx, 6, book, n+1, moment, hash[:])
}

func pointers(values []any) []any {
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	return into
}

func (p *place) bind(v any) any {
	if p.name == "SQLite" {
		return forSQLite(v)
	}
	return forPostgres(v)
}

// writer saves by hand from many goroutines.
type writer interface {
	save(ctx context.Context, s slot) error
	close() error
}

func (p *place) writerByHand(ctx context.Context) (writer, error) {
	if p.name == "SQLite" {
		return newLiteWriter(ctx, p)
	}
	db, err := p.openByHand()
	if err == nil {
		db.SetMaxOpenConns(32)
		db.SetMaxIdleConns(32)
	}
	return &serialWriter{p, db}, err
}

// serialWriter runs serialisable transactions on PostgreSQL, again when it is asked to.
type serialWriter struct {
	*place
	db *sql.DB
}

func (w *serialWriter) save(ctx context.Context, s slot) error {
	for n := range 20 {
		err := w.once(ctx, s)
		var pg *pgconn.PgError
		if !errors.As(err, &pg) || pg.Code != "40001" && pg.Code != "40P01" {
			return err
		}
		time.Sleep(time.Duration(rand.Int64N(int64(5*time.Millisecond) << min(n, 4)))) // as the portal does
	}
	return errors.New("PostgreSQL asked twenty times to begin again")
}

func (w *serialWriter) once(ctx context.Context, s slot) error {
	tx, err := w.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	a := asker{func(ctx context.Context, n int, args ...any) *sql.Row {
		return tx.QueryRowContext(ctx, saveByHand[n], args...)
	},
		func(ctx context.Context, n int, args ...any) error {
			_, err := tx.ExecContext(ctx, saveByHand[n], args...)
			return err
		}}
	if err := w.place.save(ctx, a, s); err != nil {
		return err
	}
	return tx.Commit()
}

func (w *serialWriter) close() error { return w.db.Close() }

// liteWriter is SQLite's one writer: a transaction and a sync an entry.
type liteWriter struct {
	*place
	mu    sync.Mutex
	db    *sql.DB
	conn  *sql.Conn
	texts []*sql.Stmt
	begin *sql.Stmt
	end   *sql.Stmt
}

func newLiteWriter(ctx context.Context, p *place) (*liteWriter, error) {
	db, err := p.openByHand()
	if err != nil {
		return nil, err
	}
	w := &liteWriter{place: p, db: db}
	if w.conn, err = db.Conn(ctx); err != nil {
		return nil, err
	}
	for _, text := range append([]string{"BEGIN IMMEDIATE", "COMMIT"}, saveByHand...) {
		s, err := w.conn.PrepareContext(ctx, text) //nolint:sqlclosecheck // closed with its connection
		if err != nil {
			return nil, err
		}
		w.texts = append(w.texts, s)
	}
	w.begin, w.end, w.texts = w.texts[0], w.texts[1], w.texts[2:]
	return w, nil
}

func (w *liteWriter) save(ctx context.Context, s slot) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.begin.ExecContext(ctx); err != nil {
		return err
	}
	if err := w.place.save(ctx, w.asker(), s); err != nil {
		return err
	}
	_, err := w.end.ExecContext(ctx)
	return err
}

func (w *liteWriter) asker() asker {
	return asker{func(ctx context.Context, n int, args ...any) *sql.Row {
		return w.texts[n].QueryRowContext(ctx, args...)
	},
		func(ctx context.Context, n int, args ...any) error {
			_, err := w.texts[n].ExecContext(ctx, args...)
			return err
		}}
}

func (w *liteWriter) close() error { return errors.Join(w.conn.Close(), w.db.Close()) }

// groupWriter puts entries that wait into one transaction with one sync.
type groupWriter struct {
	*liteWriter
	queue chan *waiting
}

type waiting struct {
	slot slot
	err  error
	done chan struct{}
}

func newGroupWriter(w *liteWriter) *groupWriter {
	g := &groupWriter{w, make(chan *waiting, 64)}
	go func() {
		for first := range g.queue {
			group := []*waiting{first}
			for len(g.queue) > 0 {
				group = append(group, <-g.queue)
			}
			g.commit(context.Background(), group)
		}
	}()
	return g
}

func (g *groupWriter) commit(ctx context.Context, group []*waiting) {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, err := g.begin.ExecContext(ctx)
	for _, one := range group {
		if err == nil {
			err = g.place.save(ctx, g.asker(), one.slot)
		}
	}
	if err == nil {
		_, err = g.end.ExecContext(ctx)
	}
	for _, one := range group {
		one.err = err
		close(one.done)
	}
}

func (g *groupWriter) save(_ context.Context, s slot) error {
	one := &waiting{slot: s, done: make(chan struct{})}
	g.queue <- one
	<-one.done
	return one.err
}

func (g *groupWriter) stop() { close(g.queue) }
