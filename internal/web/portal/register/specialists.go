package register

import (
	"net/url"

	"asar/internal/access"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// listView is the public list of specialists and organisations.
type listView struct {
	header  ui.PageHeaderProps
	filter  ui.FilterProps
	service ui.SelectProps
	unit    ui.SelectProps
	spoken  ui.SelectProps
	name    ui.TextInputProps
	found   string
	table   ui.TableProps
	pages   ui.PaginationProps
	empty   ui.EmptyStateProps
}

// wanted is a search as its fields are called.
type wanted map[string]string

func (w wanted) search(after string) registry.Search {
	s := registry.Search{Language: w["language"], Name: w["name"], After: after}
	if service, ok := registry.ParseService(w["service"]); ok {
		s.Service = service
	}
	_ = s.Unit.UnmarshalText([]byte(w["unit"])) // an address somebody changed narrows nothing
	return s
}

// address keeps the search in the address, but never a name: that is kept with the session.
func (w wanted) address(kept string) string {
	q := url.Values{}
	for _, name := range []string{"service", "unit", "language"} {
		if w[name] != "" {
			q.Set(name, w[name])
		}
	}
	if kept != "" {
		q.Set("f", kept)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (p pages) list(v *web.Visit) error {
	w := wanted{"service": v.Query("service"), "unit": v.Query("unit"), "language": v.Query("language")}
	if kept := v.Query("f"); kept != "" && v.By.SignedIn() {
		w["name"] = v.Recall("specialists", kept)["name"]
	}
	return p.showList(v, w, v.Query("f"))
}

// search leads to the list with a search. A visitor's search for a name is shown at once,
// because there is no session to keep it.
func (p pages) search(v *web.Visit) error {
	form, err := v.Form("service", "unit", "language", "name")
	if err != nil {
		return err
	}
	w := wanted{"service": form.Text("service"), "unit": form.Text("unit"), "language": form.Text("language"), "name": form.Text("name")}
	if w["name"] == "" {
		return v.Go("/specialists" + w.address(""))
	}
	if !v.By.SignedIn() {
		return p.showList(v, w, "")
	}
	kept, err := v.Remember("specialists", map[string]string{"name": w["name"]})
	if err != nil {
		return err
	}
	return v.Go("/specialists" + w.address(kept))
}

func (p pages) showList(v *web.Visit, w wanted, kept string) error {
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return err
	}
	listing, err := p.reg.Specialists(v.Context(), w.search(v.Query("after")))
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Given: w}
	page := listView{
		header: ui.PageHeaderProps{Title: v.Say("register-pages.specialists"), Intro: v.Say("register-pages.specialists-intro")},
		filter: ui.FilterProps{Title: v.Say("register-pages.search"), Action: v.Path("/specialists"), Apply: v.Say("register-pages.find"), Open: true,
			Clear: ui.Link{Text: v.Say("register-pages.clear"), Href: v.Path("/specialists")}},
		service: ask.ServiceList("service", "fields.service"), unit: ask.Units("unit", "fields.district", "fields.any", "district", units),
		spoken: ask.LanguageList("language", "fields.language"), name: ask.Line("name", "register-pages.name", "", ui.Width20),
		found: found(v, listing.Found),
		empty: ui.EmptyStateProps{Title: v.Say("register-pages.nobody"), Text: v.Say("register-pages.nobody-why")},
	}
	page.table = p.rows(v, listing.Rows, units)
	if listing.After != "" {
		to, sep := v.Path("/specialists")+w.address(kept), "?"
		if w.address(kept) != "" {
			sep = "&"
		}
		page.pages = ui.PaginationProps{Label: v.Say("register-pages.pages"), Next: &ui.PageStep{Text: v.Say("register-pages.more"), Href: to + sep + "after=" + listing.After}}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: listPage(page), Active: "/my-services", Wide: true, Indexed: true})
}

func found(v *web.Visit, n int) string {
	if n > registry.MostFound {
		return v.Say("register-pages.found-many", map[string]any{"N": registry.MostFound})
	}
	return v.Words.Count("register-pages.found", n)
}

func (p pages) rows(v *web.Visit, all []registry.Entry, units []registry.Unit) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("register-pages.specialists"), CaptionHidden: true, RowHeaders: true, Columns: []ui.Column{
		{Text: v.Say("register-pages.who"), Wide: true}, {Text: v.Say("fields.service")}, {Text: v.Say("fields.district")}, {Text: v.Say("fields.languages")}, {Text: v.Say("register-pages.free")}}}
	for _, e := range all {
		free := ui.Cell{Empty: true}
		if e.Service.CountsHours() {
			free = ui.Words(fields.Free(v, e))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: e.Who.In(v.Locale), Href: v.Path("/specialists/" + e.ID.String())})),
			ui.Words(fields.Service(v, e.Service)), ui.Words(fields.UnitName(v, units, e.Unit)), ui.Words(fields.SpokenBy(v, e.Languages)), free,
		}})
	}
	return t
}

// oneView is the public page of a specialist or an organisation.
type oneView struct {
	header ui.PageHeaderProps
	facts  ui.SummaryListProps
	note   string
	order  *ui.ButtonProps
}

func (p pages) one(v *web.Visit) error {
	var id registry.EntryID
	if err := idIn(v, "entry", &id); err != nil {
		return err
	}
	e, err := p.reg.Specialist(v.Context(), id)
	if err != nil {
		return err
	}
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return err
	}
	status := fields.Entry(v, e.Status)
	page := oneView{header: ui.PageHeaderProps{Caption: fields.Service(v, e.Service), Title: e.Who.In(v.Locale), Tag: &status}}
	if page.facts, err = p.factsOf(v, e, units); err != nil {
		return err
	}
	p.offerOrder(v, e, &page)
	return v.Show(web.Screen{Title: page.header.Title, Body: onePage(page), Back: "/specialists?service=" + string(e.Service), Active: "/my-services"})
}

// offerOrder says how the service can be ordered, or why it cannot.
func (p pages) offerOrder(v *web.Visit, e registry.Entry, page *oneView) {
	switch {
	case e.Status != registry.Active:
		page.note = v.Say("register-pages.takes-none")
	case !v.By.SignedIn():
		page.note = v.Say("register-pages.sign-in-to-order")
		page.order = &ui.ButtonProps{Text: v.Say("start.enter"), Href: v.Path("/sign-in") + "?" + url.Values{"next": {"/specialists/" + e.ID.String()}}.Encode()}
	case v.By.May(access.PlaceOrder) && e.Person != v.By.PersonID():
		page.order = &ui.ButtonProps{Text: v.Say("register-pages.order"), Href: v.Path("/my-orders/new") + "?entry=" + e.ID.String()}
	}
}

func (p pages) factsOf(v *web.Visit, e registry.Entry, units []registry.Unit) (ui.SummaryListProps, error) {
	l := ui.SummaryListProps{Rows: []ui.SummaryRow{
		ui.Fact(v.Say("register-pages.number"), e.Number), ui.Fact(v.Say("fields.district"), fields.UnitName(v, units, e.Unit)), ui.Fact(v.Say("fields.languages"), fields.SpokenBy(v, e.Languages)),
	}}
	if e.Service.CountsHours() {
		l.Rows = append(l.Rows, ui.Fact(v.Say("register-pages.free"), fields.Free(v, e)))
	} else {
		n, err := p.reg.FreeToday(v.Context(), e.Organisation)
		if err != nil {
			return l, err
		}
		l.Rows = append(l.Rows, ui.Fact(v.Say("register-pages.free-today"), v.Words.Number(n)))
	}
	if text, language := about(v, e.Offer); text != "" {
		row := ui.Fact(v.Say("register-pages.about"), text)
		if language != string(v.Locale) {
			row.Lang = language
		}
		l.Rows = append(l.Rows, row)
	}
	return l, nil
}
