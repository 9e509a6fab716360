package acts

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/jobs"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// Sending is what «Отправить» was pressed with (manual, step 17).
type Sending struct {
	Order    orders.ID
	Month    calendar.Month
	Scan     *Upload // nil when both sides signed electronically, or a scan is attached already
	EndsWork bool    // joint work ends with this act
}

// Ready takes the first of the two steps of sending: it attaches the scan, if one came, and
// checks that the act of the month can go. The page then says that the act is formed and
// ready for E-Sobes, and asks to confirm with Send or to go back (manual, step 18). It asks
// for access.SendAct. Invalid at "month" (nothing formed, sent already, the journal
// changed), at "file" (see AttachScan; or neither both signatures nor a scan) and at
// "ends-work" (hours of other months are not sent).
func (a *Acts) Ready(ctx context.Context, by access.Actor, s Sending) (v View, err error) {
	scope, err := access.Ask(by, access.SendAct)
	if err != nil {
		return v, err
	}
	which, err := a.toSend(ctx, by, scope, s)
	if err != nil {
		return v, err
	}
	if s.Scan != nil {
		if _, err := a.AttachScan(ctx, by, which, *s.Scan); err != nil {
			return v, err
		}
	}
	return a.Confirm(ctx, by, which, s.EndsWork)
}

// toSend finds the act of a month that is to be sent, and whether anything but a missing
// paper stands in its way.
func (a *Acts) toSend(ctx context.Context, by access.Actor, scope access.Scope, s Sending) (which ID, err error) {
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if _, err := a.Orders.Within(ctx, q, scope, s.Order); err != nil {
			return err
		}
		living, err := livingOf(ctx, q, s.Order, s.Month)
		if err != nil {
			return err
		}
		if living.ID.IsZero() {
			return problem.Fields(problem.At("month", "acts.form-first", problem.Args{"Month": s.Month}))
		}
		which = living.ID
		now, _, err := a.standing(ctx, q, by, living)
		if err != nil {
			return err
		}
		if _, err := permit(now, AttachScan); err != nil { // what sending asks for, but for the papers
			return atMonth(err)
		}
		if p := whyNotEnd(now.order, now.Minutes); s.EndsWork && p != nil {
			return atField("ends-work", p)
		}
		return nil
	})
	return which, err
}

// atMonth puts what is wrong with a month's act at the field of the month.
func atMonth(err error) error {
	if p, _ := problem.Of(err); p != nil && p.Kind != problem.Denied {
		return atField("month", p)
	}
	return err
}

// Confirm returns the act for the page that asks to confirm sending. It asks for
// access.SendAct and returns the problems of Ready.
func (a *Acts) Confirm(ctx context.Context, by access.Actor, which ID, endsWork bool) (v View, err error) {
	scope, err := access.Ask(by, access.SendAct)
	if err != nil {
		return v, err
	}
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if _, err = a.sendable(ctx, q, by, scope, which, endsWork); err != nil {
			return err
		}
		found, err := within(ctx, q, scope, which)
		if err != nil {
			return err
		}
		v, err = a.view(ctx, q, by, found)
		return err
	})
	return v, err
}

// sendable finds an act that can be sent now.
func (a *Acts) sendable(ctx context.Context, q store.Querier, by access.Actor, scope access.Scope, which ID, endsWork bool) (standing, error) {
	s, err := a.permitted(ctx, q, by, scope, which, Send)
	if problem.HasKey(err, "acts.needs-signatures-or-scan") {
		p, _ := problem.Of(err)
		return s, atField("file", p)
	}
	if err != nil {
		return s, err
	}
	if p := whyNotEnd(s.order, s.Minutes); endsWork && p != nil {
		return s, atField("ends-work", p)
	}
	return s, nil
}

// Send sends the act to E-Sobes, once (manual, step 18): in one transaction the month is
// closed, its hours count as sent, the message to E-Sobes is put into the outbox, and with
// the tick joint work ends. Sending asks for no signature of its own: the act carries both
// sides', on paper or electronic. It asks for access.SendAct and returns the problems of
// Confirm; Conflict when it was sent already.
func (a *Acts) Send(ctx context.Context, by access.Actor, which ID, endsWork bool) error {
	scope, err := access.Ask(by, access.SendAct)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		s, err := a.sendable(ctx, tx, by, scope, which, endsWork)
		if err != nil {
			return err
		}
		return a.send(ctx, tx, by, s, endsWork)
	})
}

func (a *Acts) send(ctx context.Context, tx *store.Tx, by access.Actor, s standing, endsWork bool) error {
	if _, err := tx.Exec(`UPDATE act SET status = 'sent', sent_at = $1, ends_work = $2 WHERE id = $3`, tx.Now(), endsWork, s.ID); err != nil {
		return err
	}
	if err := a.Journal.CloseMonth(tx, s.Order, s.Month); err != nil {
		return err
	}
	if err := audit.Record(tx, audit.Event{Book: s.Book(), Action: "acts.send", Details: map[string]any{
		"act": s.ID, "number": s.Number, "month": s.Month, "edition": s.Edition, "minutes": s.Minutes, "digest": s.Digest, "ends_work": endsWork}}); err != nil {
		return err
	}
	if endsWork {
		if err := a.Orders.MarkWorkEnded(ctx, tx, by, s.Order); err != nil {
			return err
		}
	}
	if err := jobs.Add(tx, jobs.Job{Kind: SendJob, Key: s.Number, Subject: s.Book(), Payload: ToSend{s.ID}}); err != nil {
		return err
	}
	if err := a.Notices.SettleAll(tx, "act-to-sign", s.Link()); err != nil {
		return err
	}
	n := s.notice("act-sent")
	n.Person = s.order.Recipient
	return a.Notices.Tell(tx, n)
}
