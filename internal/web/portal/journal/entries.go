package journal

import (
	"strconv"

	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// period is what was searched for; the zero one is the whole month that is shown.
type period struct{ from, to calendar.Date }

// IsZero tells whether no period was asked for.
func (p period) IsZero() bool { return p.from.IsZero() && p.to.IsZero() }

// periodAsked reads the period of an address; days say nothing about anybody.
func periodAsked(v *web.Visit) (p period, err error) {
	for name, into := range map[string]*calendar.Date{"from": &p.from, "to": &p.to} {
		if v.Query(name) == "" {
			continue
		}
		if *into, err = calendar.ParseDate(v.Query(name)); err != nil {
			return p, problem.Wrap(err, problem.NotFound, "problem.not-found")
		}
	}
	return p, nil
}

// search leads to the entries of a period (manual, step 12).
func (p pages) search(v *web.Visit) error {
	form, err := v.Form("from-day", "from-month", "from-year", "to-day", "to-month", "to-year")
	if err != nil {
		return err
	}
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	asked := period{from: form.Date("from"), to: form.Date("to")}
	if err = form.Problem(); err == nil {
		_, err = p.journal.Period(v.Context(), v.By, o, asked.from, asked.to)
	}
	if wrong, again := v.Wrong(err); again {
		return p.showMonth(v, period{}, form, wrong)
	}
	if err != nil {
		return err
	}
	if asked.IsZero() {
		return v.Go(home(o))
	}
	return v.Go(home(o) + "?from=" + asked.from.String() + "&to=" + asked.to.String())
}

func periodFilter(v *web.Visit, c journal.Calendar, asked period, form *web.Form, wrong ui.Errors) (f ui.FilterProps, from, to ui.DateInputProps) {
	f = ui.FilterProps{Title: v.Say("journal-pages.period"), Action: v.Path(home(c.Order.ID)), Apply: v.Say("journal-pages.find"), Open: !asked.IsZero() || wrong.Any()}
	if !asked.IsZero() {
		f.Clear = ui.Link{Text: v.Say("journal-pages.show-month"), Href: v.Path(home(c.Order.ID))}
	}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong, Given: map[string]string{}}
	for name, d := range map[string]calendar.Date{"from": asked.from, "to": asked.to} {
		if !d.IsZero() {
			ask.Given[name+"-day"], ask.Given[name+"-month"], ask.Given[name+"-year"] = strconv.Itoa(d.Day), strconv.Itoa(int(d.Month)), strconv.Itoa(d.Year)
		}
	}
	return f, ask.Date("from", "journal-pages.from", ""), ask.Date("to", "journal-pages.to", "")
}

// entriesView is the table of entries: of the month, or of a period.
type entriesView struct {
	title string
	table ui.TableProps
	empty string
}

func (p pages) listed(v *web.Visit, c journal.Calendar, asked period) (entriesView, error) {
	list := entriesView{title: v.Say("journal-pages.entries", lang.Args{"Month": c.Month}), empty: v.Say("journal-pages.none")}
	entries := c.Entries
	if !asked.IsZero() {
		var err error
		if entries, err = p.journal.Period(v.Context(), v.By, c.Order.ID, asked.from, asked.to); err != nil {
			return list, err
		}
		list.title = periodTitle(v, c, asked)
	}
	list.table = table(v, c, entries, list.title)
	return list, nil
}

// periodTitle names the period; an open end is the order's own.
func periodTitle(v *web.Visit, c journal.Calendar, asked period) string {
	if asked.from.IsZero() {
		asked.from = c.Order.From
	}
	if asked.to.IsZero() {
		asked.to = c.Order.To
	}
	return v.Say("journal-pages.entries-of", lang.Args{"From": asked.from, "To": asked.to})
}

func table(v *web.Visit, c journal.Calendar, entries []journal.Entry, title string) ui.TableProps {
	t := ui.TableProps{Caption: title, CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("journal-pages.day")}, {Text: v.Say("journal-pages.hours"), Numeric: true}, {Text: doneTitle(v, c.Order.Service), Wide: true}, {Text: v.Say("fields.actions"), Actions: true}}}
	open, total := map[calendar.Date]bool{}, 0
	for _, d := range c.Days {
		open[d.Date] = d.WhyNot == nil && c.CanWrite
	}
	for _, e := range entries {
		link := ui.Link{Text: v.Say("journal-pages.open"), Hidden: v.Words.DayMonth(e.Day), Href: v.Path(entryPath(e))}
		if open[e.Day] {
			link.Text = v.Say("journal-pages.change")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Nowrap(v.Words.Date(e.Day)), ui.Nowrap(v.Words.Hours(e.Minutes)), done(v, c.Order.Service, e), ui.Holds(ui.TextLink(link))}})
		total += e.Minutes
	}
	t.Foot = []ui.Cell{ui.Words(v.Say("journal-pages.total")), ui.Nowrap(v.Words.Hours(total))}
	return t
}
