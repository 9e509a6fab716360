package orders

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
)

// placing is the payload of the text an order is placed with.
type placing struct {
	Order  ID     `json:"order"`
	Number Number `json:"number"`
	Wish   Wish   `json:"wish"`
}

// Ground is what a recipient may order from an entry: who it is, and their own allotments
// of that service that are not over.
type Ground struct {
	Entry      registry.Entry
	Allotments []registry.Allotment
}

// Ground returns what the placing page needs. It asks for access.PlaceOrder; NotFound for
// an entry that does not exist.
func (s *Orders) Ground(ctx context.Context, by access.Actor, e registry.EntryID) (g Ground, err error) {
	if _, err := access.Ask(by, access.PlaceOrder); err != nil {
		return g, err
	}
	all, err := s.registry.Allotments(ctx, by, "")
	if err != nil {
		return g, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if g.Entry, err = s.registry.EntryFor(ctx, q, e); err != nil {
			return err
		}
		for _, a := range all {
			if a.Recipient == by.PersonID() && a.Service == g.Entry.Service && !a.To.Before(q.Today()) {
				g.Allotments = append(g.Allotments, a)
			}
		}
		return nil
	})
	return g, err
}

// Preview returns the order a wish would become, for reading before it is signed. It asks
// for access.PlaceOrder and returns the problems of PreparePlace.
func (s *Orders) Preview(ctx context.Context, by access.Actor, w Wish) (o Order, err error) {
	if _, err := access.Ask(by, access.PlaceOrder); err != nil {
		return o, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		o, err = s.wished(ctx, q, by, &placing{Wish: w}, q.Today())
		return err
	})
	return o, err
}

// PreparePlace keeps the text a recipient signs to order what they wish. It asks for
// access.PlaceOrder; Invalid at "amount", "from" and "to", Closed when the specialist
// left the register.
func (s *Orders) PreparePlace(ctx context.Context, by access.Actor, w Wish, l lang.Locale) (signing.TextID, error) {
	if _, err := access.Ask(by, access.PlaceOrder); err != nil {
		return signing.TextID{}, err
	}
	p := placing{Order: id.New[order](), Wish: w}
	var body string
	err := s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		o, err := s.wished(ctx, q, by, &p, q.Today())
		if err != nil {
			return err
		}
		if p.Number, err = freeNumber(ctx, q, q.Today().Year); err != nil {
			return err
		}
		words := s.options.Texts.In(l)
		parties, err := s.parties(ctx, q, o)
		if err != nil {
			return err
		}
		body = strings.Join([]string{words.Say("orders.sign.place", lang.Args{"Number": string(p.Number)}), "", s.facts(words, o, parties, l)}, "\n")
		return nil
	})
	if err != nil {
		return signing.TextID{}, err
	}
	return s.desk.Prepare(ctx, by, signing.Draft{Purpose: PurposePlace, Subject: book(p.Order), Locale: string(l), Body: body, Payload: p})
}

// wished checks a wish and makes the order it would become.
func (s *Orders) wished(ctx context.Context, q store.Querier, by access.Actor, p *placing, today calendar.Date) (Order, error) {
	e, err := s.registry.EntryFor(ctx, q, p.Wish.Entry)
	if err != nil {
		return Order{}, err
	}
	a, err := s.registry.AllotmentFor(ctx, q, p.Wish.Allotment)
	if err != nil {
		return Order{}, problem.Fields(problem.At("allotment", "orders.allotment-needed"))
	}
	p.Wish = p.Wish.settled(a.Service)
	if err := checkWish(p.Wish, today, by.PersonID(), e, a); err != nil {
		return Order{}, err
	}
	return Order{ID: p.Order, Number: p.Number, Service: a.Service, Allotment: a.ID, Entry: e.ID, Unit: a.Unit, Recipient: a.Recipient,
		Worker: e.Person, Organisation: e.Organisation, Amount: p.Wish.Amount, From: p.Wish.From, To: p.Wish.To, Status: Waiting}, nil
}

// Place places the order that was signed: the volume is reserved at once and the
// specialist is told. It asks for access.PlaceOrder and returns the problems of
// PreparePlace, which may have come true since, and Conflict for a text used already.
func (s *Orders) Place(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	if _, err := access.Ask(by, access.PlaceOrder); err != nil {
		return ID{}, err
	}
	var p placing
	if err := proof.Payload(&p); err != nil {
		return ID{}, fmt.Errorf("orders: place: %w", err)
	}
	err := s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		o, err := s.wished(ctx, tx, by, &p, tx.Today())
		if err != nil {
			return err
		}
		o.PlacedAt = tx.Now()
		if s.options.AnswerDays > 0 {
			o.AnswerBy = calendar.WorkingDaysAfter(tx.Today(), s.options.AnswerDays)
		}
		if err := s.insertPlaced(ctx, tx, o); err != nil {
			return err
		}
		signature, err := proof.Use(tx, PurposePlace, o.Book(), by.PersonID())
		if err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: o.Book(), Action: "orders.place", Details: map[string]any{
			"number": o.Number, "service": o.Service, "entry": o.Entry, "allotment": o.Allotment, "amount": o.Amount, "from": o.From, "to": o.To, "signature": signature}})
	})
	return p.Order, err
}

func (s *Orders) insertPlaced(ctx context.Context, tx *store.Tx, o Order) error {
	recipient, err := s.registry.Person(ctx, tx, o.Recipient)
	if err != nil {
		return err
	}
	if err := s.registry.Reserve(tx, o.Allotment, o.Amount); err != nil {
		return err
	}
	if err := s.promise(tx, &o); err != nil {
		return err
	}
	err = insert(tx, o, lang.Fold(recipient.Surname), lang.Fold(recipient.Name))
	switch name, _ := store.Violation(err); {
	case name == "orders_number_key":
		return problem.Wrap(err, problem.Conflict, "orders.number-taken")
	case err != nil:
		return err
	}
	return s.TellProvider(ctx, tx, o, notices.Notice{Kind: "order-placed", Waits: true, Args: map[string]string{"Number": string(o.Number)}, Link: o.Link()})
}

// tries is how often a number is drawn; with a million orders a year one try in a hundred fails.
const tries = 10

func freeNumber(ctx context.Context, q store.Querier, year int) (Number, error) {
	for range tries {
		n, err := drawNumber(year)
		if err != nil {
			return "", err
		}
		_, taken, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM orders WHERE number = $1`, n)
		if err != nil || !taken {
			return n, err
		}
	}
	return "", problem.New(problem.Busy, "problem.busy")
}

func drawNumber(year int) (Number, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return "", fmt.Errorf("orders: number: %w", err)
	}
	return Number(fmt.Sprintf("%04d-%08d", year, n.Int64())), nil
}
