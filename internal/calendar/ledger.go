package calendar

import (
	"errors"
	"fmt"
	"slices"
)

// Ledger holds what happened to a term: extensions and suspensions, each under a name.
// Nothing is taken out of it: what is cancelled stays, and counts no more.
type Ledger struct{ entries []entry }

type entry struct {
	name      string
	suspends  bool
	from, to  int // days, both within
	by        Length
	cancelled bool
}

// Change is an extension or suspension as a passport shows it.
type Change struct {
	Name     string
	Suspends bool
	From, To Date
	By       Length
}

var (
	errTwice   = errors.New("calendar: the name is taken in this ledger")
	errUnknown = errors.New("calendar: nothing of that name is in the ledger, or it is cancelled")
	errEmpty   = errors.New("calendar: a suspension ends no earlier than it begins")
)

// Suspend stops the term from one day to another, both included. Overlapping suspensions
// stop it once.
func (l *Ledger) Suspend(name string, from, to Date) error {
	if to.Before(from) {
		return errEmpty
	}
	return l.add(entry{name: name, suspends: true, from: from.number(), to: to.number()})
}

// Extend makes the term longer by so much, counted from a day; a zero day is the end of
// the term. Two extensions that overlap reach as far as the later one.
func (l *Ledger) Extend(name string, by Length, from Date) error {
	if by.unit == "" || by.unit == BeforeEvent || by.unit == Minutes || by.unit == Hours || by.unit == SameDay {
		return fmt.Errorf("calendar: a term is extended by days or months, not by %q", by.unit)
	}
	e := entry{name: name, by: by}
	if !from.IsZero() {
		e.from = from.number()
	}
	return l.add(e)
}

func (l *Ledger) add(e entry) error {
	if slices.ContainsFunc(l.entries, func(o entry) bool { return o.name == e.name }) {
		return errTwice
	}
	l.entries = append(l.entries, e)
	return nil
}

// Cancel takes back an extension or suspension; the term counted again is as if it had
// never been.
func (l *Ledger) Cancel(name string) error {
	for i := range l.entries {
		if e := &l.entries[i]; e.name == name && !e.cancelled {
			e.cancelled = true
			return nil
		}
	}
	return errUnknown
}

// span is a stretch of days, both ends within.
type span struct{ from, to int }

// suspensions are the stretches in which the term stands, merged and in order.
func (l *Ledger) suspensions() (merged []span) {
	if l == nil {
		return nil
	}
	var all []span
	for _, e := range l.entries {
		if e.suspends && !e.cancelled {
			all = append(all, span{e.from, e.to})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	for _, s := range all {
		if n := len(merged); n > 0 && s.from <= merged[n-1].to+1 {
			merged[n-1].to = max(merged[n-1].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

func within(spans []span, day int) bool {
	for _, s := range spans {
		if day >= s.from && day <= s.to {
			return true
		}
	}
	return false
}

// extend carries the end of the term on by the extensions of a ledger.
func (w *walk) extend(end int, l *Ledger) int {
	if l == nil {
		return end
	}
	for _, e := range l.entries {
		switch {
		case e.cancelled:
		case e.suspends:
			w.p.Changes = append(w.p.Changes, Change{Name: e.name, Suspends: true, From: numbered(e.from), To: numbered(e.to)})
		default:
			from := end
			if e.from != 0 {
				from = e.from
			}
			to := w.forward(from, e.by)
			if to > end {
				end = to
				w.p.Due = at(end, w.c.Hours.closes)
			}
			w.p.Changes = append(w.p.Changes, Change{Name: e.name, From: numbered(from), To: numbered(to), By: e.by})
		}
	}
	return end
}

// Open is a term that still runs, as it was counted.
type Open struct {
	Name   string
	Event  Instant
	Length Length
	By     Counting
	Ledger *Ledger
}

// Moved is an open term that ends on another day under another calendar.
type Moved struct {
	Name        string
	Before, Now Passport
}

// Preview counts open terms again under a new calendar, and tells which would end at
// another moment. Nothing is changed: the new passports supersede the old ones when the
// caller keeps them.
func Preview(open []Open, under *Table) (moved []Moved, err error) {
	for _, o := range open {
		before, err := o.By.DueWith(o.Event, o.Length, o.Ledger)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.Name, err)
		}
		o.By.Table = under
		now, err := o.By.DueWith(o.Event, o.Length, o.Ledger)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.Name, err)
		}
		if now.Due != before.Due {
			moved = append(moved, Moved{Name: o.Name, Before: before, Now: now})
		}
	}
	return moved, nil
}
