package orders

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
)

// What may be signed about an order.
const (
	PurposePlace    signing.Purpose = "orders.place"
	PurposeConfirm  signing.Purpose = "orders.confirm"
	PurposeDecline  signing.Purpose = "orders.decline"
	PurposeWithdraw signing.Purpose = "orders.withdraw"
	PurposeCancel   signing.Purpose = "orders.cancel"
)

// Who carries an organisation's order out: a worker, or for a bed place a bed.
type Who struct {
	Worker access.PersonID
	Bed    registry.BedID
}

// asked is the payload of a signed text about an order that exists.
type asked struct {
	Order  ID              `json:"order"`
	Action Action          `json:"action"`
	Worker access.PersonID `json:"worker"`
	Bed    registry.BedID  `json:"bed"`
	Reason Reason          `json:"reason"`
}

// prepare checks that a move can be made now, and keeps the text of it for signing.
func (s *Orders) prepare(ctx context.Context, by access.Actor, scope access.Scope, purpose signing.Purpose, want asked, l lang.Locale) (signing.TextID, error) {
	var body string
	err := s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		o, err := s.Within(ctx, q, scope, want.Order)
		if err != nil {
			return err
		}
		if _, err := s.permit(ctx, q, by, &o, want); err != nil {
			return err
		}
		body, err = s.body(ctx, q, o, purpose, want, l)
		return err
	})
	if err != nil {
		return signing.TextID{}, err
	}
	return s.desk.Prepare(ctx, by, signing.Draft{Purpose: purpose, Subject: book(want.Order), Locale: string(l), Body: body, Payload: want})
}

// permit finds the move and checks everything that may stand in its way. It fills in who
// carries the order out.
func (s *Orders) permit(ctx context.Context, q store.Querier, by access.Actor, o *Order, want asked) (Move, error) {
	m, err := find(*o, want.Action)
	if err != nil {
		return m, err
	}
	if !m.mayBe(SideOf(by, *o)) {
		return m, problem.New(problem.Denied, "problem.denied")
	}
	leaving := false
	if want.Action == Confirm {
		if leaving, err = s.registry.LeavingAlive(ctx, q, o.Entry); err != nil {
			return m, err
		}
	}
	if p := WhyNot(*o, want.Action, leaving); p != nil {
		return m, p
	}
	if want.Action == Confirm {
		return m, s.appoint(ctx, q, o, want)
	}
	return m, nil
}

// appoint fills in the worker or the bed of an organisation's order.
func (s *Orders) appoint(ctx context.Context, q store.Querier, o *Order, want asked) error {
	if o.Organisation.IsZero() {
		return nil
	}
	if o.Service == registry.BedPlace {
		if want.Bed.IsZero() {
			return problem.Fields(problem.At("bed", "orders.bed-needed"))
		}
		o.Bed = want.Bed
		return nil
	}
	if want.Worker.IsZero() {
		return problem.Fields(problem.At("worker", "orders.worker-needed"))
	}
	works, err := s.registry.WorkerOf(ctx, q, o.Organisation, want.Worker, o.Service)
	if err != nil {
		return err
	}
	if !works || want.Worker == o.Recipient {
		return problem.Fields(problem.At("worker", "orders.worker-wrong"))
	}
	o.Worker = want.Worker
	return nil
}

// body is the text that is shown and signed.
func (s *Orders) body(ctx context.Context, q store.Querier, o Order, purpose signing.Purpose, want asked, l lang.Locale) (string, error) {
	w := s.options.Texts.In(l)
	parties, err := s.parties(ctx, q, o)
	if err != nil {
		return "", err
	}
	parts := []string{w.Say("orders.sign."+string(want.Action), lang.Args{"Number": string(o.Number)}), "", s.facts(w, o, parties, l)}
	if want.Reason.Code != "" {
		parts = append(parts, w.Say("orders.sign.reason", lang.Args{"Reason": reasonIn(w, want.Reason)}))
	}
	if purpose == PurposeConfirm && !o.Organisation.IsZero() {
		parts = append(parts, w.Say("orders.sign.carried-out", lang.Args{"Who": parties.carriedOut()}))
	}
	return strings.Join(parts, "\n"), nil
}

// facts are the lines every signed text about an order has.
func (s *Orders) facts(w *lang.Words, o Order, p Parties, l lang.Locale) string {
	return strings.Join([]string{
		w.Say("orders.sign.recipient", lang.Args{"Name": p.Recipient.FullName()}),
		w.Say("orders.sign.provider", lang.Args{"Name": p.Provider(l)}),
		w.Say("orders.sign.service", lang.Args{"Service": w.Say(ServiceText(o.Service))}),
		w.Say("orders.sign.amount", lang.Args{"Amount": AmountIn(w, o.Service, o.Amount)}),
		w.Say("orders.sign.period", lang.Args{"From": o.From, "To": o.To}),
	}, "\n")
}

func reasonIn(w *lang.Words, r Reason) string {
	if r.Text == "" {
		return w.Say(r.Code.Text())
	}
	return w.Say(r.Code.Text()) + ". " + r.Text
}

// ServiceText is the key of a service's name.
func ServiceText(s registry.Service) string { return "orders.service." + string(s) }

// AmountIn is an amount of a service in words: hours, or days of a bed place.
func AmountIn(w *lang.Words, s registry.Service, amount int) string {
	if s.CountsHours() {
		return w.Hours(amount)
	}
	return w.Count("orders.days", amount)
}

// Signed is what a signature about an order leads to.
func (s *Orders) Signed() map[signing.Purpose]signing.Action {
	place := signing.Action{Do: doing(s.Place), Said: "done.order-placed", Where: func(text signing.Text) (string, error) {
		var p placing
		err := text.Payload(&p)
		return Order{ID: p.Order}.Link(), err
	}}
	return map[signing.Purpose]signing.Action{
		PurposePlace:    place,
		PurposeConfirm:  {Do: doing(s.Confirm), Where: whose, Said: "done.order-confirmed"},
		PurposeDecline:  {Do: doing(s.Decline), Where: whose, Said: "done.order-declined"},
		PurposeWithdraw: {Do: doing(s.Withdraw), Where: whose, Said: "done.order-withdrawn"},
		PurposeCancel:   {Do: doing(s.Cancel), Where: whose, Said: "done.order-cancelled"},
	}
}

func doing(act func(context.Context, access.Actor, signing.Proof) (ID, error)) func(context.Context, access.Actor, signing.Proof) error {
	return func(ctx context.Context, by access.Actor, proof signing.Proof) error {
		_, err := act(ctx, by, proof)
		return err
	}
}

// whose is the page of the order a text is about.
func whose(text signing.Text) (string, error) {
	want, err := payloadOf(text)
	return Order{ID: want.Order}.Link(), err
}
