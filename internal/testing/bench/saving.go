package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"asar/internal/journal"
	"asar/internal/registry"
)

var errNoSlots = errors.New("no free day is left: give fewer seconds or more orders")

// crowd is what several writers did in their turns.
type crowd struct {
	mu    sync.Mutex
	took  []time.Duration
	spent time.Duration
}

// turn lets so many writers save for a while.
func (c *crowd) turn(writers int, long time.Duration, all *slots, save func(slot) error) error {
	began := time.Now()
	err := inParallel(writers, writers, func(int, func() func()) error {
		var mine []time.Duration
		for time.Since(began) < long {
			s, ok := all.next()
			if !ok {
				return errNoSlots
			}
			from := time.Now()
			if err := save(s); err != nil {
				return err
			}
			mine = append(mine, time.Since(from))
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.took = append(c.took, mine...)
		return nil
	})
	c.spent += time.Since(began)
	return err
}

func (c *crowd) figure() figure {
	f := figureOf(c.took)
	f.perSecond = float64(len(c.took)) / c.spent.Seconds()
	return f
}

// saveInTurns lets the portal's and the other writers take turns of half a second, and
// leaves so many slots to those who come after.
func saveInTurns(writers int, long time.Duration, all *slots, leave int, portal, limit func(slot) error) (pair, error) {
	const turn = 500 * time.Millisecond
	var p, l, warm crowd
	for _, save := range []func(slot) error{portal, limit} {
		if err := warm.turn(writers, turn/2, all, save); err != nil {
			return pair{}, err
		}
	}
	for n := range max(2, int(long/turn)) {
		if n >= 2 && all.left() < leave {
			break
		}
		if err := p.turn(writers, turn, all, portal); err != nil {
			return pair{}, fmt.Errorf("portal: %w", err)
		}
		if err := l.turn(writers, turn, all, limit); err != nil {
			return pair{}, fmt.Errorf("by hand: %w", err)
		}
	}
	return pair{p.figure(), l.figure()}, nil
}

// write saves half an hour through the portal, as a browser without script does.
func (s *site) write(ctx context.Context, at slot) error {
	d := at.date()
	form := url.Values{"day-day": {strconv.Itoa(d.Day)}, "day-month": {strconv.Itoa(int(d.Month))}, "day-year": {strconv.Itoa(d.Year)}, "hours": {"0,5"}}
	if service(at.worker) == string(registry.SignLanguage) {
		form.Set("format", string(journal.InPerson))
	} else {
		form.Set("places-kk", "Алматы қаласы, № 12 емхана")
		form.Set("places-ru", "Поликлиника № 12 города Алматы")
	}
	a, err := s.ask(ctx, at.worker, "/ru/orders/"+s.order[at.order].String()+"/journal/add", form, "identity")
	switch {
	case err != nil:
		return err
	case a.status == http.StatusTooManyRequests: // a person would press the button again
		s.refused.Add(1)
		return s.write(ctx, at)
	case a.status != http.StatusSeeOther:
		return fmt.Errorf("saving: %d\n%s", a.status, a.page)
	}
	return nil
}

// saving measures saving an entry by one and by many writers.
func saving(ctx context.Context, s *site, long time.Duration, r *report) error {
	single, err := s.writerByHand(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = single.close() }()
	contests := []contest{{"one writer", 1, single}, {"32 writers", 32, single}}
	if lite, ok := single.(*liteWriter); ok {
		groups := newGroupWriter(lite)
		defer groups.stop()
		contests = append(contests, contest{"32 writers, in groups", 32, groups})
	}
	for n, c := range contests {
		f := figures{what: whatSaving, place: s.place, name: c.name}
		portal, limit := func(at slot) error { return s.write(ctx, at) }, func(at slot) error { return c.limit.save(ctx, at) }
		if c.writers == 1 {
			f.pair, err = contend(long, s.free.each(portal), s.free.each(limit))
			f.ratio = f.byMiddle()
		} else {
			f.pair, err = saveInTurns(c.writers, long, s.free, someEntries+s.free.left()*(len(contests)-n-1)/(len(contests)-n), portal, limit)
			f.ratio = f.bySpeed()
		}
		if err != nil {
			return err
		}
		r.add(f)
	}
	if n := s.refused.Load(); n > 0 {
		r.notes = append(r.notes, fmt.Sprintf("On %s %d times an entry was answered with «busy» and sent again.", s.name, n))
	}
	return nil
}

// contest is so many writers against their limit.
type contest struct {
	name    string
	writers int
	limit   interface {
		save(ctx context.Context, s slot) error
	}
}
