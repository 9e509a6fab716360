package journal_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

const (
	writers    = 16
	raceRounds = 1000
)

// TestHoursHoldUnderManyWriters lets 16 writers at once write, correct, remove and close
// on three orders whose people overlap: the assistant works for two recipients, and one
// recipient has two helpers. After each round everything in the tables must agree.
func TestHoursHoldUnderManyWriters(t *testing.T) {
	rounds := raceRounds
	if testing.Short() {
		rounds = 30
	}
	each(t, func(t *testing.T, town *placed.Town) {
		race := newRace(t, town)
		for round := range rounds {
			race.round(round)
			if t.Failed() {
				t.Fatalf("in round %d", round)
			}
		}
		t.Logf("%d rounds: %d saved, %d refused, %d busy, %d completed, %d months closed", rounds, race.saved.Load(), race.refused.Load(), race.busy.Load(), race.completed.Load(), race.closed.Load())
		if race.saved.Load() == 0 || race.refused.Load() == 0 || race.completed.Load() == 0 || race.closed.Load() == 0 {
			t.Error("some of it never happened")
		}
		proven(t, town)
	})
}

type race struct {
	t                                       *testing.T
	town                                    *placed.Town
	volume                                  map[string]string // recipient → an allotment without a bottom
	saved, refused, busy, completed, closed atomic.Int64
	all                                     []running
	roundCompleted                          map[orders.ID]*atomic.Int64
}

// running is an order of a round.
type running struct {
	id     orders.ID
	worker access.Actor
}

func newRace(t *testing.T, town *placed.Town) *race {
	town.Clock.Set(calendar.MustDate("2027-06-01").Clock(12, 0))
	return &race{t: t, town: town, volume: map[string]string{}}
}

// begin makes the round's orders directly: what is tested begins after the confirmation.
func (r *race) begin(round int) calendar.Date {
	day := calendar.MustDate("2020-01-01").PlusDays(round)
	pairs := [3][2]string{{world.Recipient, world.Assistant}, {world.SecondRecipient, world.Assistant}, {world.Recipient, world.Worker}}
	r.all, r.roundCompleted = nil, map[orders.ID]*atomic.Int64{}
	err := r.town.DB.Housekeep(r.t.Context(), "race", func(_ context.Context, tx *store.Tx) error {
		for n, pair := range pairs {
			o, err := r.insert(tx, pair, day, 30*(4+rand.IntN(14)), fmt.Sprintf("2020-%d-%d", round, n))
			if err != nil {
				return err
			}
			r.roundCompleted[o] = &atomic.Int64{}
			r.all = append(r.all, running{o, r.specialist(pair[1])})
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return day
}

func (r *race) specialist(who string) access.Actor {
	return access.Person(r.town.People[who].ID, access.NewSessionID(), access.Seat{Roles: []access.Role{access.Specialist}})
}

func (r *race) insert(tx *store.Tx, pair [2]string, day calendar.Date, amount int, number string) (o orders.ID, err error) {
	recipient, worker := r.town.People[pair[0]], r.town.People[pair[1]]
	o = newOrderID()
	if r.volume[pair[0]] == "" {
		a := newOrderID().String()
		_, err = tx.Exec(`INSERT INTO allotment (id, recipient_id, unit_id, service, amount, reserved, used, from_date, to_date, ground, entered_at)
			VALUES ($1, $2, $3, 'assistant', 1000000000, 0, 0, $4, $5, '', $6)`, a, recipient.ID, r.town.Units[recipient.Unit], day, placed.To, tx.Now())
		if err != nil {
			return o, err
		}
		r.volume[pair[0]] = a
	}
	if _, err := tx.Exec(`UPDATE allotment SET reserved = reserved + $1 WHERE id = $2`, amount, r.volume[pair[0]]); err != nil {
		return o, err
	}
	_, err = tx.Exec(`INSERT INTO orders (id, number, service, allotment_id, entry_id, unit_id, recipient_id, worker_id, amount, used, unsent, promised, from_date, to_date, status, placed_at, answered_at, reason, reason_text, surname_key, name_key)
		VALUES ($1, $2, 'assistant', $3, $4, $5, $6, $7, $8, 0, 0, 0, $9, $10, 'on-execution', $11, $11, '', '', '', '')`,
		o, number, r.volume[pair[0]], r.town.Entries["assistant/assistant"], r.town.Units[recipient.Unit], recipient.ID, worker.ID, amount, day, placed.To, day.Begins())
	return o, err
}

func newOrderID() (o orders.ID) {
	_ = o.UnmarshalText([]byte(id.New[struct{}]().String())) // the kind of an order is its package's own
	return o
}

func (r *race) round(n int) {
	day := r.begin(n)
	var done sync.WaitGroup
	gate := make(chan struct{})
	for range writers {
		done.Add(1)
		go func() {
			defer done.Done()
			<-gate
			r.write(r.all[rand.IntN(len(r.all))], day)
		}()
	}
	close(gate)
	done.Wait()
	for _, o := range r.all {
		r.check(o.id, day)
	}
	r.checkDays(day)
}

// write does one thing of a writer.
func (r *race) write(o running, day calendar.Date) {
	ctx, j := r.t.Context(), r.town.Journal
	switch dice := rand.IntN(20); {
	case dice == 0:
		if r.count(r.town.Send(o.worker, o.id, day.InMonth())) {
			r.closed.Add(1)
		}
	case dice < 3:
		c, err := j.Month(ctx, o.worker, o.id, day.InMonth())
		if err == nil && len(c.Entries) > 0 {
			_, err = j.Remove(ctx, o.worker, c.Entries[0].ID, c.Entries[0].Version)
		}
		r.count(err)
	default:
		d := draft(day, 30*(1+rand.IntN(16)), 0)
		if c, err := j.Month(ctx, o.worker, o.id, day.InMonth()); err == nil && len(c.Entries) > 0 && rand.IntN(2) == 0 {
			d.Version = c.Entries[0].Version
		}
		s, err := j.Save(ctx, o.worker, o.id, d)
		if r.count(err) {
			r.saved.Add(1)
		}
		if err == nil && s.Completed {
			r.completed.Add(1)
			r.roundCompleted[o.id].Add(1)
		}
	}
}

// count sorts an answer; a fault of ours, which no writer may ever see, fails the test.
func (r *race) count(err error) bool {
	switch _, isProblem := problem.Of(err); {
	case err == nil:
		return true
	case problem.Is(err, problem.Busy):
		r.busy.Add(1)
	case isProblem:
		r.refused.Add(1)
	case errors.Is(err, context.Canceled):
	default:
		r.t.Errorf("a fault: %v", err)
	}
	return false
}

// sums is what the tables say about an order.
type sums struct {
	entries, month, used, unsent, amount int
	status                               orders.Status
	closed                               calendar.Instant
	completions, reopenings              int
}

func (r *race) check(o orders.ID, day calendar.Date) {
	var s sums
	err := r.town.DB.Snapshot(r.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		s, err = store.One(ctx, q, func(row store.Row) (s sums, err error) {
			err = row.Scan(&s.entries, &s.month, &s.used, &s.unsent, &s.amount, store.Into(&s.status), &s.closed, &s.completions, &s.reopenings)
			return s, err
		}, `SELECT COALESCE((SELECT sum(minutes) FROM journal_entry e WHERE e.order_id = o.id AND e.removed_at IS NULL), 0), COALESCE(m.minutes, 0), o.used, o.unsent, o.amount, o.status, m.closed_at,
				(SELECT count(*) FROM audit_entry a WHERE a.book = $3 AND a.action = 'orders.complete'), (SELECT count(*) FROM audit_entry a WHERE a.book = $3 AND a.action = 'orders.reopen')
			FROM orders o LEFT JOIN journal_month m ON m.order_id = o.id AND m.month = $2 WHERE o.id = $1`, o, day.InMonth(), "order:"+o.String())
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	switch full := s.used == s.amount; {
	case s.entries != s.used, s.month != s.used, s.used > s.amount:
		r.t.Errorf("the sums differ: %+v", s)
	case !s.closed.IsZero() && s.unsent != 0, s.closed.IsZero() && s.unsent != s.used:
		r.t.Errorf("something was written into a closed month: %+v", s)
	case full != (s.status == orders.Completed), s.completions-s.reopenings != map[bool]int{true: 1}[full]:
		r.t.Errorf("not completed exactly once: %+v", s)
	case int64(s.completions) != r.roundCompleted[o].Load():
		r.t.Errorf("%d writers were told that they completed it: %+v", r.roundCompleted[o].Load(), s)
	}
}

// checkDays compares both people's day with their counters, and both with the law.
func (r *race) checkDays(day calendar.Date) {
	type total struct {
		side             string
		entries, counter int
	}
	var all []total
	err := r.town.DB.Read(r.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		all, err = store.All(ctx, q, func(row store.Row) (one total, err error) {
			err = row.Scan(&one.side, &one.entries, &one.counter)
			return one, err
		}, `SELECT d.side, COALESCE((SELECT sum(e.minutes) FROM journal_entry e WHERE e.day = d.day AND e.removed_at IS NULL
				AND CASE d.side WHEN 'worker' THEN e.worker_id ELSE e.recipient_id END = d.person_id), 0), d.minutes FROM day_hours d WHERE d.day = $1`, day)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	for _, one := range all {
		if one.entries != one.counter || one.entries > orders.MostADay {
			r.t.Errorf("%s on %s: %d minutes of entries, the counter says %d", one.side, day, one.entries, one.counter)
		}
	}
}
