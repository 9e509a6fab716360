package journal

import (
	"context"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// The pieces below belong to the packages above, which have asked.

// MonthEntries returns an order's entries of a month, the oldest first.
func (j *Journal) MonthEntries(ctx context.Context, q store.Querier, o orders.ID, m calendar.Month) ([]Entry, error) {
	return between(ctx, q, o, m.First(), m.Last())
}

func (j *Journal) monthOf(ctx context.Context, q store.Querier, o orders.ID, m calendar.Month) (monthState, error) {
	state, _, err := store.Maybe(ctx, q, func(r store.Row) (s monthState, err error) {
		err = r.Scan(&s.minutes, &s.closedAt, &s.reopenedAt)
		return s, err
	}, `SELECT minutes, closed_at, reopened_at FROM journal_month WHERE order_id = $1 AND month = $2`, o, m)
	return state, err
}

// MonthClosed tells whether the month's act was sent, so that its hours cannot change.
func (j *Journal) MonthClosed(ctx context.Context, q store.Querier, o orders.ID, m calendar.Month) (bool, error) {
	state, err := j.monthOf(ctx, q, o, m)
	return state.closed(), err
}

// CloseMonth closes a month because its act was sent: nothing is added, corrected or
// removed in it (manual, note to step 18). Closed when it is closed already.
func (j *Journal) CloseMonth(tx *store.Tx, o orders.ID, m calendar.Month) error {
	state, err := j.monthOf(tx.Context(), tx, o, m)
	if err != nil {
		return err
	}
	if state.closed() {
		return problem.New(problem.Closed, "journal.month-closed-already", problem.Args{"Month": m})
	}
	_, err = tx.Exec(`INSERT INTO journal_month (order_id, month, minutes, closed_at) VALUES ($1, $2, 0, $3)
		ON CONFLICT (order_id, month) DO UPDATE SET closed_at = excluded.closed_at`, o, m, tx.Now())
	if err != nil {
		return err
	}
	return orders.MarkSent(tx, o, state.minutes)
}

// ReopenMonth opens a month whose act the payer returned, so that its hours can be
// corrected. Conflict when it is not closed.
func (j *Journal) ReopenMonth(tx *store.Tx, o orders.ID, m calendar.Month) error {
	state, err := j.monthOf(tx.Context(), tx, o, m)
	if err != nil {
		return err
	}
	if !state.closed() {
		return problem.New(problem.Conflict, "journal.month-open-already", problem.Args{"Month": m})
	}
	if _, err = tx.Exec(`UPDATE journal_month SET closed_at = NULL, reopened_at = $3 WHERE order_id = $1 AND month = $2`, o, m, tx.Now()); err != nil {
		return err
	}
	return orders.MarkSent(tx, o, -state.minutes)
}

// MinutesBefore is how much was worked for an order in the months before one.
func (j *Journal) MinutesBefore(ctx context.Context, q store.Querier, o orders.ID, m calendar.Month) (int, error) {
	return store.One(ctx, q, store.Value[int], `SELECT COALESCE(sum(minutes), 0) FROM journal_month WHERE order_id = $1 AND month < $2`, o, m)
}

// MonthSum is what was worked for an order in a month.
type MonthSum struct {
	Month   calendar.Month
	Minutes int
}

// MonthsOf lists the months of an order with what was worked in each, the newest first.
func (j *Journal) MonthsOf(ctx context.Context, q store.Querier, o orders.ID) ([]MonthSum, error) {
	return store.All(ctx, q, func(r store.Row) (s MonthSum, err error) {
		err = r.Scan(&s.Month, &s.Minutes)
		return s, err
	}, `SELECT month, minutes FROM journal_month WHERE order_id = $1 ORDER BY month DESC`, o)
}
