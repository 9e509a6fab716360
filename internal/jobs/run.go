package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"asar/internal/calendar"
	"asar/internal/store"
)

// Handler does a job. It runs outside any transaction and may be run twice for one job:
// what it calls must stand repeats. It reports through actions of the work.
type Handler func(ctx context.Context, t Task) error

// Turn is work done again and again by one of all processes at a time.
type Turn struct {
	Name  string
	Every time.Duration
	Do    func(ctx context.Context) error
}

// Runner does jobs and turns of one database. Several may run at once.
type Runner struct {
	DB       *store.DB
	Handlers map[string]Handler
	Turns    []Turn
	Log      *slog.Logger
	// Pause is how long to rest when nothing is due; a second when zero.
	Pause time.Duration
	// Count is told the outcome of every try, for metrics; may be nil.
	Count func(kind string, outcome Status)
}

// lease is how long a job is held by the runner that took it; a handler is given less.
const (
	lease      = 2 * time.Minute
	mostTime   = 90 * time.Second
	batch      = 16
	defaultGap = time.Second
)

// Run works until the context is done, then finishes the jobs it has begun.
func (r *Runner) Run(ctx context.Context) {
	gap := r.Pause
	if gap == 0 {
		gap = defaultGap
	}
	for ctx.Err() == nil {
		did, err := r.Once(ctx)
		if err != nil && ctx.Err() == nil {
			r.Log.Error("jobs", "error", err.Error())
		}
		if did > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(gap):
		}
	}
}

// Once does what is due now, and says how much that was.
func (r *Runner) Once(ctx context.Context) (did int, err error) {
	turned, err := r.turns(ctx)
	if err != nil {
		return turned, err
	}
	due, err := r.due(ctx)
	if err != nil {
		return turned, err
	}
	var begun sync.WaitGroup
	for _, t := range due {
		if ctx.Err() != nil {
			break
		}
		taken, err := r.take(ctx, &t)
		if err != nil {
			return turned, err
		}
		if taken {
			did++
			begun.Go(func() { r.try(context.WithoutCancel(ctx), t) })
		}
	}
	begun.Wait()
	return did + turned, nil
}

// due is what this runner knows how to do: a kind without a handler, for example because
// its gateway is not set yet, waits and is not tried.
func (r *Runner) due(ctx context.Context) (due []Task, err error) {
	if len(r.Handlers) == 0 {
		return nil, nil
	}
	marks, args := make([]string, 0, len(r.Handlers)), []any{r.DB.Now(), batch}
	for _, kind := range slices.Sorted(maps.Keys(r.Handlers)) {
		args = append(args, kind)
		marks = append(marks, "$"+strconv.Itoa(len(args)))
	}
	err = r.DB.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		due, err = store.All(ctx, q, scanTask, `SELECT id, kind, key, subject, attempts, made_at, payload, fence FROM job
			WHERE status = 'waiting' AND due_at <= $1 AND (lease_until IS NULL OR lease_until < $1) AND kind IN (`+strings.Join(marks, ", ")+`) ORDER BY due_at LIMIT $2`, args...)
		return err
	})
	return due, err
}

func scanTask(row store.Row) (t Task, err error) {
	err = row.Scan(&t.ID, &t.Kind, &t.Key, &t.Subject, &t.Attempts, &t.MadeAt, &t.payload, &t.fence)
	return t, err
}

// take leases a job to this runner, unless another was faster. The fence makes a late
// report of a former holder worth nothing.
func (r *Runner) take(ctx context.Context, t *Task) (taken bool, err error) {
	err = r.DB.Housekeep(ctx, "jobs", func(_ context.Context, tx *store.Tx) error {
		n, err := tx.Exec(`UPDATE job SET lease_until = $1, fence = fence + 1, attempts = attempts + 1
			WHERE id = $2 AND fence = $3 AND status = 'waiting'`, tx.Now().Plus(lease), t.ID, t.fence)
		taken = n == 1
		return err
	})
	t.fence++
	t.Attempts++
	return taken, err
}

// try runs the handler and keeps the outcome.
func (r *Runner) try(ctx context.Context, t Task) {
	failure := r.handle(ctx, t)
	status, err := r.settle(ctx, t, failure)
	if err != nil {
		r.Log.Error("job", "kind", t.Kind, "id", t.ID.String(), "error", err.Error())
		return
	}
	if failure != nil {
		r.Log.Warn("job", "kind", t.Kind, "id", t.ID.String(), "attempt", t.Attempts, "status", string(status), "error", errorText(failure))
	}
	if r.Count != nil {
		r.Count(t.Kind, status)
	}
}

func (r *Runner) handle(ctx context.Context, t Task) (err error) {
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			r.Log.Error("job panic", "kind", t.Kind, "id", t.ID.String(), "what", v, "stack", string(debug.Stack()))
			err = fmt.Errorf("jobs: %s: panic", t.Kind)
		}
	}()
	return r.Handlers[t.Kind](ctx, t)
}

// mostError is how much of a technical error the desk keeps.
const mostError = 300

// personal is what another system may quote in its refusal: an address, a number of a
// person, a phone. The desk and the log do without.
var personal = regexp.MustCompile(`[^\s<>"']+@[^\s<>"']+|\+?\d[\d\s()-]{7,}\d`)

// errorText is a technical error as it may be kept.
func errorText(failure error) string {
	text := []rune(personal.ReplaceAllString(failure.Error(), "…"))
	return string(text[:min(len(text), mostError)])
}

func (r *Runner) settle(ctx context.Context, t Task, failure error) (status Status, err error) {
	err = r.DB.Housekeep(ctx, "jobs", func(ctx context.Context, tx *store.Tx) error {
		if later := (postponed{}); errors.As(failure, &later) {
			status = Waiting
			_, err := tx.Exec(`UPDATE job SET due_at = $1, lease_until = NULL, last_error = $2 WHERE id = $3 AND fence = $4`,
				tx.Now().Plus(later.pause), errorText(failure), t.ID, t.fence)
			return err
		}
		first, err := store.One(ctx, tx, store.Value[calendar.Instant], `SELECT first_failed_at FROM job WHERE id = $1`, t.ID)
		if err != nil {
			return err
		}
		status = outcome(failure, tx.Now(), first)
		if status == Done {
			_, err = tx.Exec(`UPDATE job SET status = 'done', done_at = $1, lease_until = NULL WHERE id = $2 AND fence = $3`, tx.Now(), t.ID, t.fence)
			return err
		}
		again := tx.Now().Plus(pause(t.Attempts, rand.Float64())) //nolint:gosec // spreads repetitions; nothing secret
		_, err = tx.Exec(`UPDATE job SET status = $1, due_at = $2, lease_until = NULL, last_error = $3, first_failed_at = COALESCE(first_failed_at, $4)
			WHERE id = $5 AND fence = $6`, string(status), again, errorText(failure), tx.Now(), t.ID, t.fence)
		return err
	})
	return status, err
}

// turns does the turns whose time has come and that no other process took.
func (r *Runner) turns(ctx context.Context) (did int, err error) {
	for _, turn := range r.Turns {
		mine, err := r.takeTurn(ctx, turn)
		if err != nil {
			return did, err
		}
		if !mine {
			continue
		}
		did++
		if err := turn.Do(ctx); err != nil {
			r.Log.Error("turn", "name", turn.Name, "error", err.Error())
		}
	}
	return did, nil
}

func (r *Runner) takeTurn(ctx context.Context, turn Turn) (mine bool, err error) {
	now := r.DB.Now()
	due, err := r.turnDue(ctx, turn, now)
	if err != nil || !due {
		return false, err
	}
	err = r.DB.Housekeep(ctx, "jobs", func(_ context.Context, tx *store.Tx) error {
		next := tx.Now().Plus(turn.Every)
		n, err := tx.Exec(`INSERT INTO job_turn (name, next_at, cursor) VALUES ($1, $2, '')
			ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at WHERE job_turn.next_at <= $3`, turn.Name, next, tx.Now())
		mine = n == 1
		return err
	})
	return mine, err
}

func (r *Runner) turnDue(ctx context.Context, turn Turn, now calendar.Instant) (due bool, err error) {
	err = r.DB.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		next, found, err := store.Maybe(ctx, q, store.Value[calendar.Instant], `SELECT next_at FROM job_turn WHERE name = $1`, turn.Name)
		due = !found || !next.After(now)
		return err
	})
	return due, err
}
