package jobs

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
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

// mostRows is how many jobs the desk shows at once.
const mostRows = 200

const rowColumns = `id, kind, subject, status, attempts, made_at, due_at, first_failed_at, done_at, last_error`

func scanRow(r store.Row) (j Row, err error) {
	err = r.Scan(&j.ID, &j.Kind, &j.Subject, store.Into(&j.Status), &j.Attempts, &j.MadeAt, &j.DueAt, &j.FirstFailed, &j.DoneAt, &j.LastError)
	return j, err
}

// List shows the newest jobs in a status. It asks for access.SeeExchange.
func List(ctx context.Context, db *store.DB, by access.Actor, status Status) (rows []Row, err error) {
	if _, err := access.Ask(by, access.SeeExchange); err != nil {
		return nil, err
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		rows, err = store.All(ctx, q, scanRow, `SELECT `+rowColumns+` FROM job WHERE status = $1 ORDER BY made_at DESC LIMIT $2`, string(status), mostRows)
		return err
	})
	return rows, err
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
