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
// A page author needs:
//
//	@ui.DeskPage(props) {           // or ui.Page
//		@ui.PageHeader(ui.PageHeaderProps{Title: ...})
//		@ui.Tabs(...)
//		@ui.Table(...)
//	}
//
// One Errors value serves a whole form: the layout shows the summary and the word
// before the title, and every field asks it for its own message with Errors.At.
package ui
