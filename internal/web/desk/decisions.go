package desk

import (
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// registerView lists applications that wait, those decided, or the district's entries.
type registerView struct {
	header    ui.PageHeaderProps
	tabsLabel string
	tabs      []ui.Tab
	table     ui.TableProps
	empty     ui.EmptyStateProps
}

// The lists of the page.
const (
	tabWaiting = "waiting"
	tabDecided = "decided"
	tabEntries = "entries"
)

func (p pages) register(v *web.Visit) error {
	tab := v.Query("tab")
	if tab != tabDecided && tab != tabEntries {
		tab = tabWaiting
	}
	page := registerView{header: ui.PageHeaderProps{Title: v.Say("menu.decisions")}, tabsLabel: v.Say("menu.decisions"),
		empty: ui.EmptyStateProps{Title: v.Say("desk.none." + tab), Text: v.Say("desk.none-why." + tab)}}
	for _, one := range []string{tabWaiting, tabDecided, tabEntries} {
		page.tabs = append(page.tabs, ui.Tab{Text: v.Say("desk.tab." + one), Href: v.Path("/desk/register") + "?tab=" + one, Current: one == tab})
	}
	var err error
	if tab == tabEntries {
		page.table, err = p.entriesTable(v)
	} else {
		page.table, err = p.applicationsTable(v, tab == tabDecided)
	}
	if err != nil {
		return err
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: registerPage(page), Active: "/desk/register", Wide: true})
}

func (p pages) applicationsTable(v *web.Visit, decided bool) (ui.TableProps, error) {
	t := ui.TableProps{Caption: v.Say("menu.decisions"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("fields.applicant"), Wide: true}, {Text: v.Say("desk.application")}, {Text: v.Say("fields.service")}, {Text: v.Say("desk.filed")}, {Text: v.Say("fields.status")}}}
	all, err := p.reg.ToDecide(v.Context(), v.By, decided)
	for _, a := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: a.Who.In(v.Locale), Href: v.Path("/desk/register/" + a.ID.String())})), ui.Words(v.Say("register-pages.kind." + a.Kind)),
			ui.Words(fields.Service(v, a.Service)), ui.Nowrap(v.Words.ShortDate(a.FiledAt.Date())), ui.Holds(ui.Tag(fields.Application(v, a.Status))),
		}})
	}
	return t, err
}

func (p pages) entriesTable(v *web.Visit) (ui.TableProps, error) {
	t := ui.TableProps{Caption: v.Say("menu.decisions"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("register-pages.who"), Wide: true}, {Text: v.Say("register-pages.number")}, {Text: v.Say("fields.service")}, {Text: v.Say("fields.status")}}}
	all, err := p.reg.UnitEntries(v.Context(), v.By)
	for _, e := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: e.Who.In(v.Locale), Href: v.Path("/desk/entries/" + e.ID.String())})), ui.Nowrap(e.Number),
			ui.Words(fields.Service(v, e.Service)), ui.Holds(ui.Tag(fields.Entry(v, e.Status))),
		}})
	}
	return t, err
}

// applicationView is one application and what can be decided about it.
type applicationView struct {
	header  ui.PageHeaderProps
	facts   ui.SummaryListProps
	note    string
	approve *ui.FormProps
	yes     string
	refuse  *ui.FormProps
	reason  ui.TextareaProps
	no      string
	noTitle string
}

func (p pages) application(v *web.Visit) error { return p.showApplication(v, nil, ui.Errors{}) }

func (p pages) foundApplication(v *web.Visit) (registry.Application, error) {
	var id registry.ApplicationID
	if err := idIn(v, "application", &id); err != nil {
		return registry.Application{}, err
	}
	return p.reg.Application(v.Context(), v.By, id)
}

func (p pages) showApplication(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	a, err := p.foundApplication(v)
	if err != nil {
		return err
	}
	status := fields.Application(v, a.Status)
	page := applicationView{header: ui.PageHeaderProps{Caption: v.Say("register-pages.kind." + a.Kind), Title: a.Who.In(v.Locale), Tag: &status}, facts: applicationFacts(v, a),
		yes: v.Say("desk.approve"), no: v.Say("desk.refuse"), noTitle: v.Say("desk.refuse-title")}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	page.reason = ask.Lines("reason", "desk.refuse-reason", "desk.refuse-reason-why", 3)
	for _, m := range a.Allowed(v.By) {
		switch m.To {
		case registry.Approved:
			page.approve = &ui.FormProps{Action: v.Path("/desk/register/" + a.ID.String() + "/approve")}
		case registry.Refused:
			page.refuse = &ui.FormProps{Action: v.Path("/desk/register/" + a.ID.String() + "/refuse")}
		case registry.Waiting, registry.Withdrawn:
		}
	}
	if a.Person == v.By.PersonID() {
		page.note = v.Say("registry.own-decision")
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: applicationPage(page), Back: "/desk/register", Active: "/desk/register", Errors: wrong})
}

func applicationFacts(v *web.Visit, a registry.Application) ui.SummaryListProps {
	l := ui.SummaryListProps{Rows: []ui.SummaryRow{ui.Fact(v.Say("fields.service"), fields.Service(v, a.Service)), ui.Fact(v.Say("desk.filed"), v.Words.DateTime(a.FiledAt))}}
	if a.Kind == registry.KindEnter {
		capacity := v.Say("registry.no-limit")
		if a.Capacity > 0 {
			capacity = v.Words.Hours(a.Capacity)
		}
		l.Rows = append(l.Rows, ui.Fact(v.Say("fields.languages"), fields.SpokenBy(v, a.Languages)), ui.Fact(v.Say("register-pages.capacity"), capacity))
		for _, about := range [][3]string{{"kk", "register-pages.about-kk", a.AboutKK}, {"ru", "register-pages.about-ru", a.AboutRU}} {
			if about[2] != "" {
				row := ui.Fact(v.Say(about[1]), about[2])
				row.Lang = about[0]
				l.Rows = append(l.Rows, row)
			}
		}
	}
	if !a.DecidedAt.IsZero() {
		l.Rows = append(l.Rows, ui.Fact(v.Say("register-pages.decided"), v.Words.DateTime(a.DecidedAt)))
	}
	if a.Reason != "" {
		l.Rows = append(l.Rows, ui.Fact(v.Say("fields.reason"), a.Reason))
	}
	return l
}

func (p pages) approve(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	a, err := p.foundApplication(v)
	if err != nil {
		return err
	}
	err = p.reg.Approve(v.Context(), v.By, a.ID)
	if wrong, again := v.Wrong(err); again {
		return p.showApplication(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/desk/register", "done.approved")
}

func (p pages) refuse(v *web.Visit) error {
	form, err := v.Form("reason")
	if err != nil {
		return err
	}
	a, err := p.foundApplication(v)
	if err != nil {
		return err
	}
	if err = form.Problem(); err == nil {
		err = p.reg.Refuse(v.Context(), v.By, a.ID, form.Text("reason"))
	}
	if wrong, again := v.Wrong(err); again {
		return p.showApplication(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/desk/register", "done.refused")
}

// entryView is one entry of the register, which may be suspended or brought back.
type entryView struct {
	header ui.PageHeaderProps
	facts  ui.SummaryListProps
	form   *ui.FormProps
	reason ui.TextareaProps
	submit ui.ButtonProps
}

func (p pages) entry(v *web.Visit) error { return p.showEntry(v, nil, ui.Errors{}) }

func (p pages) foundEntry(v *web.Visit) (registry.Entry, error) {
	var id registry.EntryID
	if err := idIn(v, "entry", &id); err != nil {
		return registry.Entry{}, err
	}
	return p.reg.UnitEntry(v.Context(), v.By, id)
}

func (p pages) showEntry(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	e, err := p.foundEntry(v)
	if err != nil {
		return err
	}
	status := fields.Entry(v, e.Status)
	page := entryView{header: ui.PageHeaderProps{Caption: fields.Service(v, e.Service), Title: e.Who.In(v.Locale), Tag: &status}}
	page.facts.Rows = []ui.SummaryRow{ui.Fact(v.Say("register-pages.number"), e.Number), ui.Fact(v.Say("register-pages.since"), v.Words.Date(e.EnteredAt.Date())), ui.Fact(v.Say("fields.languages"), fields.SpokenBy(v, e.Languages))}
	if e.Service.CountsHours() {
		page.facts.Rows = append(page.facts.Rows, ui.Fact(v.Say("register-pages.taken"), v.Words.Hours(e.Taken)), ui.Fact(v.Say("register-pages.free"), fields.Free(v, e)))
	}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	for _, m := range e.Allowed(v.By) {
		if m.Name != "suspend" && m.Name != "resume" {
			continue // leaving and entering go by an application
		}
		page.form = &ui.FormProps{Action: v.Path("/desk/entries/" + e.ID.String()), Hidden: []ui.Hidden{{Name: "move", Value: m.Name}}}
		page.reason, page.submit = ask.Lines("reason", "fields.reason", "", 3), ui.ButtonProps{Text: v.Say("desk.move." + m.Name), Kind: ui.ButtonSecondary, Once: true}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: entryPage(page), Back: "/desk/register", Active: "/desk/register", Errors: wrong})
}

func (p pages) moveEntry(v *web.Visit) error {
	form, err := v.Form("move", "reason")
	if err != nil {
		return err
	}
	e, err := p.foundEntry(v)
	if err != nil {
		return err
	}
	act := p.reg.Suspend
	if form.Text("move") == "resume" {
		act = p.reg.Resume
	}
	if err = form.Problem(); err == nil {
		err = act(v.Context(), v.By, e.ID, form.Text("reason"))
	}
	if wrong, again := v.Wrong(err); again {
		return p.showEntry(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/desk/register", "done.entry-moved")
}
