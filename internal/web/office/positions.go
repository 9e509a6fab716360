package office

import (
	"asar/internal/access"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// personView is a person, the positions they hold, and a form for a new one.
type personView struct {
	header         ui.PageHeaderProps
	facts          ui.SummaryListProps
	positionsTitle string
	positions      ui.TableProps
	none           string
	giveTitle      string
	form           ui.FormProps
	role           ui.ChoicesProps
	unit           ui.SelectProps
	firm           ui.SelectProps
	from           ui.DateInputProps
	give           string
	sessions       ui.Link
	sessionsTitle  string
	sessionsWhy    string
}

func (p people) one(v *web.Visit) error { return p.show(v, nil, ui.Errors{}) }

func (p people) show(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	listed, err := p.listed(v)
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Form: form, Wrong: fields.ToDates(wrong, "from")}
	page, err := p.personOf(v, listed, ask)
	if err != nil {
		return err
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: personPage(page), Back: "/office/people", Active: "/office/people", Wide: true, Errors: ask.Wrong})
}

func (p people) personOf(v *web.Visit, l registry.Listed, ask fields.Asked) (page personView, err error) {
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return page, err
	}
	firms, err := p.reg.Organisations(v.Context(), v.By)
	if err != nil {
		return page, err
	}
	at := v.Path("/office/people/" + l.ID.String())
	page = personView{header: ui.PageHeaderProps{Title: l.FullName()}, positionsTitle: v.Say("office-people.positions"), none: v.Say("office-people.positions-none"), positions: positionsTable(v, l),
		giveTitle: v.Say("office-people.give-title"), form: ui.FormProps{Action: at + "/positions"}, role: roles(ask), unit: ask.Units("unit", "office-people.unit", "office-people.no-unit", "", units),
		firm: firmList(ask, firms), from: ask.Date("from", "office-people.from", "office-people.from-why"), give: v.Say("office-people.give"),
		sessionsTitle: v.Say("office-people.sessions"), sessionsWhy: v.Say("office-people.sessions-why"), sessions: ui.Link{Text: v.Say("office-people.end-sessions"), Href: at + "/sessions/end"}}
	page.facts.Rows = fields.Known(ui.Fact(v.Say("fields.iin"), l.IIN), ui.Fact(v.Say("fields.phone"), l.Phone), ui.Fact(v.Say("fields.email"), l.Email), ui.Fact(v.Say("fields.address"), l.Address),
		ui.Fact(v.Say("fields.district"), fields.UnitName(v, units, l.Unit)))
	return page, nil
}

func positionsTable(v *web.Visit, l registry.Listed) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("office-people.positions"), CaptionHidden: true, RowHeaders: true, Columns: []ui.Column{
		{Text: v.Say("office-people.role")}, {Text: v.Say("office-people.place"), Wide: true}, {Text: v.Say("office-people.from")}, {Text: v.Say("office-people.until")}, {Text: v.Say("fields.actions"), Actions: true}}}
	for _, held := range l.Positions {
		until, action := ui.Nowrap(v.Words.ShortDate(held.To)), ui.Cell{Empty: true}
		if held.To.IsZero() {
			until = ui.Words(v.Say("office-people.no-end"))
			action = ui.Holds(ui.TextLink(ui.Link{Href: v.Path("/office/people/" + l.ID.String() + "/positions/" + held.ID.String() + "/end"), Text: v.Say("office-people.end"), Hidden: v.Say("office-people.role."+string(held.Role)) + ", " + held.Place.In(v.Locale)}))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Words(v.Say("office-people.role." + string(held.Role))), ui.Words(held.Place.In(v.Locale)), ui.Nowrap(v.Words.ShortDate(held.From)), until, action}})
	}
	return t
}

func roles(ask fields.Asked) ui.ChoicesProps {
	c := ui.ChoicesProps{Name: "role", Legend: ui.Legend{Text: ask.V.Say("office-people.role"), Size: ui.SizeS}, Error: ask.Wrong.At("role")}
	for _, r := range []access.Role{access.Officer, access.Administrator, access.Auditor, access.Supplier} {
		c.Choices = append(c.Choices, ui.Choice{Value: string(r), Text: ask.V.Say("office-people.role." + string(r)), Checked: ask.Value("role") == string(r)})
	}
	return c
}

func firmList(ask fields.Asked, firms []registry.Organisation) ui.SelectProps {
	s := ui.SelectProps{Field: ask.Field("organisation", "office-people.organisation", "office-people.organisation-why"), Value: ask.Value("organisation"), Options: []ui.Option{{Text: ask.V.Say("office-people.no-organisation")}}}
	for _, o := range firms {
		s.Options = append(s.Options, ui.Option{Value: o.ID.String(), Text: o.Name.In(ask.V.Locale)})
	}
	return s
}

func (p people) give(v *web.Visit) error {
	form, err := v.Form("role", "unit", "organisation", "from-day", "from-month", "from-year")
	if err != nil {
		return err
	}
	held := registry.Position{Role: access.Role(form.Text("role")), From: form.Date("from")}
	if err := idIn(v, "person", &held.Person); err != nil {
		return err
	}
	if held.Role == access.Supplier {
		_ = held.Organisation.UnmarshalText([]byte(form.Text("organisation"))) // none is refused below
	} else {
		_ = held.Unit.UnmarshalText([]byte(form.Text("unit"))) // none is refused below
	}
	if err = form.Problem(); err == nil {
		_, err = p.reg.GivePosition(v.Context(), v.By, held)
	}
	if wrong, again := v.Wrong(err); again {
		return p.show(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/office/people/"+held.Person.String(), "done.position-given")
}

// askEndPosition asks once more; a position that has ended leads back.
func (p people) askEndPosition(v *web.Visit) error {
	l, err := p.listed(v)
	if err != nil {
		return err
	}
	var position registry.PositionID
	if err := idIn(v, "position", &position); err != nil {
		return err
	}
	at := "/office/people/" + l.ID.String()
	for _, held := range l.Positions {
		if held.ID == position && held.To.IsZero() {
			page := ask(v, "office-people.end-position", "office-people.end-position-why", at+"/positions/"+position.String()+"/end", at,
				ui.Fact(v.Say("office-people.role"), v.Say("office-people.role."+string(held.Role))), ui.Fact(v.Say("office-people.place"), held.Place.In(v.Locale)))
			page.header.Caption = l.FullName()
			return v.Show(web.Screen{Title: page.header.Title, Body: confirmPage(page), Back: at, Active: "/office/people"})
		}
	}
	return v.Go(at)
}

func (p people) listed(v *web.Visit) (l registry.Listed, err error) {
	var person registry.PersonID
	if err := idIn(v, "person", &person); err != nil {
		return l, err
	}
	return p.reg.PersonListed(v.Context(), v.By, person)
}

// askEndSessions asks once more, and says where the person is signed in now.
func (p people) askEndSessions(v *web.Visit) error {
	l, err := p.listed(v)
	if err != nil {
		return err
	}
	live, err := p.sessions.Of(v.Context(), v.By, l.ID)
	if err != nil {
		return err
	}
	at := "/office/people/" + l.ID.String()
	page := ask(v, "office-people.end-sessions", "office-people.end-sessions-why", at+"/sessions/end", at)
	page.header.Caption = l.FullName()
	page.facts.Rows = []ui.SummaryRow{ui.Fact(v.Say("office-people.sessions-now"), v.Words.Number(len(live)))}
	return v.Show(web.Screen{Title: page.header.Title, Body: confirmPage(page), Back: at, Active: "/office/people"})
}

func (p people) endPosition(v *web.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	var person registry.PersonID
	var position registry.PositionID
	if err := idIn(v, "person", &person); err != nil {
		return err
	}
	if err := idIn(v, "position", &position); err != nil {
		return err
	}
	if err := p.reg.EndPosition(v.Context(), v.By, position); err != nil {
		return err
	}
	return v.GoSaying("/office/people/"+person.String(), "done.position-ended")
}

func (p people) endSessions(v *web.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	var person registry.PersonID
	if err := idIn(v, "person", &person); err != nil {
		return err
	}
	if err := p.sessions.EndAll(v.Context(), v.By, person); err != nil {
		return err
	}
	return v.GoSaying("/office/people/"+person.String(), "done.sessions-ended")
}
