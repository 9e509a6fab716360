package jobs

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

// Row is a job as the desk shows it.
type Row struct {
	ID          ID
	Kind        string
	Subject     string
	Status      Status
	Attempts    int
	MadeAt      calendar.Instant
	DueAt       calendar.Instant
	FirstFailed calendar.Instant // since when it does not succeed
	DoneAt      calendar.Instant
	LastError   string // technical, without personal data
}

// onPage is how many jobs the desk shows at once.
const onPage = 50

const rowColumns = `id, kind, subject, status, attempts, made_at, due_at, first_failed_at, done_at, last_error`

func scanRow(r store.Row) (j Row, err error) {
	err = r.Scan(&j.ID, &j.Kind, &j.Subject, store.Into(&j.Status), &j.Attempts, &j.MadeAt, &j.DueAt, &j.FirstFailed, &j.DoneAt, &j.LastError)
	return j, err
}

// Query says which jobs the desk is asked for. Kind "" is any.
type Query struct {
	Status Status
	Kind   string
	After  string // the id of the last job of the page before; "" begins
}

// Page is a part of the desk's list, the newest first.
type Page struct {
	Rows  []Row
	After string // asks for the next page; "" on the last
}

// List shows jobs in a status. It asks for access.SeeExchange.
func List(ctx context.Context, db *store.DB, by access.Actor, ask Query) (p Page, err error) {
	if _, err := access.Ask(by, access.SeeExchange); err != nil {
		return p, err
	}
	last, err := lastOf(ask.After)
	if err != nil {
		return p, err
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		query, args := `SELECT `+rowColumns+` FROM job WHERE status = $1 AND ($2 = '' OR kind = $2)`, []any{string(ask.Status), ask.Kind}
		if !last.IsZero() {
			query, args = query+` AND (made_at, id) < (SELECT made_at, id FROM job WHERE id = $3)`, append(args, last)
		}
		p.Rows, err = store.All(ctx, q, scanRow, query+` ORDER BY made_at DESC, id DESC LIMIT 51`, args...)
		return err
	})
	if len(p.Rows) > onPage {
		p.Rows = p.Rows[:onPage]
		p.After = p.Rows[onPage-1].ID.String()
	}
	return p, err
}

func lastOf(after string) (last ID, err error) {
	if after == "" {
		return last, nil
	}
	return id.Parse[job](after)
}

// One shows a job. It asks for access.SeeExchange.
func One(ctx context.Context, db *store.DB, by access.Actor, j ID) (row Row, err error) {
	if _, err := access.Ask(by, access.SeeExchange); err != nil {
		return row, err
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		row, err = store.One(ctx, q, scanRow, `SELECT `+rowColumns+` FROM job WHERE id = $1`, j)
		return err
	})
	return row, err
}

// MayRetry tells whether a job can be sent again, for showing or hiding a way there.
func (r Row) MayRetry() bool { return r.Status == Failed || r.Status == Stopped }

// MayStop tells whether the tries of a job can be ended.
func (r Row) MayStop() bool { return r.Status == Waiting || r.Status == Failed }

// Lane is what stands of one kind of job and is not done.
type Lane struct {
	Kind   string
	Counts map[Status]int
	Oldest calendar.Instant // since when the oldest waits or stands failed
}

// Lanes counts the jobs that are not done, by kind. It asks for access.SeeExchange.
func Lanes(ctx context.Context, db *store.DB, by access.Actor) (lanes []Lane, err error) {
	if _, err := access.Ask(by, access.SeeExchange); err != nil {
		return nil, err
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		_, err := store.All(ctx, q, func(r store.Row) (struct{}, error) {
			var kind, status string
			var n int
			var oldest calendar.Instant
			if err := r.Scan(&kind, &status, &n, &oldest); err != nil {
				return struct{}{}, err
			}
			lanes = withCount(lanes, kind, Status(status), n, oldest)
			return struct{}{}, nil
		}, `SELECT kind, status, count(*), min(made_at) FROM job WHERE status IN ('waiting', 'failed', 'stopped') GROUP BY kind, status ORDER BY kind, status`)
		return err
	})
	return lanes, err
}

// withCount adds a count to the lane of its kind; counts come in the order of kinds.
func withCount(lanes []Lane, kind string, s Status, n int, oldest calendar.Instant) []Lane {
	if len(lanes) == 0 || lanes[len(lanes)-1].Kind != kind {
		lanes = append(lanes, Lane{Kind: kind, Counts: map[Status]int{}})
	}
	lane := &lanes[len(lanes)-1]
	lane.Counts[s] = n
	if s != Stopped && (lane.Oldest.IsZero() || oldest.Before(lane.Oldest)) {
		lane.Oldest = oldest
	}
	return lanes
}

// Count says how many jobs stand in each status, and since when the oldest waits. It asks
// for access.SeeExchange.
func Count(ctx context.Context, db *store.DB, by access.Actor) (counts map[Status]int, oldest calendar.Instant, err error) {
	if _, err := access.Ask(by, access.SeeExchange); err != nil {
		return nil, oldest, err
	}
	counts = map[Status]int{}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if _, err := store.All(ctx, q, func(r store.Row) (struct{}, error) {
			var status string
			var n int
			err := r.Scan(&status, &n)
			counts[Status(status)] = n
			return struct{}{}, err
		}, `SELECT status, count(*) FROM job GROUP BY status`); err != nil {
			return err
		}
		oldest, _, err = store.Maybe(ctx, q, store.Value[calendar.Instant], `SELECT made_at FROM job WHERE status = 'waiting' ORDER BY made_at LIMIT 1`)
		return err
	})
	return counts, oldest, err
}

// Retry sends a failed or stopped job again from the beginning. It asks for
// access.KeepExchange; a job that is neither is Closed.
func Retry(ctx context.Context, db *store.DB, by access.Actor, j ID) error {
	return change(ctx, db, by, j, "jobs.retry", `UPDATE job SET status = 'waiting', due_at = $1, attempts = 0, first_failed_at = NULL
		WHERE id = $2 AND status IN ('failed', 'stopped')`)
}

// Stop ends the tries of a job. It asks for access.KeepExchange; a job that is done or
// stopped is Closed.
func Stop(ctx context.Context, db *store.DB, by access.Actor, j ID) error {
	return change(ctx, db, by, j, "jobs.stop", `UPDATE job SET status = 'stopped', done_at = $1, fence = fence + 1
		WHERE id = $2 AND status IN ('waiting', 'failed')`)
}

func change(ctx context.Context, db *store.DB, by access.Actor, j ID, action, statement string) error {
	if _, err := access.Ask(by, access.KeepExchange); err != nil {
		return err
	}
	return db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		row, err := store.One(ctx, tx, scanRow, `SELECT `+rowColumns+` FROM job WHERE id = $1`, j)
		if err != nil {
			return err
		}
		n, err := tx.Exec(statement, tx.Now(), j)
		if err != nil {
			return err
		}
		if n == 0 {
			return problem.New(problem.Closed, "jobs.not-now")
		}
		return audit.Record(tx, audit.Event{Book: row.Subject, Action: action, Details: map[string]any{"job": j, "kind": row.Kind}})
	})
}

// WaitingSince tells since when a job of a kind about a subject waits; zero when none
// does. It is a piece for the packages above and asks nothing.
func WaitingSince(ctx context.Context, q store.Querier, kind, key string) (calendar.Instant, error) {
	since, _, err := store.Maybe(ctx, q, store.Value[calendar.Instant],
		`SELECT made_at FROM job WHERE kind = $1 AND key = $2 AND status IN ('waiting', 'failed', 'stopped')`, kind, key)
	return since, err
}

// ByKeys finds jobs of a kind by their keys. It is a piece for packages that show how their
// own jobs stand, and asks nothing.
func ByKeys(ctx context.Context, q store.Querier, kind string, keys []string) (map[string]Row, error) {
	found := map[string]Row{}
	for _, key := range keys {
		row, exists, err := store.Maybe(ctx, q, scanRow, `SELECT `+rowColumns+` FROM job WHERE kind = $1 AND key = $2`, kind, key)
		if err != nil {
			return nil, err
		}
		if exists {
			found[key] = row
		}
	}
	return found, nil
}
