package orders

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/store"
)

// EndWork says that joint work has ended (manual, steps 21–23): no hours may be added, and
// either side may cancel. It asks for access.EndWork; Closed while hours are not in an act
// that was sent, Conflict when it was said already.
func (s *Orders) EndWork(ctx context.Context, by access.Actor, o ID) error {
	scope, err := access.Ask(by, access.EndWork)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		found, err := s.ForWriting(ctx, tx, scope, o)
		if err != nil {
			return err
		}
		m, err := s.permit(ctx, tx, by, &found, asked{Order: o, Action: EndWork})
		if err != nil {
			return err
		}
		return s.make(ctx, tx, by, found, m, Reason{}, map[string]any{"side": SideOf(by, found)})
	})
}

// MarkWorkEnded is EndWork as a piece of sending an act with the tick «совместная работа
// оканчивается» (manual, step 17). A completed order stays as it is. It asks nothing: the caller asked.
func (s *Orders) MarkWorkEnded(ctx context.Context, tx *store.Tx, by access.Actor, o ID) error {
	found, err := s.Load(ctx, tx, o)
	if err != nil || found.Status == Completed || found.WorkEnded() {
		return err
	}
	m, err := s.permit(ctx, tx, by, &found, asked{Order: o, Action: EndWork})
	if err != nil {
		return err
	}
	return s.make(ctx, tx, by, found, m, Reason{}, map[string]any{"side": SideOf(by, found), "with-act": true})
}

// mostLapses bounds one transaction of the timekeeper.
const mostLapses = 50

// Lapse ends orders whose answer is overdue (assumed: 3 working days), at most 50 at a
// time, and returns how many. It asks for access.LapseOrders.
func (s *Orders) Lapse(ctx context.Context, by access.Actor) (n int, err error) {
	if _, err := access.Ask(by, access.LapseOrders); err != nil {
		return 0, err
	}
	return s.due(ctx, by, Lapse, Waiting, `status = 'waiting' AND answer_by < $1 ORDER BY answer_by, id`)
}

// CompleteStays ends stays whose last day has passed: the whole volume is used, the order
// is «Выполнен». At most 50 at a time; it returns how many. It asks for access.LapseOrders.
func (s *Orders) CompleteStays(ctx context.Context, by access.Actor) (n int, err error) {
	if _, err := access.Ask(by, access.LapseOrders); err != nil {
		return 0, err
	}
	return s.due(ctx, by, Complete, OnExecution, `service = 'bed-place' AND status = 'on-execution' AND work_ended_at IS NULL AND to_date < $1 ORDER BY to_date, id`)
}

func (s *Orders) due(ctx context.Context, by access.Actor, a Action, from Status, where string) (n int, err error) {
	if any, err := s.anyDue(ctx, where); err != nil || !any {
		return 0, err // nothing is due: no write, so no silent transaction
	}
	err = s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		overdue, err := store.All(ctx, tx, scan, `SELECT `+Columns("orders")+` FROM orders WHERE `+where+` LIMIT $2`, tx.Today(), mostLapses)
		if err != nil {
			return err
		}
		for _, o := range overdue {
			m := Move{Action: a, From: from, To: Lapsed}
			if a == Complete {
				m.To = Completed
			}
			if err := s.make(ctx, tx, by, o, m, Reason{}, map[string]any{"answer_by": o.AnswerBy}); err != nil {
				return err
			}
		}
		n = len(overdue)
		return nil
	})
	return n, err
}

func (s *Orders) anyDue(ctx context.Context, where string) (due bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		_, due, err = store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM orders WHERE `+where+` LIMIT 1`, q.Today())
		return err
	})
	return due, err
}

// Spend counts minutes worked, or taken back when negative, on the order and on the
// allotted volume. With the last minute the order is completed, exactly once; taken back
// from a completed order, it is on execution again. It is a piece of the journal, which
// asked, and which has checked the volume.
func (s *Orders) Spend(ctx context.Context, tx *store.Tx, o Order, minutes int) (Order, bool, error) {
	was := o.Status
	o.Used, o.Unsent = o.Used+minutes, o.Unsent+minutes
	if o.Used > o.Amount || o.Used < 0 || o.Unsent < 0 {
		return o, false, problem.New(problem.Closed, "orders.volume-spent")
	}
	if minutes != 0 {
		if err := s.registry.Spend(tx, o.Allotment, minutes); err != nil {
			return o, false, err
		}
	}
	switch {
	case was == OnExecution && o.Used == o.Amount:
		return s.complete(ctx, tx, o)
	case was == Completed && o.Used < o.Amount:
		return s.reopen(ctx, tx, o)
	case was.Cancelled() && minutes < 0:
		// Nothing is reserved by an order that was given up: what is taken back is free at once.
		if err := s.registry.Release(tx, o.Allotment, -minutes); err != nil {
			return o, false, err
		}
	}
	_, err := tx.Exec(`UPDATE orders SET used = $1, unsent = $2 WHERE id = $3`, o.Used, o.Unsent, o.ID)
	return o, false, err
}

func (s *Orders) complete(ctx context.Context, tx *store.Tx, o Order) (Order, bool, error) {
	o.Status, o.ClosedAt = Completed, tx.Now()
	if err := s.takeBack(tx, &o); err != nil {
		return o, false, err
	}
	if err := update(tx, o); err != nil {
		return o, false, err
	}
	if err := s.tellOfHours(ctx, tx, o, Complete); err != nil {
		return o, false, err
	}
	return o, true, audit.Record(tx, audit.Event{Book: o.Book(), Action: "orders.complete", Details: map[string]any{"used": o.Used}})
}

func (s *Orders) reopen(ctx context.Context, tx *store.Tx, o Order) (Order, bool, error) {
	o.Status, o.ClosedAt = OnExecution, calendar.Instant{}
	// The provider may have promised the hours to others since: a correction does not fail on that.
	if err := s.promise(tx, &o); err != nil && !problem.Is(err, problem.Invalid) {
		return o, false, err
	}
	if err := update(tx, o); err != nil {
		return o, false, err
	}
	if err := s.tellOfHours(ctx, tx, o, Reopen); err != nil {
		return o, false, err
	}
	return o, false, audit.Record(tx, audit.Event{Book: o.Book(), Action: "orders.reopen", Details: map[string]any{"used": o.Used}})
}

// tellOfHours tells what the journal's hours made of an order: the recipient, and the
// organisation, whose worker wrote them.
func (s *Orders) tellOfHours(ctx context.Context, tx *store.Tx, o Order, a Action) error {
	whom, err := s.suppliers(ctx, tx, o)
	if err != nil {
		return err
	}
	n := notices.Notice{Kind: noticeOf[a], Args: map[string]string{"Number": string(o.Number)}, Link: o.Link()}
	for _, n.Person = range append(whom, o.Recipient) {
		if err := s.notices.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// MarkSent notes that minutes went to the payer with an act, or came back when negative.
// It is a piece of the journal.
func MarkSent(tx *store.Tx, o ID, minutes int) error {
	if minutes == 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE orders SET unsent = unsent - $1 WHERE id = $2`, minutes, o)
	return err
}
