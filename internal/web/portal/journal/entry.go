package journal

import (
	"strconv"
	"strings"

	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// formView asks for an entry (screen 21): the day, the format or the places, the hours.
type formView struct {
	header ui.PageHeaderProps
	form   ui.FormProps
	day    *ui.DateInputProps // nil when the entry is corrected: its day stays
	hours  ui.TextInputProps
	format *ui.ChoicesProps
	kk, ru *ui.TextareaProps
	save   string
	cancel ui.Link
	more   []ui.Link
}

// entryView is an entry that is only read.
type entryView struct {
	header ui.PageHeaderProps
	note   string
	facts  ui.SummaryListProps
	more   []ui.Link
}

var entryFields = []string{"hours", "format", "places-kk", "places-ru"}

func (p pages) showAdd(v *web.Visit) error {
	asked, err := calendar.ParseDate(v.Query("day"))
	if err != nil {
		asked = calendar.Date{} // the page begins with the latest free day
	}
	c, err := p.toWrite(v, asked.InMonth())
	if asked.IsZero() {
		c, err = p.toWrite(v, calendar.Month{})
	}
	if err != nil {
		return err
	}
	if asked.IsZero() {
		asked = addDay(c)
	}
	for _, d := range c.Days {
		switch {
		case d.Date != asked:
		case d.Entry != nil:
			return v.Go(entryPath(*d.Entry))
		case d.WhyNot != nil:
			return p.refusal(v, c, d.WhyNot)
		}
	}
	return p.addForm(v, c, asked, nil, ui.Errors{})
}

// refusal says why no entry can be added on a day, with a way back to the journal.
func (p pages) refusal(v *web.Visit, c journal.Calendar, why *problem.Error) error {
	page := entryView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, c.Order.Number), Title: v.Say("journal-pages.add")}, note: v.Words.Problem(why),
		more: []ui.Link{{Text: v.Say("journal-pages.to-journal"), Href: v.Path(inMonth(c.Order.ID, c.Month))}}}
	return v.Show(web.Screen{Title: page.header.Title, Body: entryPage(page), Back: inMonth(c.Order.ID, c.Month), Active: "/orders", Status: 409})
}

func (p pages) addForm(v *web.Visit, c journal.Calendar, day calendar.Date, form *web.Form, wrong ui.Errors) error {
	ask := fields.Asked{V: v, Form: form, Wrong: wrong, Given: map[string]string{"day-day": strconv.Itoa(day.Day), "day-month": strconv.Itoa(int(day.Month)), "day-year": strconv.Itoa(day.Year)}}
	page := entryForm(v, c, ask)
	page.form.Action = v.Path(home(c.Order.ID) + "/add")
	first, last := bounds(c)
	asked := ask.Date("day", "journal-pages.day", "")
	asked.Hint = v.Say("journal-pages.day-hint", lang.Args{"From": first, "To": last})
	page.day = &asked
	return v.Show(web.Screen{Title: page.header.Title, Body: formPage(page), Back: inMonth(c.Order.ID, c.Month), Active: "/orders", Errors: fields.ToDates(wrong, "day")})
}

// entryForm is what adding and correcting ask for both.
func entryForm(v *web.Visit, c journal.Calendar, ask fields.Asked) formView {
	page := formView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, c.Order.Number) + ", " + c.Parties.Recipient.FullName(), Title: v.Say("journal-pages.entry")},
		save: v.Say("journal-pages.save"), cancel: ui.Link{Text: v.Say("journal-pages.cancel"), Href: v.Path(inMonth(c.Order.ID, c.Month))}}
	page.hours = ask.Number("hours", "journal-pages.how-many", "")
	page.hours.Hint = v.Say("journal-pages.hours-hint", lang.Args{"Left": lang.Minutes(c.Order.Left())})
	if c.Order.Service == registry.SignLanguage {
		page.format = formats(v, ask)
		return page
	}
	kk, ru := ask.Lines("places-kk", "journal-pages.places-kk", "journal-pages.places-hint", 2), ask.Lines("places-ru", "journal-pages.places-ru", "", 2)
	page.kk, page.ru = &kk, &ru
	return page
}

func formats(v *web.Visit, ask fields.Asked) *ui.ChoicesProps {
	c := &ui.ChoicesProps{Name: "format", Legend: ui.Legend{Text: v.Say("journal-pages.format"), Size: ui.SizeS}, Error: ask.Wrong.At("format")}
	for _, f := range journal.Formats() {
		c.Choices = append(c.Choices, ui.Choice{Value: string(f), Text: v.Say(f.Text()), Checked: ask.Value("format") == string(f)})
	}
	return c
}

func draft(form *web.Form) journal.Draft {
	return journal.Draft{Minutes: form.Minutes("hours"), Format: journal.Format(form.Text("format")), PlacesKK: form.Text("places-kk"), PlacesRU: form.Text("places-ru")}
}

func (p pages) add(v *web.Visit) error {
	form, err := v.Form(append([]string{"day-day", "day-month", "day-year"}, entryFields...)...)
	if err != nil {
		return err
	}
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	d := draft(form)
	d.Day = form.NeedDate("day", "journal-pages.day-needed")
	var saved journal.Saved
	if err = form.Problem(); err == nil {
		saved, err = p.journal.Save(v.Context(), v.By, o, d)
	}
	if wrong, again := v.Wrong(err); again {
		c, err := p.toWrite(v, d.Day.InMonth())
		if d.Day.IsZero() {
			c, err = p.toWrite(v, calendar.Month{})
		}
		if err != nil {
			return err
		}
		return p.addForm(v, c, d.Day, form, atDay(wrong))
	}
	if err != nil {
		return err
	}
	return back(v, o, d.Day, saidOf(saved))
}

// atDay puts what is wrong with the whole entry at its day: another day may be right.
func atDay(wrong ui.Errors) ui.Errors {
	for i, item := range wrong.Items {
		if item.Field == "" {
			wrong.Items[i].Field = "day"
		}
	}
	return wrong
}

func saidOf(s journal.Saved) string {
	if s.Completed {
		return "done.entry-completed"
	}
	return "done.entry-saved"
}

func (p pages) showEntry(v *web.Visit) error {
	e, err := p.find(v)
	if err != nil {
		return err
	}
	if e.writable() {
		return p.correctForm(v, e, nil, ui.Errors{})
	}
	return p.readOnly(v, e, ui.Errors{})
}

// readOnly is an entry for those who read, and for the writer once nothing may change.
func (p pages) readOnly(v *web.Visit, e oneEntry, wrong ui.Errors) error {
	page := entryView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, e.month.Order.Number), Title: v.Say("journal-pages.entry")}, facts: ui.SummaryListProps{Rows: facts(v, e)}}
	switch {
	case wrong.Any(): // they say it
	case e.removed():
		page.note = v.Say("journal-pages.removed")
	case e.month.CanWrite:
		page.note = v.Words.Problem(e.day.WhyNot)
	}
	page.more = e.more(v)
	return v.Show(web.Screen{Title: page.header.Title, Body: entryPage(page), Back: inMonth(e.Order, e.Day.InMonth()), Active: fields.OrdersMenu(orders.SideOf(v.By, e.month.Order)), Errors: wrong})
}

func facts(v *web.Visit, e oneEntry) []ui.SummaryRow {
	rows := []ui.SummaryRow{ui.Fact(v.Say("journal-pages.day"), v.Words.Date(e.Day)), ui.Fact(v.Say("journal-pages.hours"), v.Words.Hours(e.Minutes))}
	if e.Format != "" {
		rows = append(rows, ui.Fact(v.Say("journal-pages.format"), v.Say(e.Format.Text())))
	}
	for _, one := range []struct {
		key, text string
		l         lang.Locale
	}{{"journal-pages.places-kk", e.PlacesKK, lang.KK}, {"journal-pages.places-ru", e.PlacesRU, lang.RU}} {
		row := ui.Fact(v.Say(one.key), one.text)
		if one.l != v.Locale {
			row.Lang = string(one.l)
		}
		rows = append(rows, row)
	}
	return append(fields.Known(rows...), ui.Fact(v.Say("journal-pages.saved"), v.Words.DateTime(e.SavedAt)))
}

// more leads to what else there is about an entry.
func (e oneEntry) more(v *web.Visit) (links []ui.Link) {
	if e.writable() {
		links = append(links, ui.Link{Text: v.Say("journal-pages.remove"), Href: v.Path(entryPath(e.Entry) + "/remove")})
	}
	return append(links, ui.Link{Text: v.Say("journal-pages.versions"), Href: v.Path(entryPath(e.Entry) + "/versions")})
}

func (p pages) correctForm(v *web.Visit, e oneEntry, form *web.Form, wrong ui.Errors) error {
	ask := fields.Asked{V: v, Form: form, Wrong: wrong, Given: map[string]string{"hours": hoursIn(v, e.Minutes), "format": string(e.Format), "places-kk": e.PlacesKK, "places-ru": e.PlacesRU}}
	page := entryForm(v, e.month, ask)
	page.header.Title = v.Say("journal-pages.entry-of", lang.Args{"Day": v.Words.Date(e.Day)})
	page.hours.Hint = v.Say("journal-pages.hours-hint", lang.Args{"Left": lang.Minutes(e.month.Order.Left() + e.Minutes)})
	page.form = ui.FormProps{Action: v.Path(entryPath(e.Entry)), Hidden: []ui.Hidden{{Name: "version", Value: strconv.Itoa(e.Version)}}}
	page.more = e.more(v)
	return v.Show(web.Screen{Title: page.header.Title, Body: formPage(page), Back: inMonth(e.Order, e.Day.InMonth()), Active: "/orders", Errors: wrong})
}

// hoursIn is minutes as they are typed: 4, or 2,5.
func hoursIn(v *web.Visit, minutes int) string {
	text := strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64)
	if v.Locale == lang.EN {
		return text
	}
	return strings.Replace(text, ".", ",", 1)
}

func (p pages) correct(v *web.Visit) error {
	form, err := v.Form(append([]string{"version"}, entryFields...)...)
	if err != nil {
		return err
	}
	e, err := p.find(v)
	if err != nil {
		return err
	}
	d := draft(form)
	d.Day, d.Version = e.Day, form.Number("version")
	if err = form.Problem(); err == nil {
		_, err = p.journal.Save(v.Context(), v.By, e.Order, d)
	}
	if wrong, again := v.Wrong(err); again {
		return p.correctForm(v, e, form, wrong)
	}
	if err != nil {
		return err
	}
	return back(v, e.Order, e.Day, "done.entry-corrected")
}
