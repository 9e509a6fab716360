// Package desk holds the pages of a district's officer: allotted volumes, applications to
// the register, the district's orders.
package desk

import (
	"asar/internal/access"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/ui"
)

type pages struct {
	reg    *registry.Registry
	orders *orders.Orders
	notes  *notices.Notices
}

// Area is these pages over the register, the orders and the notices.
func Area(reg *registry.Registry, all *orders.Orders, notes *notices.Notices) web.Area {
	p := pages{reg: reg, orders: all, notes: notes}
	allot, decide := web.May(access.AllotVolume), web.May(access.DecideRegister)
	return web.Area{Routes: []web.Route{
		web.Get("/desk", decide, p.main),
		web.Get("/desk/allotments", allot, p.allotments),
		web.Post("/desk/allotments", allot, p.searchAllotments),
		web.Get("/desk/allotments/new", web.May(access.FindPerson), p.showFind),
		web.Post("/desk/allotments/new", web.May(access.FindPerson), p.find),
		web.Get("/desk/people/{person}/allot", allot, p.showAllot),
		web.Post("/desk/people/{person}/allot", allot, p.allot),
		web.Get("/desk/allotments/{allotment}", allot, p.showChange),
		web.Post("/desk/allotments/{allotment}", allot, p.change),
		web.Get("/desk/allotments/{allotment}/end", allot, p.showEnd),
		web.Post("/desk/allotments/{allotment}/end", allot, p.end),
		web.Get("/desk/register", decide, p.register),
		web.Get("/desk/register/{application}", decide, p.application),
		web.Post("/desk/register/{application}/approve", decide, p.approve),
		web.Post("/desk/register/{application}/refuse", decide, p.refuse),
		web.Get("/desk/entries/{entry}", decide, p.entry),
		web.Post("/desk/entries/{entry}", decide, p.moveEntry),
		web.Get("/desk/orders", decide, p.district), // SeeOrders would open it to recipients too
	}}
}

// idIn reads a record's id from the address.
func idIn(v *web.Visit, name string, into interface{ UnmarshalText(b []byte) error }) error {
	if v.In(name) == "" || into.UnmarshalText([]byte(v.In(name))) != nil {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	return nil
}

// mainView is the officer's main page: what waits, and the places.
type mainView struct {
	header    ui.PageHeaderProps
	waitTitle string
	nothing   string
	waiting   ui.TimelineProps
	places    []ui.CardLink
}

func (p pages) main(v *web.Visit) error {
	waiting, err := p.notes.Waiting(v.Context(), v.By)
	if err != nil {
		return err
	}
	todo, err := p.reg.ToDecide(v.Context(), v.By, false)
	if err != nil {
		return err
	}
	page := mainView{header: ui.PageHeaderProps{Title: v.Say("menu.desk")}, waitTitle: v.Say("cabinet.waits"), nothing: v.Say("cabinet.nothing-waits"), waiting: ui.TimelineProps{Level: 3}}
	for _, n := range waiting {
		page.waiting.Events = append(page.waiting.Events, ui.Event{Title: v.Say("notices."+n.Kind, said(n.Args)), When: v.Words.DateTime(n.At), Stamp: n.At.String(),
			Links: []ui.Link{{Text: v.Say("notices.open"), Href: v.Path(n.Link)}}})
	}
	page.places = []ui.CardLink{
		{Title: v.Say("menu.allotments"), Text: v.Say("desk.allotments-hint"), Href: v.Path("/desk/allotments")},
		{Title: v.Say("menu.decisions"), Text: v.Say("desk.decisions-hint"), Href: v.Path("/desk/register"), Badge: ui.BadgeProps{Count: len(todo), Word: v.Say("desk.wait-for-decision")}},
		{Title: v.Say("menu.desk-orders"), Text: v.Say("desk.orders-hint"), Href: v.Path("/desk/orders")},
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: mainPage(page), Active: "/desk"})
}

func said(args map[string]string) map[string]any {
	given := map[string]any{}
	for name, value := range args {
		given[name] = value
	}
	return given
}
