package web

import (
	"asar/internal/access"
	"asar/internal/web/ui"
)

// cabinet is what a person is working in: its name, its main page and its menu.
type cabinet struct {
	name   string
	main   string
	places []place
}

// place is one item of a menu; a specialist's places begin a group of their own.
type place struct {
	text string
	path string
	need access.Permission
	lead bool // begins the group of who provides services
	// follows marks a further place of that group.
	follows bool
}

var recipientCabinet = cabinet{name: "cabinet.recipient", main: "/cabinet", places: []place{
	{text: "menu.main", path: "/cabinet"},
	{text: "menu.my-services", path: "/my-services", need: access.SeeAllotments},
	{text: "menu.my-orders", path: "/my-orders", need: access.PlaceOrder},
	{text: "menu.notices", path: "/notifications"},
	{text: "menu.orders", path: "/orders", need: access.AnswerOrder, lead: true},
	{text: "menu.sent", path: "/sent", need: access.SendAct, follows: true},
	{text: "menu.register", path: "/register", need: access.EnterRegister, follows: true},
	{text: "menu.me", path: "/me"},
}}

var supplierCabinet = cabinet{name: "cabinet.supplier", main: "/cabinet", places: []place{
	{text: "menu.main", path: "/cabinet"},
	{text: "menu.orders", path: "/orders", need: access.AnswerOrder},
	{text: "menu.sent", path: "/sent", need: access.SendAct},
	{text: "menu.register", path: "/register", need: access.EnterRegister},
	{text: "menu.workers", path: "/register/workers", need: access.KeepOrganisation},
	{text: "menu.notices", path: "/notifications"},
	{text: "menu.me", path: "/me"},
}}

var officerCabinet = cabinet{name: "cabinet.officer", main: "/desk", places: []place{
	{text: "menu.desk", path: "/desk"},
	{text: "menu.allotments", path: "/desk/allotments", need: access.AllotVolume},
	{text: "menu.decisions", path: "/desk/register", need: access.DecideRegister},
	{text: "menu.desk-orders", path: "/desk/orders", need: access.SeeOrders},
	{text: "menu.notices", path: "/notifications"},
	{text: "menu.me", path: "/me"},
}}

var (
	officeCabinet  = cabinet{name: "cabinet.administrator", main: "/office", places: officePlaces}
	auditorCabinet = cabinet{name: "cabinet.auditor", main: "/office", places: officePlaces}
)

var officePlaces = []place{
	{text: "menu.office", path: "/office"},
	{text: "menu.people", path: "/office/people", need: access.KeepPeople},
	{text: "menu.organisations", path: "/office/organisations", need: access.KeepPeople},
	{text: "menu.exchange", path: "/office/exchange", need: access.SeeExchange},
	{text: "menu.audit", path: "/office/audit", need: access.SeeAudit},
	{text: "menu.notices", path: "/notifications"},
	{text: "menu.me", path: "/me"},
}

// cabinet is where the acting person sits.
func (v *Visit) cabinet() cabinet {
	switch {
	case v.By.Has(access.Officer):
		return officerCabinet
	case v.By.Has(access.Administrator):
		return officeCabinet
	case v.By.Has(access.Auditor):
		return auditorCabinet
	case v.By.Has(access.Supplier):
		return supplierCabinet
	default:
		return recipientCabinet
	}
}

// nav is the menu of the person's cabinet; a visitor has none.
func (v *Visit) nav(active string) ui.ServiceNavigationProps {
	nav := ui.ServiceNavigationProps{Label: v.Say("ui.menu"), Menu: v.Say("ui.menu")}
	if !v.By.SignedIn() {
		return nav
	}
	here := v.R.URL.Path
	for _, p := range v.cabinet().places {
		if p.need != "" && !v.By.May(p.need) {
			continue
		}
		item := ui.NavItem{Text: v.Say(p.text), Href: v.Path(p.path), Current: here == v.Path(p.path), Active: active == p.path, Lead: p.lead}
		if p.path == "/notifications" {
			item.Badge = ui.BadgeProps{Count: v.unread, Word: v.Say("menu.unread")}
		}
		nav.Items = append(nav.Items, item)
	}
	return nav
}
