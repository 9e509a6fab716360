package journal

import (
	"strconv"

	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// removeView asks whether an entry is really to be removed.
type removeView struct {
	header  ui.PageHeaderProps
	warning ui.WarningTextProps
	facts   ui.SummaryListProps
	form    ui.FormProps
	submit  ui.ButtonProps
	cancel  ui.Link
}

func (p pages) showRemove(v *web.Visit) error { return p.removeForm(v, ui.Errors{}) }

func (p pages) removeForm(v *web.Visit, wrong ui.Errors) error {
	e, err := p.find(v)
	if err != nil {
		return err
	}
	if !e.month.CanWrite {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	if !e.writable() {
		return p.readOnly(v, e, wrong)
	}
	page := removeView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, e.month.Order.Number), Title: v.Say("journal-pages.remove-title", lang.Args{"Day": v.Words.Date(e.Day)})},
		warning: ui.WarningTextProps{Word: v.Say("fields.warning"), Text: v.Say("journal-pages.remove-warning")}, facts: ui.SummaryListProps{Rows: facts(v, e)},
		form:   ui.FormProps{Action: v.Path(entryPath(e.Entry) + "/remove"), Hidden: []ui.Hidden{{Name: "version", Value: strconv.Itoa(e.Version)}}},
		submit: ui.ButtonProps{Text: v.Say("journal-pages.remove"), Kind: ui.ButtonWarning, Once: true},
		cancel: ui.Link{Text: v.Say("journal-pages.keep"), Href: v.Path(entryPath(e.Entry))}}
	return v.Show(web.Screen{Title: page.header.Title, Body: removePage(page), Back: entryPath(e.Entry), Active: "/orders", Errors: wrong})
}

func (p pages) remove(v *web.Visit) error {
	form, err := v.Form("version")
	if err != nil {
		return err
	}
	e, err := p.find(v)
	if err != nil {
		return err
	}
	version := form.Number("version")
	if err = form.Problem(); err == nil {
		_, err = p.journal.Remove(v.Context(), v.By, e.ID, version)
	}
	if wrong, again := v.Wrong(err); again {
		return p.removeForm(v, wrong)
	}
	if err != nil {
		return err
	}
	return back(v, e.Order, e.Day, "done.entry-removed")
}

// versionsView is an entry as it was at each saving.
type versionsView struct {
	header ui.PageHeaderProps
	events ui.TimelineProps
}

func (p pages) versions(v *web.Visit) error {
	e, err := p.find(v)
	if err != nil {
		return err
	}
	page := versionsView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, e.month.Order.Number), Title: v.Say("journal-pages.versions-of", lang.Args{"Day": v.Words.Date(e.Day)}), Intro: v.Say("journal-pages.versions-intro")}}
	page.events.Label = page.header.Title
	for _, one := range e.versions {
		page.events.Events = append(page.events.Events, version(v, e, one))
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: versionsPage(page), Back: entryPath(e.Entry), Active: fields.OrdersMenu(orders.SideOf(v.By, e.month.Order))})
}

func version(v *web.Visit, e oneEntry, one journal.Version) ui.Event {
	event := ui.Event{By: e.month.Parties.Worker.FullName(), When: v.Words.DateTime(one.SavedAt), Stamp: one.SavedAt.String()}
	if one.Minutes == 0 {
		event.Title = v.Say("journal-pages.version-removed")
		return event
	}
	key := "journal-pages.version-corrected"
	if one.Version == 1 {
		key = "journal-pages.version-added"
	}
	event.Title = v.Say(key, lang.Args{"Hours": lang.Minutes(one.Minutes)})
	was := e.Entry
	was.Minutes, was.Format, was.PlacesKK, was.PlacesRU = one.Minutes, one.Format, one.PlacesKK, one.PlacesRU
	what := done(v, e.month.Order.Service, was)
	event.Body = ui.Text(what.Text)
	if what.Lang != "" {
		event.Body = ui.Body(ui.Foreign(what.Lang, what.Text))
	}
	return event
}
