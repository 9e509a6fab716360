package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/problem"
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

// saveInTurns lets the portal's and the other writers take turns of half a second.
func saveInTurns(writers int, long time.Duration, all *slots, portal, limit func(slot) error) (pair, error) {
	const turn = 500 * time.Millisecond
	var p, l, warm crowd
	for _, save := range []func(slot) error{portal, limit} {
		if err := warm.turn(writers, turn/2, all, save); err != nil {
			return pair{}, err
		}
	}
	for range max(2, int(long/turn)) {
		if err := p.turn(writers, turn, all, portal); err != nil {
			return pair{}, fmt.Errorf("portal: %w", err)
		}
		if err := l.turn(writers, turn, all, limit); err != nil {
			return pair{}, fmt.Errorf("by hand: %w", err)
		}
	}
	return pair{p.figure(), l.figure()}, nil
}

func savings(ctx context.Context, p *place, long time.Duration) error {
	all := p.free
	o := orders.New(p.db, nil, p.reg, nil, orders.Options{})
	j := journal.New(p.db, o)
	w, err := p.writerByHand(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	busy := 0
	for _, writers := range []int{1, 32} {
		got, err := saveInTurns(writers, long, all, func(s slot) error {
			_, err := j.Save(ctx, p.specialist(int(s.worker)), p.orderID(s), journal.Draft{Day: s.date(), Minutes: 30, Format: journal.InPerson, PlacesKK: "Алматы қаласы, № 12 емхана", PlacesRU: "Поликлиника № 12 города Алматы"})
			if problem.Is(err, problem.Busy) {
				busy++
				return nil
			}
			return err
		}, func(s slot) error { return w.save(ctx, s) })
		if err != nil {
			return err
		}
		fmt.Printf("%-10s %8d save %d %v %v %.0f | %v %v %.0f | %.2f busy %d\n", p.name, p.orders, writers, got.portal.p50, got.portal.p99, got.portal.perSecond, got.limit.p50, got.limit.p99, got.limit.perSecond, got.ratio(), busy)
	}
	return nil
}
