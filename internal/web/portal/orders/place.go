package ordering

import (
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// placeView is the page on which a recipient says what they order.
type placeView struct {
	header    ui.PageHeaderProps
	provider  ui.SummaryListProps
	cannot    *ui.EmptyStateProps
	form      ui.FormProps
	allotment *ui.ChoicesProps // nil when there is one volume to order from
	meter     *ui.MeterProps
	amount    *ui.TextInputProps // nil for a bed place, whose period says it all
	from, to  ui.DateInputProps
	submit    string
}

// The steps of the form: first the answers are checked, then they are signed; from the
// check one may go back to change them.
const (
	stepSign   = "sign"
	stepChange = "change"
)

// asked are the fields of the form that are carried from step to step.
func asked() []string {
	return []string{"allotment", "amount", "from-day", "from-month", "from-year", "to-day", "to-month", "to-year"}
}

func (p pages) showPlace(v *web.Visit) error {
	if v.Query("entry") == "" {
		return v.Go("/specialists")
	}
	g, err := p.ground(v)
	if err != nil {
		return err
	}
	return p.placeForm(v, g, nil, ui.Errors{})
}

// ground is whom the address names, and the volumes that have something left to order.
func (p pages) ground(v *web.Visit) (g orders.Ground, err error) {
	var e registry.EntryID
	if v.Query("entry") == "" || e.UnmarshalText([]byte(v.Query("entry"))) != nil {
		return g, problem.New(problem.NotFound, "problem.not-found")
	}
	return p.orders.Ground(v.Context(), v.By, e)
}

func withLeft(all []registry.Allotment) (some []registry.Allotment) {
	for _, a := range all {
		if a.Left() > 0 {
			some = append(some, a)
		}
	}
	return some
}

func (p pages) place(v *web.Visit) error {
	form, err := v.Form(append(asked(), "step")...)
	if err != nil {
		return err
	}
	g, err := p.ground(v)
	if err != nil {
		return err
	}
	if form.Text("step") == stepChange {
		return p.placeForm(v, g, form, ui.Errors{})
	}
	wish := wished(form, g)
	if err = form.Problem(); err == nil {
		err = p.checkOrSign(v, g, form, wish)
	}
	if wrong, again := v.Wrong(err); again {
		return p.placeForm(v, g, form, fields.ToDates(wrong, "from", "to"))
	}
	return err
}

// wished reads what is asked for. All that is left empty is named at once.
func wished(form *web.Form, g orders.Ground) orders.Wish {
	w := orders.Wish{Entry: g.Entry.ID}
	_ = w.Allotment.UnmarshalText([]byte(form.Need("allotment", "orders.allotment-needed"))) // what is no volume is refused by the orders
	if g.Entry.Service.CountsHours() && form.Need("amount", "orders.amount-needed") != "" {
		w.Amount = form.Minutes("amount")
	}
	w.From, w.To = form.NeedDate("from", "orders.from-needed"), form.NeedDate("to", "orders.to-needed")
	return w
}

func (p pages) checkOrSign(v *web.Visit, g orders.Ground, form *web.Form, w orders.Wish) error {
	if form.Text("step") == stepSign {
		text, err := p.orders.PreparePlace(v.Context(), v.By, w, v.Locale)
		if err != nil {
			return err
		}
		return v.GoSign(text)
	}
	o, err := p.orders.Preview(v.Context(), v.By, w)
	if err != nil {
		return err
	}
	return checkAnswers(v, g, form, o)
}

func placePath(g orders.Ground) string { return "/my-orders/new?entry=" + g.Entry.ID.String() }

func (p pages) placeForm(v *web.Visit, g orders.Ground, form *web.Form, wrong ui.Errors) error {
	page := placeView{header: ui.PageHeaderProps{Caption: fields.Service(v, g.Entry.Service), Title: v.Say("order-pages.place-title")}, submit: v.Say("ui.continue"),
		form: ui.FormProps{Action: v.Path(placePath(g))}}
	free, err := p.free(v, g.Entry)
	if err != nil {
		return err
	}
	page.provider = ui.SummaryListProps{Rows: fields.Known(ui.Fact(v.Say("order-pages.provider"), g.Entry.Who.In(v.Locale)), ui.Fact(v.Say("fields.languages"), fields.SpokenBy(v, g.Entry.Languages)), free)}
	some := withLeft(g.Allotments)
	if page.cannot = cannot(v, g, some); page.cannot == nil {
		page.ask(fields.Asked{V: v, Form: form, Wrong: wrong}, g, some)
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: placePage(page), Active: "/my-orders", Back: "/specialists/" + g.Entry.ID.String(), Errors: wrong})
}

// free is what the provider can still take.
func (p pages) free(v *web.Visit, e registry.Entry) (ui.SummaryRow, error) {
	if e.Service.CountsHours() {
		return ui.Fact(v.Say("order-pages.free"), fields.Free(v, e)), nil
	}
	n, err := p.reg.FreeToday(v.Context(), e.Organisation)
	return ui.Fact(v.Say("order-pages.free-beds"), v.Words.Number(n)), err
}

// cannot says why nothing can be ordered here; nil when it can.
func cannot(v *web.Visit, g orders.Ground, some []registry.Allotment) *ui.EmptyStateProps {
	volumes := []ui.Link{{Text: v.Say("menu.my-services"), Href: v.Path("/my-services")}}
	others := []ui.Link{{Text: v.Say("order-pages.choose-another"), Href: v.Path("/specialists") + "?service=" + string(g.Entry.Service)}}
	switch {
	case g.Entry.Status != registry.Active:
		return &ui.EmptyStateProps{Title: v.Say("order-pages.cannot"), Text: v.Say("orders.specialist-not-active"), Links: others}
	case g.Entry.Person == v.By.PersonID():
		return &ui.EmptyStateProps{Title: v.Say("order-pages.cannot"), Text: v.Say("orders.not-from-oneself"), Links: others}
	case len(g.Allotments) == 0:
		return &ui.EmptyStateProps{Title: v.Say("order-pages.cannot"), Text: v.Say("order-pages.not-allotted"), Links: volumes}
	case len(some) == 0:
		return &ui.EmptyStateProps{Title: v.Say("order-pages.cannot"), Text: v.Say("order-pages.all-ordered"), Links: volumes}
	}
	return nil
}

// ask makes the questions. What is left and for which period stands where it is needed.
func (page *placeView) ask(a fields.Asked, g orders.Ground, some []registry.Allotment) {
	v := a.V
	if len(some) == 1 {
		one := some[0]
		page.form.Hidden = []ui.Hidden{{Name: "allotment", Value: one.ID.String()}}
		page.meter = &ui.MeterProps{Label: v.Say("order-pages.your-volume"), Used: one.Used, Reserved: one.Reserved, Total: one.Amount, Words: left(v, one), Note: within(v, one)}
	} else {
		page.allotment = &ui.ChoicesProps{Name: "allotment", Legend: ui.Legend{Text: v.Say("order-pages.which-volume"), Size: ui.SizeS}, Error: a.Wrong.At("allotment")}
		for _, one := range some {
			page.allotment.Choices = append(page.allotment.Choices, ui.Choice{Value: one.ID.String(), Text: left(v, one), Hint: within(v, one), Checked: a.Value("allotment") == one.ID.String()})
		}
	}
	if g.Entry.Service.CountsHours() {
		amount := a.Number("amount", "order-pages.how-many-hours", "order-pages.hours-why")
		page.amount = &amount
		page.from, page.to = a.Date("from", "order-pages.first-day", "order-pages.day-example"), a.Date("to", "order-pages.last-day", "")
		return
	}
	page.from, page.to = a.Date("from", "order-pages.first-night", "order-pages.day-example"), a.Date("to", "order-pages.last-night", "order-pages.both-counted")
}

func left(v *web.Visit, a registry.Allotment) string {
	return v.Say("order-pages.left-of", map[string]any{"Left": fields.Amount(v, a.Service, a.Left()), "Amount": fields.Amount(v, a.Service, a.Amount)})
}

func within(v *web.Visit, a registry.Allotment) string {
	return v.Say("order-pages.within", map[string]any{"From": a.From, "To": a.To})
}

// checkView is what was answered, to be read once more before signing.
type checkView struct {
	header ui.PageHeaderProps
	facts  ui.SummaryListProps
	note   string
	form   ui.FormProps
	submit string
	change ui.PostAction
}

func checkAnswers(v *web.Visit, g orders.Ground, form *web.Form, o orders.Order) error {
	carried := []ui.Hidden{}
	for _, name := range asked() {
		if form.Text(name) != "" {
			carried = append(carried, ui.Hidden{Name: name, Value: form.Text(name)})
		}
	}
	step := func(name string) []ui.Hidden {
		return append([]ui.Hidden{{Name: "step", Value: name}}, carried...)
	}
	page := checkView{
		header: ui.PageHeaderProps{Caption: v.Say("order-pages.place-title"), Title: v.Say("order-pages.check-title")}, note: v.Say("order-pages.check-note"),
		facts: ui.SummaryListProps{Rows: []ui.SummaryRow{
			ui.Fact(v.Say("order-pages.provider"), g.Entry.Who.In(v.Locale)), ui.Fact(v.Say("fields.service"), fields.Service(v, o.Service)),
			ui.Fact(v.Say("order-pages.volume"), fields.Amount(v, o.Service, o.Amount)), ui.Fact(v.Say("order-pages.term"), term(v, o)),
		}},
		form: ui.FormProps{Action: v.Path(placePath(g)), Hidden: step(stepSign)}, submit: v.Say("order-pages.to-signing"),
		change: ui.PostAction{Action: v.Path(placePath(g)), Text: v.Say("order-pages.change"), Hidden: step(stepChange)},
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: checkPage(page), Active: "/my-orders"})
}
