package jobs_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/jobs"
	"asar/internal/problem"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

var (
	administrator = access.System("test", access.Administrator)
	quiet         = slog.New(slog.NewTextHandler(io.Discard, nil))
)

func add(t *testing.T, db *store.DB, key string) {
	t.Helper()
	err := db.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		return jobs.Add(tx, jobs.Job{Kind: "letter", Key: key, Subject: "order:1", Payload: map[string]string{"to": key}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func once(t *testing.T, r *jobs.Runner) int {
	t.Helper()
	did, err := r.Once(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return did
}

func runner(db *store.DB, handler jobs.Handler) *jobs.Runner {
	return &jobs.Runner{DB: db, Log: quiet, Handlers: map[string]jobs.Handler{"letter": handler}}
}

func only(t *testing.T, db *store.DB, status jobs.Status) jobs.Row {
	t.Helper()
	page, err := jobs.List(t.Context(), db, administrator, jobs.Query{Status: status})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%d jobs are %s, %v; want 1", len(page.Rows), status, err)
	}
	return page.Rows[0]
}

func TestAJobIsDoneOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		add(t, town.DB, "a")
		var done atomic.Int32
		handler := func(_ context.Context, task jobs.Task) error {
			var p map[string]string
			if err := task.Payload(&p); err != nil || p["to"] != "a" {
				t.Errorf("payload %v, %v", p, err)
			}
			done.Add(1)
			return nil
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := runner(town.DB, handler).Once(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := done.Load(); n != 1 {
			t.Errorf("done %d times", n)
		}
		only(t, town.DB, jobs.Done)
	})
}

func TestAFailedTryComesBackLater(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		down := true
		r := runner(town.DB, func(context.Context, jobs.Task) error {
			if down {
				return errors.New("no answer")
			}
			return nil
		})
		once(t, r)
		if did := once(t, r); did != 0 {
			t.Error("tried again without a pause")
		}
		row := only(t, town.DB, jobs.Waiting)
		if row.LastError != "no answer" || row.FirstFailed.IsZero() || row.Attempts != 1 {
			t.Errorf("row %+v", row)
		}
		town.Clock.Advance(time.Hour)
		down = false
		once(t, r)
		only(t, town.DB, jobs.Done)
	})
}

func TestFailuresEndAtTheDesk(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		r := runner(town.DB, func(context.Context, jobs.Task) error { return errors.New("no answer") })
		once(t, r)
		town.Clock.Advance(73 * time.Hour)
		once(t, r)
		row := only(t, town.DB, jobs.Failed)
		if err := jobs.Retry(t.Context(), town.DB, access.System("nobody"), row.ID); !problem.Is(err, problem.Denied) {
			t.Errorf("anybody may retry: %v", err)
		}
		if err := jobs.Retry(t.Context(), town.DB, administrator, row.ID); err != nil {
			t.Fatal(err)
		}
		if err := jobs.Retry(t.Context(), town.DB, administrator, row.ID); !problem.Is(err, problem.Closed) {
			t.Errorf("retried twice: %v", err)
		}
		if err := jobs.Stop(t.Context(), town.DB, administrator, row.ID); err != nil {
			t.Fatal(err)
		}
		if did := once(t, r); did != 0 {
			t.Error("a stopped job was tried")
		}
		only(t, town.DB, jobs.Stopped)
	})
}

func TestARefusalIsNotTriedAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		once(t, runner(town.DB, func(context.Context, jobs.Task) error { return jobs.Refused(errors.New("malformed")) }))
		only(t, town.DB, jobs.Failed)
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		once(t, runner(town.DB, func(context.Context, jobs.Task) error { panic("ours") }))
		only(t, town.DB, jobs.Waiting)
	})
}

// A runner that died holds its job only as long as the lease.
func TestADeadRunnersJobIsTakenOver(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		err := town.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE job SET lease_until = $1, fence = fence + 1`, tx.Now().Plus(2*time.Minute))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		r := runner(town.DB, func(context.Context, jobs.Task) error { return nil })
		if once(t, r) != 0 {
			t.Fatal("a leased job was taken")
		}
		town.Clock.Advance(3 * time.Minute)
		once(t, r)
		only(t, town.DB, jobs.Done)
	})
}

func TestATurnIsTakenByOneProcess(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		var turns atomic.Int32
		turn := jobs.Turn{Name: "seal", Every: time.Minute, Do: func(context.Context) error { turns.Add(1); return nil }}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				r := &jobs.Runner{DB: town.DB, Log: quiet, Turns: []jobs.Turn{turn}}
				if _, err := r.Once(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := turns.Load(); n != 1 {
			t.Errorf("%d turns at once", n)
		}
		town.Clock.Advance(61 * time.Second)
		once(t, &jobs.Runner{DB: town.DB, Log: quiet, Turns: []jobs.Turn{turn}})
		if n := turns.Load(); n != 2 {
			t.Errorf("%d turns after a minute", n)
		}
	})
}
