package desk

import (
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// allotmentsView is the list of the district's allotted volumes.
type allotmentsView struct {
	header  ui.PageHeaderProps
	filter  ui.FilterProps
	surname ui.TextInputProps
	table   ui.TableProps
	empty   ui.EmptyStateProps
}

func (p pages) allotments(v *web.Visit) error {
	surname := ""
	if kept := v.Query("f"); kept != "" {
		surname = v.Recall("allotments", kept)["surname"]
	}
	all, err := p.reg.Allotments(v.Context(), v.By, surname)
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Given: map[string]string{"surname": surname}}
	page := allotmentsView{
		header: ui.PageHeaderProps{Title: v.Say("menu.allotments"), Actions: []ui.ButtonProps{{Text: v.Say("desk.allot"), Href: v.Path("/desk/allotments/new")}}},
		filter: ui.FilterProps{Title: v.Say("desk.search"), Action: v.Path("/desk/allotments"), Apply: v.Say("desk.find"), Clear: ui.Link{Text: v.Say("desk.clear"), Href: v.Path("/desk/allotments")}, Open: true},
		// the field is cleared by the link, not by a script
		surname: ask.Line("surname", "fields.surname", "desk.surname-why", ui.Width20),
		table:   allotmentsTable(v, all),
		empty:   ui.EmptyStateProps{Title: v.Say("desk.allotments-none"), Text: v.Say("desk.allotments-none-why")},
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: allotmentsPage(page), Active: "/desk/allotments", Wide: true})
}

func (p pages) searchAllotments(v *web.Visit) error {
	form, err := v.Form("surname")
	if err != nil {
		return err
	}
	if form.Text("surname") == "" {
		return v.Go("/desk/allotments")
	}
	kept, err := v.Remember("allotments", map[string]string{"surname": form.Text("surname")})
	if err != nil {
		return err
	}
	return v.Go("/desk/allotments?f=" + kept)
}

func allotmentsTable(v *web.Visit, all []registry.Allotment) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("menu.allotments"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("fields.recipient"), Wide: true}, {Text: v.Say("fields.service")}, {Text: v.Say("desk.amount"), Numeric: true}, {Text: v.Say("desk.reserved"), Numeric: true},
		{Text: v.Say("desk.used"), Numeric: true}, {Text: v.Say("desk.left"), Numeric: true}, {Text: v.Say("desk.period")}}}
	for _, a := range all {
		left := ui.Nowrap(fields.Amount(v, a.Service, a.Left()))
		if !a.EndedAt.IsZero() {
			left = ui.Holds(ui.Tag(ui.TagProps{Text: v.Say("desk.ended"), Tone: ui.ToneNeutral}))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: a.Name, Href: v.Path("/desk/allotments/" + a.ID.String())})), ui.Words(fields.Service(v, a.Service)),
			ui.Nowrap(fields.Amount(v, a.Service, a.Amount)), ui.Nowrap(fields.Amount(v, a.Service, a.Reserved)), ui.Nowrap(fields.Amount(v, a.Service, a.Used)), left,
			ui.Words(v.Words.ShortDate(a.From) + " – " + v.Words.ShortDate(a.To)),
		}})
	}
	return t
}

// findView finds one person by number and for a reason.
type findView struct {
	header ui.PageHeaderProps
	note   string
	form   ui.FormProps
	iin    ui.TextInputProps
	reason ui.TextInputProps
	submit string
}

func (p pages) showFind(v *web.Visit) error { return p.findForm(v, nil, ui.Errors{}) }

func (p pages) findForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	page := findView{header: ui.PageHeaderProps{Caption: v.Say("desk.allot"), Title: v.Say("desk.find-title")}, note: v.Say("desk.find-note"), form: ui.FormProps{Action: v.Path("/desk/allotments/new")},
		iin: ask.IIN("iin", "fields.iin", "desk.iin-why"), reason: ask.Line("reason", "desk.find-reason", "desk.find-reason-why", ""), submit: v.Say("desk.find")}
	return v.Show(web.Screen{Title: page.header.Title, Body: findPage(page), Back: "/desk/allotments", Active: "/desk/allotments", Errors: wrong})
}

func (p pages) find(v *web.Visit) error {
	form, err := v.Form("iin", "reason")
	if err != nil {
		return err
	}
	var found registry.Found
	number, err := registry.ParseIIN(form.Text("iin"))
	if err == nil {
		err = form.Problem()
	}
	if err == nil {
		found, err = p.reg.FindPerson(v.Context(), v.By, number, form.Text("reason"))
	}
	if wrong, again := v.Wrong(err); again {
		return p.findForm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.Go("/desk/people/" + found.ID.String() + "/allot")
}

// allotView enters a volume for the person found.
type allotView struct {
	header   ui.PageHeaderProps
	person   ui.SummaryListProps
	form     ui.FormProps
	service  ui.ChoicesProps
	amount   ui.TextInputProps
	from, to ui.DateInputProps
	ground   ui.TextInputProps
	submit   string
}

func (p pages) showAllot(v *web.Visit) error { return p.allotForm(v, nil, ui.Errors{}) }

func (p pages) allotForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	found, err := p.inCare(v)
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Form: form, Wrong: fields.ToDates(wrong, "from", "to")}
	page := allotView{header: ui.PageHeaderProps{Caption: v.Say("desk.allot"), Title: found.FullName()},
		person: ui.SummaryListProps{Rows: fields.Known(ui.Fact(v.Say("fields.iin"), found.IIN), ui.Fact(v.Say("fields.address"), found.Address))},
		form:   ui.FormProps{Action: v.Path("/desk/people/" + found.ID.String() + "/allot")}, service: ask.Services("service", "fields.service", registry.Services()),
		amount: ask.Number("amount", "desk.amount", "desk.amount-why"), from: ask.Date("from", "desk.from", "desk.date-example"), to: ask.Date("to", "desk.to", ""),
		ground: ask.Line("ground", "desk.ground", "desk.ground-why", ""), submit: v.Say("desk.allot")}
	return v.Show(web.Screen{Title: page.header.Title, Body: allotPage(page), Back: "/desk/allotments/new", Active: "/desk/allotments", Errors: ask.Wrong})
}

func (p pages) inCare(v *web.Visit) (registry.Found, error) {
	var person registry.PersonID
	if err := idIn(v, "person", &person); err != nil {
		return registry.Found{}, err
	}
	return p.reg.InCare(v.Context(), v.By, person)
}

// amountOf reads an amount: hours for a service of hours, else days.
func amountOf(form *web.Form, s registry.Service) int {
	if s == registry.BedPlace {
		return form.Number("amount")
	}
	return form.Minutes("amount")
}

func (p pages) allot(v *web.Visit) error {
	form, err := v.Form("service", "amount", "from-day", "from-month", "from-year", "to-day", "to-month", "to-year", "ground")
	if err != nil {
		return err
	}
	found, err := p.inCare(v)
	if err != nil {
		return err
	}
	n := registry.NewAllotment{Recipient: found.ID, Unit: v.By.UnitID(), Service: registry.Service(form.Text("service")), From: form.Date("from"), To: form.Date("to"), Ground: form.Text("ground")}
	n.Amount = amountOf(form, n.Service)
	if err = form.Problem(); err == nil {
		_, err = p.reg.Allot(v.Context(), v.By, n)
	}
	if wrong, again := v.Wrong(err); again {
		return p.allotForm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/desk/allotments", "done.allotted")
}

// changeView changes an allotted volume, or ends it.
type changeView struct {
	header ui.PageHeaderProps
	meter  ui.MeterProps
	facts  ui.SummaryListProps
	note   string
	form   *ui.FormProps // nil when it has ended
	amount *ui.TextInputProps
	ground ui.TextInputProps
	submit ui.ButtonProps
	end    *ui.Link
}

func (p pages) showChange(v *web.Visit) error { return p.changeForm(v, nil, ui.Errors{}, false) }

func (p pages) showEnd(v *web.Visit) error { return p.changeForm(v, nil, ui.Errors{}, true) }

func (p pages) found(v *web.Visit) (registry.Allotment, error) {
	var id registry.AllotmentID
	if err := idIn(v, "allotment", &id); err != nil {
		return registry.Allotment{}, err
	}
	return p.reg.FindAllotment(v.Context(), v.By, id)
}

func (p pages) changeForm(v *web.Visit, form *web.Form, wrong ui.Errors, ending bool) error {
	a, err := p.found(v)
	if err != nil {
		return err
	}
	person, err := p.reg.InCare(v.Context(), v.By, a.Recipient)
	if err != nil {
		return err
	}
	page := changeView{header: ui.PageHeaderProps{Caption: fields.Service(v, a.Service), Title: person.FullName()}, meter: meterOf(v, a)}
	page.facts.Rows = []ui.SummaryRow{ui.Fact(v.Say("desk.period"), v.Words.Date(a.From)+" – "+v.Words.Date(a.To)), ui.Fact(v.Say("desk.ground"), a.Ground), ui.Fact(v.Say("desk.entered"), v.Words.DateTime(a.EnteredAt))}
	back := "/desk/allotments"
	switch ask := (fields.Asked{V: v, Form: form, Wrong: wrong}); {
	case !a.EndedAt.IsZero():
		page.note = v.Say("desk.ended-on", map[string]any{"Day": a.EndedAt.Date()})
	case ending:
		back += "/" + a.ID.String()
		page.note, page.form = v.Say("desk.end-note"), &ui.FormProps{Action: v.Path("/desk/allotments/" + a.ID.String() + "/end")}
		page.ground, page.submit = ask.Line("ground", "desk.new-ground", "desk.ground-why", ""), ui.ButtonProps{Text: v.Say("desk.end"), Kind: ui.ButtonWarning, Once: true}
	default:
		amount := ask.Number("amount", "desk.new-amount", "desk.amount-why")
		page.amount, page.form = &amount, &ui.FormProps{Action: v.Path("/desk/allotments/" + a.ID.String())}
		page.ground, page.submit = ask.Line("ground", "desk.new-ground", "desk.ground-why", ""), ui.ButtonProps{Text: v.Say("desk.change"), Once: true}
		page.end = &ui.Link{Text: v.Say("desk.end"), Href: v.Path("/desk/allotments/" + a.ID.String() + "/end")}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: changePage(page), Back: back, Active: "/desk/allotments", Errors: wrong})
}

func meterOf(v *web.Visit, a registry.Allotment) ui.MeterProps {
	amount := func(n int) string { return fields.Amount(v, a.Service, n) }
	return ui.MeterProps{Label: v.Say("desk.used"), Used: a.Used, Reserved: a.Reserved, Total: a.Amount,
		Words: v.Say("register-pages.left-of", map[string]any{"Left": amount(a.Left()), "Amount": amount(a.Amount)}),
		Note:  v.Say("register-pages.used-reserved", map[string]any{"Used": amount(a.Used), "Reserved": amount(a.Reserved)})}
}

func (p pages) change(v *web.Visit) error {
	form, err := v.Form("amount", "ground")
	if err != nil {
		return err
	}
	a, err := p.found(v)
	if err != nil {
		return err
	}
	amount := amountOf(form, a.Service)
	if err = form.Problem(); err == nil {
		err = p.reg.ChangeAllotment(v.Context(), v.By, a.ID, amount, form.Text("ground"))
	}
	if wrong, again := v.Wrong(err); again {
		return p.changeForm(v, form, wrong, false)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/desk/allotments", "done.allotment-changed")
}

func (p pages) end(v *web.Visit) error {
	form, err := v.Form("ground")
	if err != nil {
		return err
	}
	a, err := p.found(v)
	if err != nil {
		return err
	}
	if err = form.Problem(); err == nil {
		err = p.reg.EndAllotment(v.Context(), v.By, a.ID, form.Text("ground"))
	}
	if wrong, again := v.Wrong(err); again {
		return p.changeForm(v, form, wrong, true)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/desk/allotments", "done.allotment-ended")
}
