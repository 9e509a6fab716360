// Package journal holds the pages of an order's journal of hours: the month as a calendar,
// an entry, its correction and its earlier versions (manual, steps 9–13 and 21). The
// specialist writes; recipient, organisation and officer read the same pages.
package journal

import (
	"strings"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/ui"
)

type pages struct {
	journal *journal.Journal
	acts    *acts.Acts
}

// Area is these pages over a journal and the acts that are made of it.
func Area(j *journal.Journal, a *acts.Acts) web.Area {
	p := pages{journal: j, acts: a}
	read, write := web.May(access.SeeJournal), web.May(access.KeepJournal)
	return web.Area{Routes: []web.Route{
		web.Get("/orders/{order}/journal", read, p.month),
		web.Post("/orders/{order}/journal", read, p.search),
		web.Get("/orders/{order}/journal/add", write, p.showAdd),
		web.Post("/orders/{order}/journal/add", write, p.add),
		web.Get("/orders/{order}/journal/{entry}", read, p.showEntry),
		web.Post("/orders/{order}/journal/{entry}", write, p.correct),
		web.Get("/orders/{order}/journal/{entry}/remove", write, p.showRemove),
		web.Post("/orders/{order}/journal/{entry}/remove", write, p.remove),
		web.Get("/orders/{order}/journal/{entry}/versions", read, p.versions),
	}}
}

// home is the journal of an order, a path without its language.
func home(o orders.ID) string { return "/orders/" + o.String() + "/journal" }

// inMonth is the journal's page of a month.
func inMonth(o orders.ID, m calendar.Month) string { return home(o) + "?month=" + m.String() }

// entryPath is the page of an entry.
func entryPath(e journal.Entry) string { return home(e.Order) + "/" + e.ID.String() }

// back leads to the journal of a day's month, which says what was done.
func back(v *web.Visit, o orders.ID, day calendar.Date, done string) error {
	return v.Go(inMonth(o, day.InMonth()) + "&said=" + strings.TrimPrefix(done, "done."))
}

// monthOf reads a month's journal; whoever writes nothing there is not told of it when
// they came to write.
func (p pages) monthOf(v *web.Visit, m calendar.Month) (journal.Calendar, error) {
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return journal.Calendar{}, err
	}
	return p.journal.Month(v.Context(), v.By, o, m)
}

func (p pages) toWrite(v *web.Visit, m calendar.Month) (journal.Calendar, error) {
	c, err := p.monthOf(v, m)
	if err == nil && !c.CanWrite {
		err = problem.New(problem.NotFound, "problem.not-found")
	}
	return c, err
}

// oneEntry is an entry with the month it lies in.
type oneEntry struct {
	journal.Entry
	month    journal.Calendar
	day      journal.Day
	versions []journal.Version
}

// removed tells whether the entry is there no more; its versions are.
func (e oneEntry) removed() bool { return e.versions[0].Minutes == 0 }

func (e oneEntry) writable() bool { return e.month.CanWrite && e.day.WhyNot == nil && !e.removed() }

// find reads the entry of the address. An entry of another order is not found.
func (p pages) find(v *web.Visit) (e oneEntry, err error) {
	id, err := journal.ParseEntryID(v.In("entry"))
	if err != nil {
		return e, err
	}
	if e.Entry, e.versions, err = p.journal.Versions(v.Context(), v.By, id); err != nil {
		return e, err
	}
	if e.Order.String() != v.In("order") {
		return e, problem.New(problem.NotFound, "problem.not-found")
	}
	e.month, err = p.monthOf(v, e.Day.InMonth())
	for _, d := range e.month.Days {
		if d.Date == e.Day {
			e.day = d
		}
	}
	return e, err
}

// done is what an entry says was done: the format, or the places in the reader's language.
func done(v *web.Visit, s registry.Service, e journal.Entry) ui.Cell {
	if s == registry.SignLanguage {
		return ui.Words(v.Say(e.Format.Text()))
	}
	if v.Locale == lang.KK {
		return ui.Words(e.PlacesKK)
	}
	c := ui.Words(e.PlacesRU)
	if v.Locale != lang.RU {
		c.Lang = string(lang.RU)
	}
	return c
}

// doneTitle is what done is called.
func doneTitle(v *web.Visit, s registry.Service) string {
	if s == registry.SignLanguage {
		return v.Say("journal-pages.format")
	}
	return v.Say("journal-pages.places")
}
