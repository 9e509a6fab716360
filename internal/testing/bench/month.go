package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"asar/internal/calendar"
)

// monthByHand is what the page of a month asks a database: the order, both people, the
// month, its entries, what both have on each day, the month's act.
var monthByHand = []string{
	`SELECT id, number, service, allotment_id, entry_id, unit_id, recipient_id, worker_id, organisation_id, bed_id, amount, used, unsent, promised,
		from_date, to_date, status, placed_at, answer_by, answered_at, work_ended_at, closed_at, reason, reason_text FROM orders WHERE id = $1 AND worker_id = $2`,
	`SELECT id, surname, name, patronymic, phone, email, address, locale, unit_id FROM person WHERE id = $1`,
	`SELECT id, surname, name, patronymic, phone, email, address, locale, unit_id FROM person WHERE id = $1`,
	`SELECT minutes, closed_at, reopened_at FROM journal_month WHERE order_id = $1 AND month = $2`,
	`SELECT id, order_id, worker_id, day, minutes, format, places_kk, places_ru, version, saved_at FROM journal_entry
		WHERE order_id = $1 AND removed_at IS NULL AND day >= $2 AND day <= $3 ORDER BY day`,
	`SELECT day, minutes FROM day_hours WHERE person_id = $1 AND side = 'worker' AND day >= $3 AND day <= $4
		UNION ALL SELECT day, minutes FROM day_hours WHERE person_id = $2 AND side = 'recipient' AND day >= $3 AND day <= $4`,
	`SELECT id, number, edition, status, minutes, digest, formed_at, sent_at FROM act WHERE order_id = $1 AND month = $2 AND status NOT IN ('void', 'corrected')`,
}

// busyMonth is the month with the most entries of the orders whose specialists can sign in.
func busyMonth(t *town) (order int, m calendar.Month) {
	most := 0
	for i, o := range t.orders {
		if o.worker >= known || o.status != onExecution && o.status != completed {
			continue
		}
		count := map[calendar.Month]int{}
		for _, v := range o.visits {
			month := dates[v.day].InMonth()
			if count[month]++; count[month] > most {
				most, order, m = count[month], i, month
			}
		}
	}
	return order, m
}

// journalMonth measures the page of a month.
func journalMonth(ctx context.Context, s *site, long time.Duration, r *report) error {
	i, m := busyMonth(s.town)
	o := s.town.orders[i]
	order, worker, recipient := s.order[i].String(), s.worker[o.worker].String(), s.recipient[o.recipient].String()
	first, last := s.bind(m.First()), s.bind(m.Last())
	args := [][]any{{order, worker}, {recipient}, {worker}, {order, m.String()}, {order, first, last}, {worker, recipient, first, last}, {order, m.String()}}
	widths := []int{24, 9, 9, 3, 10, 2, 8}
	var all []*sql.Stmt
	for _, text := range monthByHand {
		prepared, err := s.hand.PrepareContext(ctx, text) //nolint:sqlclosecheck // closed with the database
		if err != nil {
			return err
		}
		all = append(all, prepared)
	}
	byHand := func() error {
		for n, prepared := range all {
			if rows, err := read(ctx, prepared, widths[n], args[n]); err != nil || rows == 0 && n < len(all)-1 {
				return fmt.Errorf("question %d: %d rows, %w", n, rows, err)
			}
		}
		return nil
	}
	path := "/ru/orders/" + order + "/journal?month=" + m.String()
	got, err := contend(long, func() error { return s.page(ctx, o.worker, path) }, byHand)
	if err != nil {
		return err
	}
	r.add(figures{what: whatMonth, place: s.place, name: "a month", pair: got, ratio: got.byMiddle()})
	return nil
}
