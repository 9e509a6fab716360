package journal

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

const entryColumns = `e.id, e.order_id, e.worker_id, e.day, e.minutes, e.format, e.places_kk, e.places_ru, e.version, e.saved_at`

func scanEntry(r store.Row) (e Entry, err error) {
	err = r.Scan(&e.ID, &e.Order, &e.Worker, &e.Day, &e.Minutes, store.Into(&e.Format), &e.PlacesKK, &e.PlacesRU, &e.Version, &e.SavedAt)
	return e, err
}

// dayState is everything the rules need to know before something is written on a day.
type dayState struct {
	order     orders.Order
	month     monthState
	worker    int // minutes of the specialist's day, over all orders
	recipient int
	entry     Entry
	exists    bool
}

var readDay = `SELECT ` + orders.Columns("o") + `, COALESCE(m.minutes, 0), m.closed_at, m.reopened_at, COALESCE(w.minutes, 0), COALESCE(r.minutes, 0),
		e.id, COALESCE(e.minutes, 0), COALESCE(e.version, 0), e.saved_at, e.format, e.places_kk, e.places_ru
	FROM orders o
	LEFT JOIN journal_month m ON m.order_id = o.id AND m.month = $3
	LEFT JOIN day_hours w ON w.person_id = o.worker_id AND w.side = 'worker' AND w.day = $2
	LEFT JOIN day_hours r ON r.person_id = o.recipient_id AND r.side = 'recipient' AND r.day = $2
	LEFT JOIN journal_entry e ON e.order_id = o.id AND e.day = $2 AND e.removed_at IS NULL
	WHERE o.id = $1 AND `

// stateOf reads a day in one round trip: a write is measured against SQL by hand.
func stateOf(ctx context.Context, tx *store.Tx, scope access.Scope, o orders.ID, day calendar.Date) (dayState, error) {
	where, args := scope.Where(orders.Owners("o"), 4)
	return store.One(ctx, tx, func(r store.Row) (s dayState, err error) {
		err = r.Scan(append(s.order.Into(), &s.month.minutes, &s.month.closedAt, &s.month.reopenedAt, &s.worker, &s.recipient,
			&s.entry.ID, &s.entry.Minutes, &s.entry.Version, &s.entry.SavedAt,
			store.Into(&s.entry.Format), store.Into(&s.entry.PlacesKK), store.Into(&s.entry.PlacesRU))...)
		s.entry.Order, s.entry.Day, s.entry.Worker = s.order.ID, day, s.order.Worker
		s.exists = !s.entry.ID.IsZero()
		return s, err
	}, readDay+where, append([]any{o, day, day.InMonth()}, args...)...)
}

func insertEntry(tx *store.Tx, o orders.Order, d Draft) (Entry, error) {
	e := Entry{ID: id.New[entry](), Order: o.ID, Worker: o.Worker, Day: d.Day, Minutes: d.Minutes, Format: d.Format, PlacesKK: d.PlacesKK, PlacesRU: d.PlacesRU, Version: 1, SavedAt: tx.Now()}
	_, err := tx.Exec(`INSERT INTO journal_entry (id, order_id, recipient_id, worker_id, day, minutes, format, places_kk, places_ru, version, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)`, e.ID, o.ID, o.Recipient, o.Worker, e.Day, e.Minutes, e.Format, e.PlacesKK, e.PlacesRU, e.SavedAt)
	return e, err
}

// The entry's row is changed before its old version is kept: of two who correct it at
// once, PostgreSQL then makes the second wait and run again, and they are told in words.

func updateEntry(tx *store.Tx, was Entry, d Draft) (Entry, error) {
	e := was
	e.Minutes, e.Format, e.PlacesKK, e.PlacesRU, e.Version, e.SavedAt = d.Minutes, d.Format, d.PlacesKK, d.PlacesRU, was.Version+1, tx.Now()
	_, err := tx.Exec(`UPDATE journal_entry SET minutes = $1, format = $2, places_kk = $3, places_ru = $4, version = $5, saved_at = $6 WHERE id = $7`,
		e.Minutes, e.Format, e.PlacesKK, e.PlacesRU, e.Version, e.SavedAt, e.ID)
	if err != nil {
		return was, err
	}
	return e, keepVersion(tx, was)
}

func removeEntry(tx *store.Tx, was Entry) error {
	_, err := tx.Exec(`UPDATE journal_entry SET removed_at = $1, version = version + 1, saved_at = $1 WHERE id = $2`, tx.Now(), was.ID)
	if err != nil {
		return err
	}
	return keepVersion(tx, was)
}

// keepVersion puts an entry as it was among its earlier versions.
func keepVersion(tx *store.Tx, e Entry) error {
	_, err := tx.Exec(`INSERT INTO journal_version (entry_id, version, minutes, format, places_kk, places_ru, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.ID, e.Version, e.Minutes, e.Format, e.PlacesKK, e.PlacesRU, e.SavedAt)
	return err
}

// count adds minutes to the counters of both people's day and of the order's month. Their
// CHECKs are the last lock on the 8 hours.
func count(tx *store.Tx, o orders.Order, day calendar.Date, delta int) error {
	if delta == 0 {
		return nil
	}
	if err := countDay(tx, o, day, delta); err != nil {
		return err
	}
	text := `INSERT INTO journal_month (order_id, month, minutes) VALUES ($1, $2, $3)
		ON CONFLICT (order_id, month) DO UPDATE SET minutes = journal_month.minutes + excluded.minutes`
	if delta < 0 { // a CHECK sees the proposed row first, and it would be negative
		text = `UPDATE journal_month SET minutes = minutes + $3 WHERE order_id = $1 AND month = $2`
	}
	_, err := tx.Exec(text, o.ID, day.InMonth(), delta)
	return err
}

func countDay(tx *store.Tx, o orders.Order, day calendar.Date, delta int) error {
	text := `INSERT INTO day_hours (person_id, side, day, minutes) VALUES ($1, 'worker', $3, $4), ($2, 'recipient', $3, $4)
		ON CONFLICT (person_id, side, day) DO UPDATE SET minutes = day_hours.minutes + excluded.minutes`
	if delta < 0 {
		text = `UPDATE day_hours SET minutes = minutes + $4 WHERE day = $3 AND (person_id = $1 AND side = 'worker' OR person_id = $2 AND side = 'recipient')`
	}
	_, err := tx.Exec(text, o.Worker, o.Recipient, day, delta)
	return err
}

// collision is an entry of another order on the same day.
type collision struct {
	number  string
	minutes int
}

// collides finds the longest entry that fills a person's day: a refusal names it.
func collides(ctx context.Context, q store.Querier, column string, p access.PersonID, day calendar.Date, except orders.ID) (collision, bool, error) {
	return store.Maybe(ctx, q, func(r store.Row) (c collision, err error) {
		err = r.Scan(&c.number, &c.minutes)
		return c, err
	}, `SELECT o.number, e.minutes FROM journal_entry e JOIN orders o ON o.id = e.order_id
		WHERE e.`+column+` = $1 AND e.day = $2 AND e.removed_at IS NULL AND e.order_id <> $3 ORDER BY e.minutes DESC, e.id LIMIT 1`, p, day, except)
}

// locked turns the refusal of a constraint, the last lock, into the rule's own problem.
func locked(err error) error {
	name, refused := store.Violation(err)
	if !refused {
		return err
	}
	switch name {
	case "day_hours_limit":
		return problem.Wrap(err, problem.Conflict, "journal.day-full")
	case "journal_entry_order_id_day_key", "journal_version_pkey":
		return problem.Wrap(err, problem.Conflict, "journal.entry-appeared")
	case "orders_within", "orders_completed", "allotment_within":
		return problem.Wrap(err, problem.Conflict, "orders.volume-spent")
	}
	return err
}
