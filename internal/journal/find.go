package journal

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// Day is a day of a month's calendar.
type Day struct {
	Date   calendar.Date
	Entry  *Entry
	WhyNot *problem.Error // why nothing may be written or corrected; nil when it may
	Free   int            // minutes both people have left that day, the entry's own not counted
}

// Calendar is a month of an order's journal.
type Calendar struct {
	Order    orders.Order
	Parties  orders.Parties
	Month    calendar.Month
	Today    calendar.Date
	Days     []Day
	Entries  []Entry
	Minutes  int
	ClosedAt calendar.Instant // when the month's act was sent
	CanWrite bool             // the actor is the specialist whose journal it is
}

// Month returns a month of an order's journal. It asks for access.SeeJournal; a zero month
// is the present one.
func (j *Journal) Month(ctx context.Context, by access.Actor, o orders.ID, m calendar.Month) (c Calendar, err error) {
	scope, err := access.Ask(by, access.SeeJournal)
	if err != nil {
		return c, err
	}
	err = j.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if c.Order, err = j.orders.Within(ctx, q, scope, o); err != nil {
			return err
		}
		if c.Parties, err = j.orders.PartiesOf(ctx, q, c.Order); err != nil {
			return err
		}
		c.Today, c.Month = q.Today(), m
		if m.IsZero() {
			c.Month = c.Today.InMonth()
		}
		c.CanWrite = by.May(access.KeepJournal) && orders.SideOf(by, c.Order) == orders.AsSpecialist
		return j.fill(ctx, q, &c)
	})
	return c, err
}

func (j *Journal) fill(ctx context.Context, q store.Querier, c *Calendar) error {
	state, err := j.monthOf(ctx, q, c.Order.ID, c.Month)
	if err != nil {
		return err
	}
	if c.Entries, err = j.MonthEntries(ctx, q, c.Order.ID, c.Month); err != nil {
		return err
	}
	taken, err := takenIn(ctx, q, c.Order, c.Month)
	if err != nil {
		return err
	}
	c.ClosedAt = state.closedAt
	c.Days = days(c.Order, c.Month, c.Today, state, c.Entries, taken)
	for _, e := range c.Entries {
		c.Minutes += e.Minutes
	}
	return nil
}

// days lays a month out: for each day its entry, or why there cannot be one.
func days(o orders.Order, m calendar.Month, today calendar.Date, state monthState, entries []Entry, taken map[calendar.Date]int) []Day {
	written := map[calendar.Date]*Entry{}
	for i := range entries {
		written[entries[i].Day] = &entries[i]
	}
	all := make([]Day, 0, 31)
	for _, date := range m.Days() {
		d := Day{Date: date, Entry: written[date], WhyNot: whyNot(o, date, today, state), Free: orders.MostADay - taken[date]}
		if d.Entry != nil {
			d.Free += d.Entry.Minutes
		}
		if d.WhyNot == nil && d.Entry == nil {
			d.WhyNot = full(o, d.Free)
		}
		all = append(all, d)
	}
	return all
}

// full says why nothing can be added to a day that is open by the calendar.
func full(o orders.Order, free int) *problem.Error {
	switch {
	case o.Left() == 0 || o.Status.Cancelled():
		return problem.New(problem.Closed, "journal.volume-over")
	case free < Step:
		return problem.New(problem.Closed, "journal.day-is-full", problem.Args{"Most": lang.Minutes(orders.MostADay)})
	}
	return nil
}

// takenIn is how many minutes of each day the busier of the two people has, over all orders.
func takenIn(ctx context.Context, q store.Querier, o orders.Order, m calendar.Month) (map[calendar.Date]int, error) {
	type taken struct {
		day     calendar.Date
		minutes int
	}
	rows, err := store.All(ctx, q, func(r store.Row) (t taken, err error) {
		err = r.Scan(&t.day, &t.minutes)
		return t, err
	}, `SELECT day, minutes FROM day_hours WHERE person_id = $1 AND side = 'worker' AND day >= $3 AND day <= $4
		UNION ALL SELECT day, minutes FROM day_hours WHERE person_id = $2 AND side = 'recipient' AND day >= $3 AND day <= $4`, o.Worker, o.Recipient, m.First(), m.Last())
	all := map[calendar.Date]int{}
	for _, t := range rows {
		all[t.day] = max(all[t.day], t.minutes)
	}
	return all, err
}

// Period returns an order's entries of a period, the oldest first; an empty end narrows
// nothing (manual, step 12). It asks for access.SeeJournal.
func (j *Journal) Period(ctx context.Context, by access.Actor, o orders.ID, from, to calendar.Date) (entries []Entry, err error) {
	scope, err := access.Ask(by, access.SeeJournal)
	if err != nil {
		return nil, err
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return nil, problem.Fields(problem.At("to", "journal.to-before-from"))
	}
	err = j.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := j.orders.Within(ctx, q, scope, o)
		if err != nil {
			return err
		}
		if from.IsZero() {
			from = found.From
		}
		if to.IsZero() {
			to = found.To
		}
		entries, err = between(ctx, q, o, from, to)
		return err
	})
	return entries, err
}

func between(ctx context.Context, q store.Querier, o orders.ID, from, to calendar.Date) ([]Entry, error) {
	return store.All(ctx, q, scanEntry, `SELECT `+entryColumns+` FROM journal_entry e
		WHERE e.order_id = $1 AND e.removed_at IS NULL AND e.day >= $2 AND e.day <= $3 ORDER BY e.day`, o, from, to)
}

// entryIn finds an entry, removed or not, through the scope of its order.
func entryIn(ctx context.Context, q store.Querier, scope access.Scope, e EntryID) (Entry, error) {
	where, args := scope.Where(orders.Owners("o"), 2)
	return store.One(ctx, q, scanEntry, `SELECT `+entryColumns+` FROM journal_entry e JOIN orders o ON o.id = e.order_id WHERE e.id = $1 AND `+where, append([]any{e}, args...)...)
}

// Versions returns an entry as it was at each saving, the newest first; one with no
// minutes says that it was removed. It asks for access.SeeJournal.
func (j *Journal) Versions(ctx context.Context, by access.Actor, e EntryID) (now Entry, all []Version, err error) {
	scope, err := access.Ask(by, access.SeeJournal)
	if err != nil {
		return now, nil, err
	}
	err = j.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if now, err = entryIn(ctx, q, scope, e); err != nil {
			return err
		}
		all, err = store.All(ctx, q, scanVersion, `SELECT version, CASE WHEN removed_at IS NULL THEN minutes ELSE 0 END, format, places_kk, places_ru, saved_at FROM journal_entry WHERE id = $1
			UNION ALL SELECT version, minutes, format, places_kk, places_ru, saved_at FROM journal_version WHERE entry_id = $1 ORDER BY 1 DESC`, e)
		return err
	})
	return now, all, err
}

func scanVersion(r store.Row) (v Version, err error) {
	err = r.Scan(&v.Version, &v.Minutes, store.Into(&v.Format), &v.PlacesKK, &v.PlacesRU, &v.SavedAt)
	return v, err
}
