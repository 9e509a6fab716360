package desk

import (
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// ordersView is the list of the district's orders, which an officer only reads.
type ordersView struct {
	header    ui.PageHeaderProps
	tabsLabel string
	tabs      []ui.Tab
	found     string
	table     ui.TableProps
	pages     ui.PaginationProps
	empty     ui.EmptyStateProps
}

func tabOf(name string) orders.Tab {
	for _, t := range orders.TabsOrder() {
		if string(t) == name {
			return t
		}
	}
	return orders.TabAll
}

func (p pages) district(v *web.Visit) error {
	tab := tabOf(v.Query("tab"))
	list, err := p.orders.List(v.Context(), v.By, orders.Query{Side: orders.AsOfficer, Tab: tab, After: v.Query("after")})
	if err != nil {
		return err
	}
	counts, err := p.orders.Tabs(v.Context(), v.By, orders.AsOfficer)
	if err != nil {
		return err
	}
	page := ordersView{header: ui.PageHeaderProps{Title: v.Say("menu.desk-orders")}, tabsLabel: v.Say("menu.desk-orders"), table: ordersTable(v, list.Rows),
		found: counted(v, list.Found), empty: ui.EmptyStateProps{Title: v.Say("desk.orders-none"), Text: v.Say("desk.orders-none-why")}}
	for _, t := range orders.TabsOrder() {
		page.tabs = append(page.tabs, ui.Tab{Text: v.Say("desk.orders-tab." + string(t)), Href: v.Path("/desk/orders") + "?tab=" + string(t), Current: t == tab, Count: fields.TabCount(v, counts[t])})
	}
	if list.HasMore {
		page.pages = ui.PaginationProps{Label: v.Say("register-pages.pages"), Next: &ui.PageStep{Text: v.Say("register-pages.more"), Href: v.Path("/desk/orders") + "?tab=" + string(tab) + "&after=" + list.Next}}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: ordersPage(page), Active: "/desk/orders", Wide: true})
}

func counted(v *web.Visit, n int) string {
	if n >= orders.Capped {
		return v.Say("register-pages.found-many", map[string]any{"N": orders.Capped - 1})
	}
	return v.Words.Count("register-pages.found", n)
}

func ordersTable(v *web.Visit, all []orders.Row) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("menu.desk-orders"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("desk.number")}, {Text: v.Say("desk.placed")}, {Text: v.Say("fields.recipient"), Wide: true}, {Text: v.Say("desk.provider"), Wide: true},
		{Text: v.Say("fields.service")}, {Text: v.Say("desk.volume"), Numeric: true}, {Text: v.Say("fields.status")}}}
	for _, o := range all {
		provider := o.Firm.In(v.Locale)
		if provider == "" {
			provider = o.WorkerName.FullName()
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: "№ " + string(o.Number), Href: v.Path(o.Link())})), ui.Nowrap(v.Words.ShortDate(o.PlacedAt.Date())), ui.Words(o.RecipientName.FullName()),
			ui.Words(provider), ui.Words(fields.Service(v, o.Service)), ui.Nowrap(fields.Amount(v, o.Service, o.Amount)), ui.Holds(ui.Tag(fields.Order(v, o.Status))),
		}})
	}
	return t
}
