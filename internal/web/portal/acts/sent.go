package acts

import (
	"github.com/a-h/templ"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// sentView is the page «Отправленная документация» (screen 25).
type sentView struct {
	header    ui.PageHeaderProps
	tabsLabel string
	tabs      []ui.Tab
	table     ui.TableProps
	empty     ui.EmptyStateProps
	pages     ui.PaginationProps
}

// sentOf is what was sent of one order.
func (p pages) sentOf(v *web.Visit) error {
	id, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	m, err := p.acts.OfMonth(v.Context(), v.By, id, calendar.Month{})
	if err != nil {
		return err
	}
	page := sentView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, m.Order.Number), Title: v.Say("menu.sent")}, tabsLabel: v.Say("fields.order-sections"), tabs: fields.OrderTabs(v, m.Order, fields.SectionSent)}
	side := orders.SideOf(v.By, m.Order)
	return p.listSent(v, page, acts.Query{Order: id, After: v.Query("after")}, web.Screen{Back: m.Order.Link() + "/journal", Active: fields.OrdersMenu(side)})
}

// sent is everything that was sent on the acting person's side.
func (p pages) sent(v *web.Visit) error {
	page := sentView{header: ui.PageHeaderProps{Title: v.Say("menu.sent"), Intro: v.Say("act-pages.sent-intro")}}
	return p.listSent(v, page, acts.Query{Side: sideOf(v.By), After: v.Query("after")}, web.Screen{Active: "/sent"})
}

// sideOf is from where somebody looks at everything that was sent.
func sideOf(by access.Actor) orders.Side {
	switch {
	case by.Has(access.Supplier):
		return orders.AsOrganisation
	case by.Has(access.Officer):
		return orders.AsOfficer
	case by.Has(access.Specialist):
		return orders.AsSpecialist
	}
	return orders.AsRecipient
}

func (p pages) listSent(v *web.Visit, page sentView, query acts.Query, screen web.Screen) error {
	list, err := p.acts.SentList(v.Context(), v.By, query)
	if err != nil {
		return err
	}
	page.table = sentTable(v, list.Rows, query.Order.IsZero())
	page.empty = ui.EmptyStateProps{Title: v.Say("act-pages.sent-none"), Text: v.Say("act-pages.sent-none-why")}
	if list.Next != "" {
		page.pages = ui.PaginationProps{Label: v.Say("act-pages.pages"), Next: &ui.PageStep{Text: v.Say("act-pages.older"), Href: v.R.URL.Path + "?after=" + list.Next}}
	}
	screen.Title, screen.Body, screen.Wide = page.header.Title, sentPage(page), true
	return v.Show(screen)
}

func sentTable(v *web.Visit, rows []acts.Row, all bool) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("menu.sent"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{{Text: v.Say("act-pages.act")}}}
	if all {
		t.Columns = append(t.Columns, ui.Column{Text: v.Say("act-pages.order")}, ui.Column{Text: v.Say("fields.recipient")})
	}
	t.Columns = append(t.Columns, ui.Column{Text: v.Say("act-pages.month")}, ui.Column{Text: v.Say("act-pages.hours"), Numeric: true}, ui.Column{Text: v.Say("act-pages.sent-at")},
		ui.Column{Text: v.Say("fields.status"), Wide: true}, ui.Column{Text: v.Say("act-pages.document")})
	for _, r := range rows {
		cells := []ui.Cell{ui.Holds(ui.RowLink(ui.Link{Text: "№ " + r.Number, Href: v.Path(r.Link())}))}
		if all {
			cells = append(cells, tight(ui.TextLink(ui.Link{Text: "№ " + string(r.OrderNumber), Href: v.Path("/orders/" + r.Order.String())})), ui.Words(r.Recipient.FullName()))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: append(cells, ui.Nowrap(v.Words.Month(r.Month)), ui.Nowrap(v.Words.Hours(r.Minutes)), ui.Words(v.Words.DateTime(r.SentAt)),
			ui.Holds(ui.Stack(standing(v, r)...)), ui.Holds(ui.TextLink(document(v, r))))})
	}
	return t
}

// standing is where an act stands, since when it waits, or why it was returned.
func standing(v *web.Visit, r acts.Row) []templ.Component {
	all := []templ.Component{ui.Tag(fields.Act(v, r.Status))}
	if text := waitsBriefly(v, r.Waits); text != "" {
		all = append(all, small(text))
	}
	if r.ReturnReason != "" {
		all = append(all, small(v.Say("act-pages.reason", lang.Args{"Reason": r.ReturnReason})))
	}
	return all
}

// document is what was sent: the scan of the signed paper, or the act that both signed
// electronically, in the reader's language.
func document(v *web.Visit, r acts.Row) ui.Link {
	file := acts.ActRU
	switch {
	case r.Scanned():
		file = acts.ScanFile
	case v.Locale == lang.KK:
		file = acts.ActKK
	}
	l := fileLink(v, r.Act, file)
	l.Text, l.Hidden = v.Say("act-pages.download"), "№ "+r.Number
	return l
}

// tight keeps a number on one line.
func tight(c templ.Component) ui.Cell { return ui.Cell{Rich: ui.Body(c), Tight: true} }
