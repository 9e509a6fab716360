package office

import (
	"slices"

	"asar/internal/access"
	"asar/internal/registry"
	"asar/internal/sessions"
	"asar/internal/store"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// Area is the administrator's and the auditor's cabinet.
func Area(db *store.DB, reg *registry.Registry, s *sessions.Sessions) web.Area {
	all := peopleRoutes(reg, s)
	all = append(all, exchangeRoutes(db)...)
	all = append(all, historyRoutes(db, reg)...)
	return web.Area{Routes: slices.Concat([]web.Route{web.Get("/office", web.May(access.SeeExchange), showMain(db))}, all)}
}

// confirmView asks once more before something that cannot be taken back.
type confirmView struct {
	header  ui.PageHeaderProps
	facts   ui.SummaryListProps
	warning ui.WarningTextProps
	action  string
	button  ui.ButtonProps
	back    ui.Link
}

func ask(v *web.Visit, title, warning, action, back string, facts ...ui.SummaryRow) confirmView {
	return confirmView{header: ui.PageHeaderProps{Title: v.Say(title)}, warning: ui.WarningTextProps{Word: v.Say("office.attention"), Text: v.Say(warning)}, action: v.Path(action),
		button: ui.ButtonProps{Text: v.Say(title), Kind: ui.ButtonWarning, Once: true}, back: ui.Link{Text: v.Say("office.not-now"), Href: v.Path(back)}, facts: ui.SummaryListProps{Rows: facts}}
}
