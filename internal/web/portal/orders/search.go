package ordering

import (
	"strconv"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// keptAs is the name searches of this list are kept under.
const keptAs = "orders"

// search is what was searched for: "from" and "to" as dates, "status", "surname", "name".
// nil when nothing is.
type search map[string]string

func (s search) filter() orders.Filter {
	f := orders.Filter{From: s.date("from"), To: s.date("to"), Surname: s["surname"], Name: s["name"]}
	f.Status, _ = orders.ParseStatus(s["status"])
	return f
}

func (s search) date(name string) calendar.Date {
	d, err := calendar.ParseDate(s[name])
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// given is the search as the fields of the form hold it.
func (s search) given() map[string]string {
	g := map[string]string{"status": s["status"], "surname": s["surname"], "name": s["name"]}
	for _, name := range []string{"from", "to"} {
		if d := s.date(name); !d.IsZero() {
			g[name+"-day"], g[name+"-month"], g[name+"-year"] = strconv.Itoa(d.Day), strconv.Itoa(int(d.Month)), strconv.Itoa(d.Year)
		}
	}
	return g
}

// search keeps what was searched for with the session: a name may not stand in an address.
func (p pages) search(v *web.Visit) error {
	form, err := v.Form("from-day", "from-month", "from-year", "to-day", "to-month", "to-year", "status", "surname", "name")
	if err != nil {
		return err
	}
	from, to := form.Date("from"), form.Date("to")
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		form.Wrong("to", "order-pages.to-before-from")
	}
	if wrong, again := v.Wrong(form.Problem()); again {
		return p.showList(v, listing{side: providing(v.By), path: "/orders", tab: orders.TabAll, form: form, wrong: fields.ToDates(wrong, "from", "to")})
	}
	wanted := search{}
	for name, value := range map[string]string{"from": dateText(from), "to": dateText(to), "status": form.Text("status"), "surname": form.Text("surname"), "name": form.Text("name")} {
		if value != "" {
			wanted[name] = value
		}
	}
	if len(wanted) == 0 {
		return v.Go("/orders")
	}
	kept, err := v.Remember(keptAs, wanted)
	if err != nil {
		return err
	}
	return v.Go("/orders?f=" + kept)
}

func dateText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// filterView is the search of manual's step 5.
type filterView struct {
	props         ui.FilterProps
	period        ui.FieldsetProps
	from, to      ui.DateInputProps
	status        ui.SelectProps
	surname, name ui.TextInputProps
}

func (l listing) filter(v *web.Visit) filterView {
	ask := fields.Asked{V: v, Form: l.form, Wrong: l.wrong, Given: l.search.given()}
	f := filterView{
		props:  ui.FilterProps{Title: v.Say("order-pages.search"), Action: v.Path("/orders"), Apply: v.Say("order-pages.find"), Open: true, Folds: l.search == nil && !l.wrong.Any()},
		period: ui.FieldsetProps{Legend: ui.Legend{Text: v.Say("order-pages.period")}},
		from:   ask.Date("from", "order-pages.from", ""), to: ask.Date("to", "order-pages.to", ""),
		status:  ui.SelectProps{Field: ask.Field("status", "order-pages.status", ""), Value: ask.Value("status"), Options: []ui.Option{{Text: v.Say("order-pages.any")}}},
		surname: ask.Line("surname", "order-pages.surname", "", ui.Width20), name: ask.Line("name", "order-pages.name", "", ui.Width20),
	}
	for _, s := range orders.Statuses() {
		f.status.Options = append(f.status.Options, ui.Option{Value: string(s), Text: v.Say(s.Text())})
	}
	f.surname.Spellcheck, f.name.Spellcheck = ui.SpellcheckNo, ui.SpellcheckNo
	f.surname.Autocomplete, f.name.Autocomplete = "off", "off"
	if l.search != nil {
		f.props.Clear = ui.Link{Text: v.Say("order-pages.clear"), Href: v.Path("/orders")}
	}
	return f
}
