package orders

import (
	"context"
	"slices"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/notices"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
)

// CancellingAs is the cancelling move of a side.
func CancellingAs(side Side) Action {
	if side == AsRecipient {
		return CancelAsRecipient
	}
	return CancelAsSpecialist
}

func (s *Orders) cancelling(ctx context.Context, by access.Actor, scope access.Scope, o ID) (a Action, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := s.Within(ctx, q, scope, o)
		a = CancellingAs(SideOf(by, found))
		return err
	})
	return a, err
}

// signedMove makes the move a person signed, everything in one transaction.
func (s *Orders) signedMove(ctx context.Context, by access.Actor, scope access.Scope, proof signing.Proof, purpose signing.Purpose) (ID, error) {
	want, err := payloadOf(proof.Text())
	if err != nil {
		return ID{}, err
	}
	err = s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		o, err := s.ForWriting(ctx, tx, scope, want.Order)
		if err != nil {
			return err
		}
		m, err := s.permit(ctx, tx, by, &o, want)
		if err != nil {
			return err
		}
		signature, err := proof.Use(tx, purpose, o.Book(), by.PersonID())
		if err != nil {
			return err
		}
		details := map[string]any{"signature": signature, "side": SideOf(by, o)}
		return s.make(ctx, tx, by, o, m, want.Reason, details)
	})
	return want.Order, err
}

// make carries a move out: the order's row, the volume, the bed, the notices, the history.
func (s *Orders) make(ctx context.Context, tx *store.Tx, by access.Actor, o Order, m Move, r Reason, details map[string]any) error {
	o.Status = m.To
	switch m.Action {
	case Confirm:
		o.AnsweredAt = tx.Now()
		if o.Service == registry.BedPlace {
			if err := s.registry.OccupyBed(tx, o.Organisation, o.Bed, o.ID, o.Recipient, o.From, o.To); err != nil {
				return err
			}
		}
		details["worker"], details["bed"] = o.Worker, o.Bed
	case EndWork:
		o.WorkEndedAt = tx.Now()
	case Decline:
		o.AnsweredAt = tx.Now()
	case Withdraw, Lapse, CancelAsRecipient, CancelAsSpecialist, Complete, Reopen:
	}
	if m.To != OnExecution {
		o.ClosedAt, o.Reason, o.ReasonText = tx.Now(), r.Code, r.Text
	}
	if r.Code != "" {
		details["reason"], details["reason_text"] = r.Code, r.Text
	}
	if err := s.settleVolume(tx, &o, m); err != nil {
		return err
	}
	if err := update(tx, o); err != nil {
		return err
	}
	if err := s.announce(ctx, tx, by, o, m); err != nil {
		return err
	}
	return audit.Record(tx, audit.Event{Book: o.Book(), Action: "orders." + string(m.Action), Details: details})
}

// settleVolume counts the days of a stay that ends, and gives back what nobody will use.
func (s *Orders) settleVolume(tx *store.Tx, o *Order, m Move) error {
	if o.Service == registry.BedPlace && (m.Action == EndWork || m.Action == Complete) {
		o.Used = o.stayed(tx.Today())
		if err := s.registry.Spend(tx, o.Allotment, o.Used); err != nil {
			return err
		}
		if err := s.registry.FreeBed(tx, o.ID, tx.Today().PlusDays(1)); err != nil {
			return err
		}
	}
	if o.Status.Live() {
		return nil
	}
	if err := s.registry.Release(tx, o.Allotment, o.Left()); err != nil {
		return err
	}
	return s.takeBack(tx, o)
}

// announce tells everybody of the order but who did it, and settles what waited for the
// answer.
func (s *Orders) announce(ctx context.Context, tx *store.Tx, by access.Actor, o Order, m Move) error {
	if m.From == Waiting {
		if err := s.notices.SettleAll(tx, "order-placed", o.Link()); err != nil {
			return err
		}
	}
	n := notices.Notice{Kind: noticeOf[m.Action], Args: map[string]string{"Number": string(o.Number)}, Link: o.Link()}
	if o.Recipient != by.PersonID() {
		n.Person = o.Recipient
		if err := s.notices.Tell(tx, n); err != nil {
			return err
		}
	}
	switch {
	case m.Action == Confirm && !o.Organisation.IsZero() && !o.Worker.IsZero():
		n.Person, n.Kind = o.Worker, "order-appointed"
		return s.notices.Tell(tx, n)
	case m.Action == Confirm, m.Action == Decline:
		return nil // it was the provider's own answer
	}
	return s.tellProvider(ctx, tx, o, n, by.PersonID())
}

var noticeOf = map[Action]string{
	Confirm: "order-confirmed", Decline: "order-declined", Withdraw: "order-withdrawn", Lapse: "order-lapsed", Complete: "order-completed", Reopen: "order-reopened",
	EndWork: "order-work-ended", CancelAsRecipient: "order-cancelled", CancelAsSpecialist: "order-cancelled",
}

// TellProvider tells the specialist, and the people who act for the organisation. It is a
// piece for the packages above and asks nothing.
func (s *Orders) TellProvider(ctx context.Context, tx *store.Tx, o Order, n notices.Notice) error {
	return s.tellProvider(ctx, tx, o, n, access.PersonID{})
}

// tellProvider is TellProvider without whoever did it.
func (s *Orders) tellProvider(ctx context.Context, tx *store.Tx, o Order, n notices.Notice, but access.PersonID) error {
	whom, err := s.suppliers(ctx, tx, o)
	if err != nil {
		return err
	}
	if !o.Worker.IsZero() && !slices.Contains(whom, o.Worker) {
		whom = append(whom, o.Worker)
	}
	for _, n.Person = range whom {
		if n.Person == but {
			continue
		}
		if err := s.notices.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// suppliers are the people who act for the organisation of an order; none without one.
func (s *Orders) suppliers(ctx context.Context, tx *store.Tx, o Order) ([]access.PersonID, error) {
	if o.Organisation.IsZero() {
		return nil, nil
	}
	return s.registry.SuppliersOf(ctx, tx, o.Organisation)
}
