package main

import (
	"context"
	"fmt"
	"sync"

	"asar/internal/calendar"
)

// counters are the minutes of days and months, as the visits make them.
func (f *filling) counters(ctx context.Context) error {
	if err := f.sink.put(ctx, "day_hours", "person_id, side, day, minutes", func(yield func([]any) bool) {
		for _, l := range f.loads {
			if !yield([]any{f.worker[l.worker], "worker", dates[l.day], int64(l.minutes)}) {
				return
			}
		}
		for o, v := range f.byDay() { // one visit a day: see windows
			if !yield([]any{f.recipient[f.orders[o].recipient], "recipient", dates[v.day], int64(v.minutes)}) {
				return
			}
		}
	}); err != nil {
		return err
	}
	return f.sink.put(ctx, "journal_month", "order_id, month, minutes, closed_at", func(yield func([]any) bool) {
		for i, o := range f.orders {
			for month, minutes := range monthsOf(o) {
				var closed calendar.Instant
				if month != dates[today].InMonth() {
					closed = month.Plus(1).First().PlusDays(3).Clock(11, 0)
				}
				if !yield([]any{f.order[i], month.String(), minutes, closed}) {
					return
				}
			}
		}
	})
}

func monthsOf(o order) map[calendar.Month]int64 {
	all := map[calendar.Month]int64{}
	for _, v := range o.visits {
		all[dates[v.day].InMonth()] += int64(v.minutes)
	}
	return all
}

// history is one row an order, so that its tables have the size of life; the digests are
// noise, and `asar audit verify` would say so.
func (f *filling) history(ctx context.Context) error {
	heads := make([][]byte, len(f.orders))
	book := func(i int) string { return "order:" + f.order[i].String() }
	if err := f.sink.put(ctx, "audit_entry", "book, n, at, actor, action, request, details, details_digest, prev, hash", func(yield func([]any) bool) {
		for i, o := range f.orders {
			heads[i] = f.noise()
			actor, details := "person:"+f.recipient[o.recipient].String(), fmt.Sprintf(`{"amount":%d}`, o.amount)
			if !yield([]any{book(i), int64(1), minute(o.placed), actor, "orders.place", "", details, f.noise(), []byte{}, heads[i]}) {
				return
			}
		}
	}); err != nil {
		return err
	}
	return f.sink.put(ctx, "audit_book", "book, n, at, hash", func(yield func([]any) bool) {
		for i, o := range f.orders {
			if !yield([]any{book(i), int64(1), minute(o.placed), heads[i]}) {
				return
			}
		}
	})
}

// inParallel calls work for 0 … n-1 from several goroutines. lock gives a common lock,
// and what it returns gives it back.
func inParallel(goroutines, n int, work func(i int, lock func() func()) error) error {
	var mu sync.Mutex
	var wait sync.WaitGroup
	var failed error
	lock := func() func() { mu.Lock(); return mu.Unlock }
	for g := range goroutines {
		wait.Go(func() {
			for i := g; i < n; i += goroutines {
				if err := work(i, lock); err != nil {
					unlock := lock()
					failed = err
					unlock()
					return
				}
			}
		})
	}
	wait.Wait()
	return failed
}
