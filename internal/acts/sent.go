package acts

import (
	"context"
	"fmt"
	"strings"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/jobs"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/store"
)

// Waits is how it goes with handing an act over to E-Sobes.
type Waits struct {
	Since       calendar.Instant // it was sent
	HandedOver  calendar.Instant // E-Sobes took it; zero while it does not
	Attempts    int
	FirstFailed calendar.Instant // since when E-Sobes does not take it; zero when it never refused
	NextTry     calendar.Instant // zero when nothing is tried any more
	Stopped     bool             // the desk of failed messages must decide
}

// waitsOf tells how it goes with acts nobody answered about yet, by their numbers.
func waitsOf(ctx context.Context, q store.Querier, all ...Act) (map[string]*Waits, error) {
	var numbers []string
	since := map[string]calendar.Instant{}
	for _, a := range all {
		if a.Status == Sent {
			numbers = append(numbers, a.Number)
			since[a.Number] = a.SentAt
		}
	}
	waits := map[string]*Waits{}
	found, err := jobs.ByKeys(ctx, q, SendJob, numbers)
	for number, j := range found {
		w := &Waits{Since: since[number], HandedOver: j.DoneAt, Attempts: j.Attempts, FirstFailed: j.FirstFailed}
		switch j.Status {
		case jobs.Waiting:
			w.NextTry, w.HandedOver = j.DueAt, calendar.Instant{}
		case jobs.Failed, jobs.Stopped:
			w.Stopped, w.HandedOver = true, calendar.Instant{}
		case jobs.Done:
		}
		waits[number] = w
	}
	return waits, err
}

// Query asks for a page of what was sent: of one order, or of everything on a side.
type Query struct {
	Order orders.ID   // zero: all orders of the side
	Side  orders.Side // ignored when an order is named
	After string      // Page.Next of the page before; anything else asks for the first page
}

// Row is an act in the list of what was sent.
type Row struct {
	Act
	OrderNumber orders.Number
	Recipient   registry.Person // surname, name and patronymic only
	Files       []File
	Waits       *Waits // nil once the payer has answered
}

// PageSize is how many rows a page has.
const PageSize = 25

// Page is a part of the list «Отправленная документация», the newest first.
type Page struct {
	Rows []Row
	Next string // asks for the next page; "" on the last
}

// SentList returns a page of the acts that were sent (manual, steps 19 and 20), those that
// were returned and corrected since among them. It asks for access.SeeActs. Looking from a
// side the actor is not on, or at an order that is not theirs, finds nothing.
func (a *Acts) SentList(ctx context.Context, by access.Actor, query Query) (p Page, err error) {
	scope, err := access.Ask(by, access.SeeActs)
	if err != nil {
		return p, err
	}
	text, args := selection(scope, query)
	err = a.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if p.Rows, err = store.All(ctx, q, scanRow, text, args...); err != nil {
			return err
		}
		if len(p.Rows) > PageSize {
			p.Rows = p.Rows[:PageSize]
			p.Next = cursorOf(p.Rows[PageSize-1].Act)
		}
		return fillRows(ctx, q, by, p.Rows)
	})
	return p, err
}

func fillRows(ctx context.Context, q store.Querier, by access.Actor, rows []Row) error {
	all := make([]Act, len(rows))
	for i := range rows {
		all[i] = rows[i].Act
		if by.May(access.SeeFiles) {
			rows[i].Files = filesOf(rows[i].Act)
		}
	}
	waits, err := waitsOf(ctx, q, all...)
	for i := range rows {
		rows[i].Waits = waits[rows[i].Number]
	}
	return err
}

// selection is the SQL of the list: the keys of one page are found by walking one index,
// and only those are joined with names and signatures.
func selection(scope access.Scope, q Query) (string, []any) {
	where, args := scope.Where(ownersOn(q), 1)
	if !q.Order.IsZero() {
		args = append(args, q.Order)
		where += fmt.Sprintf(" AND a.order_id = $%d", len(args))
	}
	if at, last, ok := parseCursor(q.After); ok {
		args = append(args, at, last)
		where += fmt.Sprintf(" AND (a.sent_at, a.id) < ($%d, $%d)", len(args)-1, len(args))
	}
	return `WITH page AS MATERIALIZED (SELECT a.id FROM act a WHERE a.sent_at IS NOT NULL AND ` + where + fmt.Sprintf(` ORDER BY a.sent_at DESC, a.id DESC LIMIT %d)
		SELECT `, PageSize+1) + columns + `, o.number, p.surname, p.name, p.patronymic` + tables + `JOIN orders o ON o.id = a.order_id JOIN person p ON p.id = a.recipient_id
		WHERE a.id IN (SELECT id FROM page) ORDER BY a.sent_at DESC, a.id DESC`, args
}

// ownersOn is the one column a side is found by; an OR of several would spoil the walk.
func ownersOn(q Query) access.Columns {
	switch {
	case !q.Order.IsZero():
		return owners
	case q.Side == orders.AsRecipient:
		return access.Columns{Recipient: owners.Recipient}
	case q.Side == orders.AsSpecialist:
		return access.Columns{Specialist: owners.Specialist}
	case q.Side == orders.AsOrganisation:
		return access.Columns{Organisation: owners.Organisation}
	case q.Side == orders.AsOfficer:
		return access.Columns{Unit: owners.Unit}
	}
	return access.Columns{}
}

func scanRow(r store.Row) (row Row, err error) {
	p := &row.Recipient
	err = r.Scan(append(row.into(), store.Into(&row.OrderNumber), &p.Surname, &p.Name, &p.Patronymic)...)
	return row, err
}

func cursorOf(a Act) string { return a.SentAt.String() + "_" + a.ID.String() }

func parseCursor(s string) (at calendar.Instant, last ID, ok bool) {
	moment, name, found := strings.Cut(s, "_")
	at, errAt := calendar.ParseInstant(moment)
	last, errID := ParseID(name)
	return at, last, found && errAt == nil && errID == nil
}

// Said is what the payer answered about an act, as it was kept.
type Said struct {
	Kind       Status // Delivered, Accepted, Returned or Paid
	Reason     string
	SaidAt     calendar.Instant
	ReceivedAt calendar.Instant
}

// History returns what the payer answered about an act, the newest first. It asks for
// access.SeeActs.
func (a *Acts) History(ctx context.Context, by access.Actor, which ID) (all []Said, err error) {
	scope, err := access.Ask(by, access.SeeActs)
	if err != nil {
		return nil, err
	}
	err = a.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if _, err := within(ctx, q, scope, which); err != nil {
			return err
		}
		all, err = store.All(ctx, q, func(r store.Row) (s Said, err error) {
			err = r.Scan(store.Into(&s.Kind), &s.Reason, &s.SaidAt, &s.ReceivedAt)
			return s, err
		}, `SELECT kind, reason, said_at, received_at FROM act_answer WHERE act_id = $1 ORDER BY seq DESC, message_id`, which)
		return err
	})
	return all, err
}
