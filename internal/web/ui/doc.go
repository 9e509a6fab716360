// Package ui holds the parts every page is built from: typed templ components
// and the two layouts, Page for people and DeskPage for caseworkers.
//
// Promise: a component shows exactly the strings it is given. It takes ready
// words, never text keys, so this package knows neither languages nor the work
// itself. Everything is escaped by templ; nothing here writes inline style or
// script, so the strict content security policy holds on every page.
//
// The parts with a govuk- class are a port of govuk-frontend 6.6.0 (MIT) and are
// tested against its own fixtures (fixtures_test.go, with a table of what is left
// out and why). Parts with a moj- class are rewritten after
// @ministryofjustice/frontend (MIT). Parts with an asar- class are ours.
//
// # How to compose a page
//
// A page package has a struct with ready words for each page and a .templ that
// lays it out. The frame (package web) puts the layout around it: the header, the
// menu, the error summary and the footer are not the page's business. Every page
// has exactly one h1: PageHeader, Panel, or a field with PageHeading.
//
// A list page (Screen.Wide):
//
//	@ui.PageHeader(ui.PageHeaderProps{Title: p.Title})
//	@ui.Tabs(p.TabsLabel, p.Tabs)                       // links with counts
//	@ui.Filter(p.Filter) {                              // POST, then ?f=opaque
//		@ui.DateInput(p.From)
//		@ui.TextInput(p.Surname)
//		@ui.Select(p.Status)
//	}
//	if len(p.Table.Rows) == 0 {
//		@ui.EmptyState(p.Empty)                         // why, and what to do next
//	} else {
//		@ui.Found(p.Found)
//		@ui.Table(p.Table)                              // Dense, RowHeaders; cards when narrow
//		@ui.Pagination(p.Pages)
//	}
//
// where a row is made in Go:
//
//	ui.Row{Tone: ui.ToneLate, Cells: []ui.Cell{
//		ui.Holds(ui.RowLink(ui.Link{Text: "№ 2026-004518", Href: path})),
//		ui.Words(name), ui.Nowrap(date),
//		ui.Holds(ui.Deadline(due)), ui.Holds(ui.Tag(status)),
//		ui.Holds(ui.Button(ui.ButtonProps{Text: answer, Hidden: number, Href: path, Small: true})),
//	}}
//
// A form page: one Errors value serves the whole form. The layout shows the summary
// and the word before the title, and every field asks for its own message:
//
//	@ui.PageHeader(ui.PageHeaderProps{Caption: p.Order, Title: p.Title})
//	@ui.Form(ui.FormProps{Action: p.Save}) {
//		@ui.TextInput(ui.TextInputProps{
//			Field: ui.Field{Name: "hours", Label: p.HoursLabel, LabelSize: ui.SizeS, Error: p.Errors.At("hours")},
//			Value: p.Hours, InputMode: "numeric", Width: ui.Width3, Suffix: "ч",
//		})
//		@ui.Radios(ui.ChoicesProps{Name: "format", Legend: …, Choices: …, Error: p.Errors.At("format")})
//		@ui.ButtonGroup() {
//			@ui.Button(ui.ButtonProps{Text: p.SaveWord, Once: true})
//			@ui.TextLink(ui.Link{Text: p.CancelWord, Href: p.Cancel})
//		}
//	}
//
// A field's id is its Name, so the summary's links find it; a DateInput needs an ID, and its
// summary item the Href "#ID-day". What was typed is always given back as Value.
//
// A detail page:
//
//	@ui.PageHeader(ui.PageHeaderProps{Caption: p.Order, Title: p.Title, Tag: &p.Status, Actions: p.Actions})
//	@ui.Tabs(p.SectionsLabel, p.Sections)
//	@ui.IdentityBar(p.BarLabel, p.Bar)                  // who, what, status, ui.Meter
//	@ui.Section(p.DetailsTitle) {
//		@ui.SummaryList(ui.SummaryListProps{Rows: p.Rows})
//	}
//	@ui.Section(p.HistoryTitle) {
//		@ui.Timeline(ui.TimelineProps{Level: 3, Events: p.Events})
//	}
//
// Plain words: <p class="govuk-body">, <h2 class="govuk-heading-m">; for a text page wrap plain
// h2, p and ul in Prose. Classes other than these should not be needed in a page.
package ui
