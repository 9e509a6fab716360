package ordering

import (
	"net/http"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// orderView is an order's own page: who, what, where it stands, and everything that
// happened to it.
type orderView struct {
	header       ui.PageHeaderProps
	tabsLabel    string
	tabs         []ui.Tab
	barLabel     string
	bar          []ui.IdentityItem
	note         string
	buttons      []ui.ButtonProps
	detailsTitle string
	details      ui.SummaryListProps
	contacts     *ui.SummaryListProps
	history      pastView
}

func (p pages) order(v *web.Visit) error {
	o, err := p.view(v)
	if err != nil {
		return err
	}
	return p.show(v, o, ui.Errors{})
}

// show shows an order; wrong is why something that was tried could not be done.
func (p pages) show(v *web.Visit, o orders.View, wrong ui.Errors) error {
	items, err := p.orders.History(v.Context(), v.By, o.ID)
	if err != nil {
		return err
	}
	tag := fields.Order(v, o.Status)
	page := orderView{
		header:    ui.PageHeaderProps{Caption: fields.Service(v, o.Service), Title: fields.OrderNumber(v, o.Number), Tag: &tag},
		tabsLabel: v.Say("fields.order-sections"), tabs: fields.OrderTabs(v, o.Order, fields.SectionOrder),
		barLabel: v.Say("order-pages.briefly"), bar: bar(v, o), note: note(v, o), buttons: buttons(v, o.Order),
		detailsTitle: v.Say("order-pages.details"), details: details(v, o), contacts: contacts(v, o),
		history: past(v, items),
	}
	if again := anew(v, o); again != nil {
		page.buttons = append(page.buttons, *again)
	}
	screen := web.Screen{Title: page.header.Title, Body: orderPage(page), Active: fields.OrdersMenu(o.Side), Back: fields.OrdersMenu(o.Side), Wide: true, Errors: wrong, About: []string{o.Book()}}
	if wrong.Any() {
		screen.Status = http.StatusConflict
	}
	return v.Show(screen)
}

// bar is an order at a glance.
func bar(v *web.Visit, o orders.View) []ui.IdentityItem {
	item := func(label, value string) ui.IdentityItem {
		return ui.IdentityItem{Label: v.Say(label), Value: ui.Text(value)}
	}
	all := []ui.IdentityItem{
		item("fields.recipient", o.Parties.Recipient.FullName()), item("order-pages.provider", o.Provider(v.Locale)),
		item("order-pages.term", term(v, o.Order)), item("order-pages.volume", volume(v, o.Order)),
	}
	if worked(o.Order) {
		all[3].Value = ui.Body(ui.Meter(used(v, o.Order)))
	}
	return all
}

// used is how much of an order's volume is worked off; how much is left matters while it runs.
func used(v *web.Visit, o orders.Order) ui.MeterProps {
	m := ui.MeterProps{Used: o.Used, Total: o.Amount, Words: volume(v, o)}
	if o.Status == orders.OnExecution {
		m.Note = v.Say("order-pages.left", map[string]any{"Left": fields.Amount(v, o.Service, o.Left())})
	}
	return m
}

func term(v *web.Visit, o orders.Order) string {
	return v.Words.Date(o.From) + " – " + v.Words.Date(o.To)
}

// note says what an order waits for.
func note(v *web.Visit, o orders.View) string {
	provides := o.Side == orders.AsSpecialist || o.Side == orders.AsOrganisation
	switch {
	case o.Leaving:
		return v.Words.Problem(orders.WhyNot(o.Order, orders.Confirm, true))
	case o.Status == orders.Waiting && provides && o.AnswerBy.IsZero():
		return v.Say("order-pages.note.answer")
	case o.Status == orders.Waiting && provides:
		return v.Say("order-pages.note.answer-by", map[string]any{"Day": o.AnswerBy})
	case o.Status == orders.Waiting && !o.AnswerBy.IsZero():
		return v.Say("order-pages.note.waits-by", map[string]any{"Day": o.AnswerBy})
	case o.Status == orders.OnExecution && o.WorkEnded():
		return v.Say("order-pages.note.work-ended")
	}
	return ""
}

// details are what happened to an order and when, beside what the bar says.
func details(v *web.Visit, o orders.View) ui.SummaryListProps {
	when := func(key, value string) ui.SummaryRow {
		if value == "" {
			return ui.SummaryRow{}
		}
		return ui.Fact(v.Say(key), value)
	}
	moment := func(i calendar.Instant) string {
		if i.IsZero() {
			return ""
		}
		return v.Words.DateTime(i)
	}
	l := ui.SummaryListProps{Rows: []ui.SummaryRow{
		ui.Fact(v.Say("order-pages.placed"), v.Words.DateTime(o.PlacedAt)), when("order-pages.carried-out", carriedOut(o)), when("order-pages.answered", moment(o.AnsweredAt)),
		when("order-pages.work-ended", moment(o.WorkEndedAt)), when("order-pages.closed", moment(o.ClosedAt)),
	}}
	if o.Status.HasReason() {
		l.Rows = append(l.Rows, ui.Fact(v.Say("fields.reason"), reason(v, o.Order)))
	}
	l.Rows = fields.Known(l.Rows...)
	return l
}

// carriedOut is the worker an organisation appointed, or the bed.
func carriedOut(o orders.View) string {
	if o.BedLabel != "" {
		return o.BedLabel
	}
	if !o.Order.Organisation.IsZero() {
		return o.Parties.Worker.FullName()
	}
	return ""
}

// contacts are how the other side is reached; shown to the two sides while the order runs.
func contacts(v *web.Visit, o orders.View) *ui.SummaryListProps {
	if o.Status != orders.OnExecution {
		return nil
	}
	var rows []ui.SummaryRow
	switch o.Side {
	case orders.AsRecipient:
		rows = reach(v, o.Parties.Worker.FullName(), o.Parties.Worker.Phone, "")
		if firm := o.Parties.Organisation; !firm.ID.IsZero() {
			rows = append(rows, reach(v, firm.Name.In(v.Locale), firm.Phone, firm.Address)...)
		}
	case orders.AsSpecialist, orders.AsOrganisation:
		r := o.Parties.Recipient
		rows = reach(v, r.FullName(), r.Phone, r.Address)
	case orders.AsOfficer:
	}
	if len(rows) == 0 {
		return nil
	}
	return &ui.SummaryListProps{Card: &ui.SummaryCardProps{Title: v.Say("order-pages.contacts")}, Rows: rows}
}

func reach(v *web.Visit, name, phone, address string) []ui.SummaryRow {
	if name == "" {
		return nil
	}
	var lines []string
	for _, line := range []string{phone, address} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		lines = []string{v.Say("order-pages.no-contacts")}
	}
	return []ui.SummaryRow{{Key: name, Value: ui.Body(ui.Paragraphs(lines...))}}
}

// anew leads a recipient whose order came to nothing to somebody else (manual, step 28).
func anew(v *web.Visit, o orders.View) *ui.ButtonProps {
	if o.Side != orders.AsRecipient || o.Status.Live() || o.Status == orders.Completed || !v.By.May(access.PlaceOrder) {
		return nil
	}
	return &ui.ButtonProps{Text: v.Say("order-pages.choose-another"), Href: v.Path("/specialists") + "?service=" + string(o.Service), Kind: ui.ButtonSecondary}
}

// beds tells whether an order is of a bed place, whose rules know no journal and no acts.
func beds(o orders.View) bool { return o.Service == registry.BedPlace }
