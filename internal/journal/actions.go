package journal

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// Saved is what saving or removing an entry led to.
type Saved struct {
	Entry     Entry
	Order     orders.Order
	Completed bool // with this entry the order became «Выполнен»
}

// Save writes hours on a day of an order: a new entry, or a correction of the version that
// was read (manual, steps 11 and 12). It asks for access.KeepJournal. Invalid at "hours",
// "format", "places-kk" and "places-ru"; over 8 hours a day of either person the sentence
// names the entry that stands in the way. Closed for a day on which nothing may be written,
// Conflict when somebody else wrote meanwhile.
func (j *Journal) Save(ctx context.Context, by access.Actor, o orders.ID, d Draft) (saved Saved, err error) {
	scope, err := access.Ask(by, access.KeepJournal)
	if err != nil {
		return saved, err
	}
	err = j.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		s, err := stateOf(ctx, tx, scope, o, d.Day)
		if err != nil {
			return err
		}
		saved, err = j.save(ctx, tx, s, d.suited(s.order.Service))
		return locked(err)
	})
	return saved, err
}

func (j *Journal) save(ctx context.Context, tx *store.Tx, s dayState, d Draft) (saved Saved, err error) {
	if err := j.check(ctx, tx, s, d); err != nil {
		return saved, err
	}
	if s.exists {
		saved.Entry, err = updateEntry(tx, s.entry, d)
	} else {
		saved.Entry, err = insertEntry(tx, s.order, d)
	}
	if err != nil {
		return saved, err
	}
	e := saved.Entry
	details := map[string]any{"entry": e.ID, "day": e.Day, "minutes": e.Minutes, "version": e.Version}
	if s.exists {
		details["was"] = s.entry.Minutes
	}
	saved.Order, saved.Completed, err = j.settle(ctx, tx, s, e.Day, e.Minutes-s.entry.Minutes, audit.Event{Action: "journal.save", Details: details})
	return saved, err
}

// settle moves every counter by what was written, and tells the history.
func (j *Journal) settle(ctx context.Context, tx *store.Tx, s dayState, day calendar.Date, delta int, told audit.Event) (orders.Order, bool, error) {
	if err := count(tx, s.order, day, delta); err != nil {
		return s.order, false, err
	}
	told.Book = s.order.Book()
	if err := audit.Record(tx, told); err != nil {
		return s.order, false, err
	}
	if delta == 0 {
		return s.order, false, nil
	}
	return j.orders.Spend(ctx, tx, s.order, delta)
}

// check is all the rules on saving, in the order a person can do something about them.
func (j *Journal) check(ctx context.Context, tx *store.Tx, s dayState, d Draft) error {
	if p := whyNot(s.order, d.Day, tx.Today(), s.month); p != nil {
		return p
	}
	if err := checkVersion(s.entry, s.exists, d.Version); err != nil {
		return err
	}
	if err := problem.Fields(d.checkWords(s.order.Service)...); err != nil {
		return err
	}
	delta := d.Minutes - s.entry.Minutes
	if err := problem.Fields(checkVolume(s.order, delta)...); err != nil {
		return err
	}
	return j.checkDay(ctx, tx, s, d.Day, delta)
}

// checkDay is the rule of 8 hours a day for both people, with the entry that collides.
func (j *Journal) checkDay(ctx context.Context, tx *store.Tx, s dayState, day calendar.Date, delta int) error {
	sides := []struct {
		already     int
		column, key string
		person      access.PersonID
	}{
		{s.worker, "worker_id", "journal.day-full-worker", s.order.Worker},
		{s.recipient, "recipient_id", "journal.day-full-recipient", s.order.Recipient},
	}
	for _, side := range sides {
		if overDay(side.already, delta) <= 0 {
			continue
		}
		others := side.already - s.entry.Minutes
		c, found, err := collides(ctx, tx, side.column, side.person, day, s.order.ID)
		if err != nil {
			return err
		}
		if !found {
			return problem.New(problem.Conflict, "journal.day-full")
		}
		return problem.Fields(problem.At("hours", side.key, problem.Args{"Day": day, "Total": lang.Minutes(others), "Minutes": lang.Minutes(c.minutes),
			"Number": c.number, "Free": lang.Minutes(orders.MostADay - others)}))
	}
	return nil
}

// Remove takes an entry away; its versions stay. It asks for access.KeepJournal. Closed
// when the month's act was sent, Conflict when the entry changed meanwhile.
func (j *Journal) Remove(ctx context.Context, by access.Actor, e EntryID, version int) (saved Saved, err error) {
	scope, err := access.Ask(by, access.KeepJournal)
	if err != nil {
		return saved, err
	}
	err = j.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		was, err := entryIn(ctx, tx, scope, e)
		if err != nil {
			return err
		}
		s, err := stateOf(ctx, tx, scope, was.Order, was.Day)
		if err != nil {
			return err
		}
		if p := whyNot(s.order, was.Day, tx.Today(), s.month); p != nil {
			return p
		}
		if s.entry.ID != e {
			return problem.New(problem.Conflict, "journal.entry-removed")
		}
		if version != was.Version {
			return checkVersion(was, true, max(version, 1))
		}
		if err := removeEntry(tx, was); err != nil {
			return err
		}
		saved.Entry = was
		saved.Order, saved.Completed, err = j.settle(ctx, tx, s, was.Day, -was.Minutes, audit.Event{Action: "journal.remove",
			Details: map[string]any{"entry": e, "day": was.Day, "was": was.Minutes, "version": was.Version + 1}})
		return locked(err)
	})
	return saved, err
}
