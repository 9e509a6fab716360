package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/store"
	"asar/internal/testing/program"
)

// mostMinutes is a writer's order; a writer keeps below it, so that no order completes.
const mostMinutes = 50 * 60

// writer is a specialist at their browser, and what they know to be in their journal.
type writer struct {
	client  *program.Client
	town    *program.Town
	order   orders.ID
	first   calendar.Date
	random  *rand.Rand
	entered bool
	days    map[calendar.Date]entry
	unsure  *change // was sent, and the answer did not come
	failure error
}

// entry is a day of the journal; no minutes when nothing is entered.
type entry struct {
	id               string
	version, minutes int
}

type change struct {
	day     calendar.Date
	minutes int
}

// write changes the journal again and again until the portal is gone.
func (w *writer) write(base string, acknowledged func()) {
	w.client.MoveTo(base)
	if !w.entered {
		err := w.client.SignIn()
		if refused := (program.Refusal{}); errors.As(err, &refused) {
			w.failure = err
		}
		if err != nil {
			return // killed meanwhile: in the next round
		}
		w.entered = true
	}
	for {
		c := w.choose()
		answer, err := w.send(c)
		if err != nil {
			w.unsure = &c
			return
		}
		switch answer.Status {
		case http.StatusSeeOther:
			acknowledged() // at once: the kill comes in the very moment of an answer
			if err := w.keep(c); err != nil {
				w.failure = err
				return
			}
		case http.StatusTooManyRequests: // busy: nothing was done
		default:
			w.failure = fmt.Errorf("%s, %d minutes over %+v: status %d\n%s", c.day, c.minutes, w.days[c.day], answer.Status, answer.Body)
			return
		}
	}
}

// choose is any day of the past and what to enter there, or nothing to remove it.
func (w *writer) choose() change {
	c := change{day: w.first.PlusDays(w.random.IntN(w.first.DaysUntil(calendar.System().Now().Date()))), minutes: 30 * (1 + w.random.IntN(2))}
	sum := 0
	for _, e := range w.days {
		sum += e.minutes
	}
	if old := w.days[c.day].minutes; old > 0 && (w.random.IntN(3) == 0 || old == c.minutes) || sum > mostMinutes-60 {
		c.minutes = 0
	}
	for day, e := range w.days { // an order that is nearly used up: something goes
		if c.minutes == 0 && w.days[c.day].minutes == 0 && e.minutes > 0 {
			c.day = day
		}
	}
	return c
}

func (w *writer) send(c change) (program.Answer, error) {
	journal, e := "/ru/orders/"+w.order.String()+"/journal", w.days[c.day]
	form := url.Values{"hours": {strconv.FormatFloat(float64(c.minutes)/60, 'f', -1, 64)}, "places-kk": {"Емхана"}, "places-ru": {"Поликлиника"}, "format": {"in-person"}}
	switch {
	case c.minutes == 0:
		return w.client.Post(journal+"/"+e.id+"/remove", url.Values{"version": {strconv.Itoa(e.version)}})
	case e.minutes > 0:
		form.Set("version", strconv.Itoa(e.version))
		return w.client.Post(journal+"/"+e.id, form)
	}
	form.Set("day-day", strconv.Itoa(c.day.Day))
	form.Set("day-month", strconv.Itoa(int(c.day.Month)))
	form.Set("day-year", strconv.Itoa(c.day.Year))
	return w.client.Post(journal+"/add", form)
}

// keep notes what was acknowledged. The id of a new entry is read from the database; its
// minutes are what was sent, whatever stands there.
func (w *writer) keep(c change) error {
	if c.minutes == 0 {
		delete(w.days, c.day)
		return nil
	}
	there, err := w.entries(context.Background())
	e := there[c.day]
	e.minutes = c.minutes
	w.days[c.day] = e
	return err
}

// settle compares the journal with what is known, and tells whether the unsure change was
// done.
func (w *writer) settle(ctx context.Context) (done bool, err error) {
	there, err := w.entries(ctx)
	if err != nil {
		return false, err
	}
	for day := w.first; !day.After(calendar.System().Now().Date()); day = day.PlusDays(1) {
		got, want := there[day].minutes, w.days[day].minutes
		if got == want {
			continue
		}
		if w.unsure == nil || w.unsure.day != day || w.unsure.minutes != got {
			return false, fmt.Errorf("order %s, %s: %d minutes are there, %d were acknowledged; unsure %+v", w.order, day, got, want, w.unsure)
		}
		done = true
	}
	w.days, w.unsure = there, nil
	return done, nil
}

func (w *writer) entries(ctx context.Context) (map[calendar.Date]entry, error) {
	there := map[calendar.Date]entry{}
	err := w.town.DB.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		_, err := store.All(ctx, q, func(r store.Row) (e entry, err error) {
			var day calendar.Date
			err = r.Scan(&e.id, &day, &e.minutes, &e.version)
			there[day] = e
			return e, err
		}, `SELECT id, day, minutes, version FROM journal_entry WHERE order_id = $1 AND removed_at IS NULL`, w.order)
		return err
	})
	return there, err
}
