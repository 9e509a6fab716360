package office

import (
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/sessions"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

type people struct {
	reg      *registry.Registry
	sessions *sessions.Sessions
}

func peopleRoutes(reg *registry.Registry, s *sessions.Sessions) []web.Route {
	p := people{reg: reg, sessions: s}
	keep, end := web.May(access.KeepPeople), web.May(access.EndSessions)
	return []web.Route{
		web.Get("/office/people", keep, p.list),
		web.Post("/office/people", keep, p.search),
		web.Get("/office/people/new", keep, p.showNew),
		web.Post("/office/people/new", keep, p.add),
		web.Get("/office/people/{person}", keep, p.one),
		web.Post("/office/people/{person}/positions", keep, p.give),
		web.Get("/office/people/{person}/positions/{position}/end", keep, p.askEndPosition),
		web.Post("/office/people/{person}/positions/{position}/end", keep, p.endPosition),
		web.Get("/office/people/{person}/sessions/end", end, p.askEndSessions),
		web.Post("/office/people/{person}/sessions/end", end, p.endSessions),
		web.Get("/office/organisations", keep, p.organisations),
		web.Get("/office/organisations/new", keep, p.showNewOrganisation),
		web.Post("/office/organisations/new", keep, p.addOrganisation),
	}
}

// idIn reads a record's id from the address.
func idIn(v *web.Visit, name string, into interface{ UnmarshalText(b []byte) error }) error {
	if v.In(name) == "" || into.UnmarshalText([]byte(v.In(name))) != nil {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	return nil
}

// listView is the list of people, narrowed by the beginning of a surname.
type listView struct {
	header  ui.PageHeaderProps
	filter  ui.FilterProps
	surname ui.TextInputProps
	table   ui.TableProps
	empty   ui.EmptyStateProps
}

func (p people) list(v *web.Visit) error {
	surname := ""
	if kept := v.Query("f"); kept != "" {
		surname = v.Recall("people", kept)["surname"]
	}
	all, err := p.reg.People(v.Context(), v.By, surname)
	if err != nil {
		return err
	}
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Given: map[string]string{"surname": surname}}
	page := listView{header: ui.PageHeaderProps{Title: v.Say("menu.people"), Actions: []ui.ButtonProps{{Text: v.Say("office-people.add-person"), Href: v.Path("/office/people/new")}}},
		filter:  ui.FilterProps{Title: v.Say("office-people.search"), Action: v.Path("/office/people"), Apply: v.Say("office-people.find"), Clear: ui.Link{Text: v.Say("office-people.clear"), Href: v.Path("/office/people")}, Open: true},
		surname: ask.Line("surname", "fields.surname", "office-people.surname-why", ui.Width20), empty: ui.EmptyStateProps{Title: v.Say("office-people.nobody"), Text: v.Say("office-people.nobody-why")},
		table: ui.TableProps{Caption: v.Say("menu.people"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{{Text: v.Say("fields.full-name"), Wide: true}, {Text: v.Say("office-people.positions"), Wide: true}, {Text: v.Say("fields.district")}}}}
	for _, one := range all {
		page.table.Rows = append(page.table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: one.FullName(), Href: v.Path("/office/people/" + one.ID.String())})), ui.Words(held(v, one.Positions)), ui.Words(fields.UnitName(v, units, one.Unit))}})
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: listPage(page), Active: "/office/people", Wide: true})
}

// held are the roles somebody has today, in words.
func held(v *web.Visit, positions []registry.Position) string {
	words := make([]string, len(positions))
	for i, p := range positions {
		words[i] = v.Say("office-people.role." + string(p.Role))
	}
	return strings.Join(words, ", ")
}

func (p people) search(v *web.Visit) error {
	form, err := v.Form("surname")
	if err != nil {
		return err
	}
	if form.Text("surname") == "" {
		return v.Go("/office/people")
	}
	kept, err := v.Remember("people", map[string]string{"surname": form.Text("surname")})
	if err != nil {
		return err
	}
	return v.Go("/office/people?f=" + kept)
}

// newView adds a person.
type newView struct {
	header ui.PageHeaderProps
	form   ui.FormProps
	lines  []ui.TextInputProps
	unit   ui.SelectProps
	submit string
}

func (p people) showNew(v *web.Visit) error { return p.newForm(v, nil, ui.Errors{}) }

func (p people) newForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	page := newView{header: ui.PageHeaderProps{Title: v.Say("office-people.add-person")}, form: ui.FormProps{Action: v.Path("/office/people/new")}, submit: v.Say("office-people.add"),
		lines: []ui.TextInputProps{ask.IIN("iin", "fields.iin", "office-people.iin-why"), ask.Line("surname", "fields.surname", "", ""), ask.Line("name", "fields.name", "", ""), ask.Line("patronymic", "fields.patronymic", "office-people.patronymic-why", ""),
			ask.Line("phone", "fields.phone", "", ui.Width20), ask.Line("email", "fields.email", "", ""), ask.Line("address", "fields.address", "", "")},
		unit: ask.Units("unit", "fields.district", "office-people.no-district", "district", units)}
	for i := range page.lines {
		page.lines[i].Autocomplete = "off"
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: newPage(page), Back: "/office/people", Active: "/office/people", Errors: wrong})
}

func (p people) add(v *web.Visit) error {
	form, err := v.Form("iin", "surname", "name", "patronymic", "phone", "email", "address", "unit")
	if err != nil {
		return err
	}
	n := registry.NewPerson{Surname: form.Text("surname"), Name: form.Text("name"), Patronymic: form.Text("patronymic"), Phone: form.Text("phone"), Email: form.Text("email"),
		Address: form.Text("address"), Locale: lang.RU}
	_ = n.Unit.UnmarshalText([]byte(form.Text("unit"))) // none is allowed
	var made registry.PersonID
	n.IIN, err = registry.ParseIIN(form.Text("iin"))
	if err == nil {
		if err = form.Problem(); err == nil {
			made, err = p.reg.AddPerson(v.Context(), v.By, n)
		}
	}
	if wrong, again := v.Wrong(err); again {
		return p.newForm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/office/people/"+made.String(), "done.person-added")
}
