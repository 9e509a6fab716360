package orders

import (
	"context"
	"slices"
	"strings"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/registry"
	"asar/internal/store"
)

// Tab is a part of the list of orders.
type Tab string

// The tabs.
const (
	TabWaiting Tab = "waiting"
	TabRunning Tab = "on-execution"
	TabClosed  Tab = "closed"
	TabAll     Tab = "all"
)

// TabsOrder lists the tabs, in the order they are shown.
func TabsOrder() []Tab { return []Tab{TabWaiting, TabRunning, TabClosed, TabAll} }

// statuses are those of a tab; nil means any.
func (t Tab) statuses() []Status {
	switch t {
	case TabWaiting:
		return []Status{Waiting}
	case TabRunning:
		return []Status{OnExecution}
	case TabClosed:
		return []Status{Completed, Declined, CancelledByRecipient, CancelledBySpecialist, Withdrawn, Lapsed}
	case TabAll:
	}
	return nil
}

// Filter is the search of manual's step 5: «Дата формирования заказа (с, по)», «Статус
// заказа», «Фамилия получателя», «Имя получателя». Empty values narrow nothing; names are
// compared from their beginning, without regard to case and to Қ/К, Ә/А and the like.
type Filter struct {
	From, To      calendar.Date
	Status        Status
	Surname, Name string
}

// Query asks for a page of orders.
type Query struct {
	Side   Side
	Tab    Tab
	Filter Filter
	After  string // Page.Next of the page before; anything else asks for the first page
}

// Row is an order in a list, with the names a list shows.
type Row struct {
	Order
	RecipientName registry.Person // surname, name and patronymic only
	WorkerName    registry.Person
	Firm          registry.Named
}

// PageSize is how many rows a page has.
const PageSize = 25

// Capped is where counting stops: a longer list is «больше 1000».
const Capped = 1001

// TabCapped is where counting a tab stops: «99+». It keeps counting all tabs as cheap as
// reading one page.
const TabCapped = 100

// Page is a part of a list, the newest orders first.
type Page struct {
	Rows    []Row
	HasMore bool
	Next    string // asks for the next page; "" on the last
	Found   int    // at most Capped
	Today   calendar.Date
}

// List returns a page of the orders on the acting person's side. It asks for
// access.SeeOrders. Looking from a side the actor is not on finds nothing.
func (s *Orders) List(ctx context.Context, by access.Actor, query Query) (p Page, err error) {
	scope, err := access.Ask(by, access.SeeOrders)
	if err != nil {
		return p, err
	}
	sel := newSelection(scope, query)
	page, pageArgs := sel.page(query.After)
	count, countArgs := sel.count()
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		p.Today = q.Today()
		if p.Rows, err = store.All(ctx, q, scanRow, page, pageArgs...); err != nil {
			return err
		}
		p.Found = len(p.Rows)
		if len(p.Rows) <= PageSize && query.After == "" {
			return nil // one page: it is counted
		}
		p.Found, err = store.One(ctx, q, store.Value[int], count, countArgs...)
		return err
	})
	if len(p.Rows) > PageSize {
		p.Rows, p.HasMore = p.Rows[:PageSize], true
		p.Next = cursorOf(p.Rows[PageSize-1].Order)
	}
	return p, err
}

func scanRow(r store.Row) (row Row, err error) {
	rec, wor := &row.RecipientName, &row.WorkerName
	err = r.Scan(append(row.Into(), &rec.Surname, &rec.Name, &rec.Patronymic, store.Into(&wor.Surname), store.Into(&wor.Name), store.Into(&wor.Patronymic),
		store.Into(&row.Firm.KK), store.Into(&row.Firm.RU), store.Into(&row.Firm.EN))...)
	rec.ID, wor.ID = row.Recipient, row.Worker
	return row, err
}

func cursorOf(o Order) string { return o.PlacedAt.String() + "_" + o.ID.String() }

func parseCursor(s string) (at calendar.Instant, o ID, ok bool) {
	moment, name, found := strings.Cut(s, "_")
	at, errAt := calendar.ParseInstant(moment)
	o, errID := ParseID(name)
	return at, o, found && errAt == nil && errID == nil
}

// Counts are how many orders each tab holds, at most TabCapped each.
type Counts map[Tab]int

// Tabs counts the orders on the acting person's side. It asks for access.SeeOrders.
func (s *Orders) Tabs(ctx context.Context, by access.Actor, side Side) (c Counts, err error) {
	scope, err := access.Ask(by, access.SeeOrders)
	if err != nil {
		return nil, err
	}
	type counted struct {
		status Status
		n      int
	}
	text, args := newSelection(scope, Query{Side: side}).byStatus()
	c = Counts{}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err := store.All(ctx, q, func(r store.Row) (one counted, err error) {
			err = r.Scan(store.Into(&one.status), &one.n)
			return one, err
		}, text, args...)
		for _, one := range all {
			for _, t := range TabsOrder() {
				if in := t.statuses(); in == nil || slices.Contains(in, one.status) {
					c[t] = min(TabCapped, c[t]+one.n)
				}
			}
		}
		return err
	})
	return c, err
}

// Oldest returns the order on the acting person's side that has waited longest for an
// answer. It asks for access.SeeOrders.
func (s *Orders) Oldest(ctx context.Context, by access.Actor, side Side) (o Order, found bool, err error) {
	scope, err := access.Ask(by, access.SeeOrders)
	if err != nil {
		return o, false, err
	}
	where, args := scope.Where(owners(side), 1)
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		o, found, err = store.Maybe(ctx, q, scan, `SELECT `+Columns("o")+` FROM orders o WHERE `+where+` AND status = 'waiting' ORDER BY placed_at, id LIMIT 1`, args...)
		return err
	})
	return o, found, err
}
