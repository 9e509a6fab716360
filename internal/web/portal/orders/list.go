package ordering

import (
	"net/url"

	"asar/internal/access"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// listView is a list of orders of one side.
type listView struct {
	header    ui.PageHeaderProps
	urgent    *ui.NotificationBannerProps
	tabsLabel string
	tabs      []ui.Tab
	filter    *filterView // only of those who provide services
	found     string
	table     ui.TableProps
	pages     ui.PaginationProps
	empty     ui.EmptyStateProps
}

// listing is which list is shown, and which part of it.
type listing struct {
	side   orders.Side
	path   string
	tab    orders.Tab
	search search
	kept   string // of the search, in the address
	form   *web.Form
	wrong  ui.Errors
}

func (p pages) list(v *web.Visit) error {
	l := listing{side: providing(v.By), path: "/orders", tab: tabOf(v.Query("tab")), kept: v.Query("f")}
	if l.kept != "" {
		l.search = v.Recall(keptAs, l.kept)
	}
	return p.showList(v, l)
}

func (p pages) mine(v *web.Visit) error {
	return p.showList(v, listing{side: orders.AsRecipient, path: "/my-orders", tab: tabOf(v.Query("tab"))})
}

// about are the purposes whose waiting signatures a list tells of: the order itself does not
// exist yet.
func (l listing) about() []string {
	if l.side == orders.AsRecipient {
		return []string{string(orders.PurposePlace)}
	}
	return nil
}

// providing is the side from which somebody sees the orders placed with them.
func providing(by access.Actor) orders.Side {
	if by.Has(access.Supplier) {
		return orders.AsOrganisation
	}
	return orders.AsSpecialist
}

func tabOf(name string) orders.Tab {
	for _, t := range orders.TabsOrder() {
		if string(t) == name {
			return t
		}
	}
	return orders.TabAll
}

func (p pages) showList(v *web.Visit, l listing) error {
	after := v.Query("after")
	list, err := p.orders.List(v.Context(), v.By, orders.Query{Side: l.side, Tab: l.tab, Filter: l.search.filter(), After: after})
	if err != nil {
		return err
	}
	counts, err := p.orders.Tabs(v.Context(), v.By, l.side)
	if err != nil {
		return err
	}
	page := listView{header: ui.PageHeaderProps{Title: v.Say("order-pages.title." + string(l.side))}, tabsLabel: v.Say("order-pages.tabs"), tabs: l.tabs(v, counts),
		found: found(v, list.Found), table: l.table(v, list), pages: l.pages(v, list, after), empty: l.empty(v, counts[orders.TabAll] > 0)}
	if l.side == orders.AsRecipient {
		page.header.Actions = []ui.ButtonProps{{Text: v.Say("order-pages.choose-provider"), Href: v.Path("/specialists"), Kind: ui.ButtonSecondary}}
	} else {
		filter := l.filter(v)
		page.filter = &filter
		if page.urgent, err = p.urgent(v, l, counts[orders.TabWaiting], list); err != nil {
			return err
		}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: listPage(page), Active: l.path, Wide: true, Errors: l.wrong, About: l.about()})
}

func (l listing) tabs(v *web.Visit, counts orders.Counts) (tabs []ui.Tab) {
	for _, t := range orders.TabsOrder() {
		tabs = append(tabs, ui.Tab{Text: v.Say("order-pages.tab." + string(t)), Href: v.Path(l.path) + "?tab=" + string(t), Current: t == l.tab && l.search == nil, Count: fields.TabCount(v, counts[t])})
	}
	return tabs
}

func found(v *web.Visit, n int) string {
	if n >= orders.Capped {
		return v.Say("order-pages.found-many", map[string]any{"N": orders.Capped - 1})
	}
	return v.Words.Count("order-pages.found", n)
}

// pages lead onwards by where the last row stands, and back to the beginning.
func (l listing) pages(v *web.Visit, list orders.Page, after string) ui.PaginationProps {
	q := url.Values{}
	if l.kept != "" {
		q.Set("f", l.kept)
	} else {
		q.Set("tab", string(l.tab))
	}
	page := ui.PaginationProps{Label: v.Say("order-pages.pages")}
	if after != "" {
		page.Previous = &ui.PageStep{Text: v.Say("order-pages.to-first"), Href: v.Path(l.path) + "?" + q.Encode()}
	}
	if list.HasMore {
		q.Set("after", list.Next)
		page.Next = &ui.PageStep{Text: v.Say("order-pages.next"), Href: v.Path(l.path) + "?" + q.Encode()}
	}
	return page
}

// empty says why there is nothing to see, and what to do next.
func (l listing) empty(v *web.Visit, elsewhere bool) ui.EmptyStateProps {
	switch {
	case l.search != nil:
		return ui.EmptyStateProps{Title: v.Say("order-pages.none-found"), Text: v.Say("order-pages.none-found-why")}
	case elsewhere:
		return ui.EmptyStateProps{Title: v.Say("order-pages.none"), Text: v.Say("order-pages.none-in-tab")}
	}
	e := ui.EmptyStateProps{Title: v.Say("order-pages.none"), Text: v.Say("order-pages.none-why." + string(l.side))}
	if l.side != orders.AsRecipient {
		e.Links = []ui.Link{{Text: v.Say("menu.register"), Href: v.Path("/register")}}
	}
	return e
}

// urgent is the banner of what waits for an answer; it is left out on further pages and
// beside a search.
func (p pages) urgent(v *web.Visit, l listing, waiting int, list orders.Page) (*ui.NotificationBannerProps, error) {
	if waiting == 0 || l.search != nil || v.Query("after") != "" || l.wrong.Any() {
		return nil, nil
	}
	oldest, found, err := p.orders.Oldest(v.Context(), v.By, l.side)
	if err != nil || !found {
		return nil, err
	}
	b := urgentView{text: v.Words.Count("order-pages.wait-for-you", waiting),
		link: ui.Link{Text: v.Say("order-pages.answer-number", map[string]any{"Number": string(oldest.Number)}), Href: v.Path(oldest.Link() + "/answer")}}
	if waiting >= orders.TabCapped {
		b.text = v.Say("order-pages.wait-many", map[string]any{"N": orders.TabCapped - 1})
	}
	if !oldest.AnswerBy.IsZero() {
		b.by = v.Say("order-pages.answer-by", map[string]any{"Day": dayInWords(v, oldest.AnswerBy, list.Today)})
	}
	return &ui.NotificationBannerProps{Title: v.Say("order-pages.important"), Content: ui.Body(urgentBanner(b))}, nil
}

// urgentView is what waits longest.
type urgentView struct {
	text, by string
	link     ui.Link
}

func (l listing) table(v *web.Visit, list orders.Page) ui.TableProps {
	other := v.Say("fields.recipient")
	if l.side == orders.AsRecipient {
		other = v.Say("order-pages.provider")
	}
	t := ui.TableProps{Caption: v.Say("order-pages.title." + string(l.side)), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("order-pages.number")}, {Text: v.Say("order-pages.placed")}, {Text: other}, {Text: v.Say("fields.service")},
		{Text: v.Say("order-pages.volume")}, {Text: v.Say("order-pages.status")}, {Text: v.Say("fields.actions"), Actions: true}}}
	for _, o := range list.Rows {
		t.Rows = append(t.Rows, l.row(v, o, list))
	}
	return t
}

func (l listing) row(v *web.Visit, o orders.Row, list orders.Page) ui.Row {
	other := o.RecipientName.FullName()
	if l.side == orders.AsRecipient {
		other = providerOf(v, o)
	}
	tag := fields.Order(v, o.Status)
	row := ui.Row{Tone: tag.Tone, Cells: []ui.Cell{
		ui.Holds(ui.RowLink(ui.Link{Text: "№ " + string(o.Number), Href: v.Path(o.Link())})), ui.Nowrap(v.Words.ShortDate(o.PlacedAt.Date())), ui.Words(other),
		ui.Words(fields.Service(v, o.Service)), ui.Words(volume(v, o.Order)), ui.Holds(ui.Stack(l.standing(v, o, tag, list)...)), {Empty: true},
	}}
	if button := rowButton(v, o.Order); button != nil {
		row.Cells[6] = ui.Holds(ui.Button(*button))
	}
	return row
}

func providerOf(v *web.Visit, o orders.Row) string {
	if firm := o.Firm.In(v.Locale); firm != "" {
		return firm
	}
	return o.WorkerName.FullName()
}
