package fields

import (
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// Order is an order's status; which status has which colour is decided here once.
func Order(v *web.Visit, s orders.Status) ui.TagProps {
	tone := ui.ToneNeutral
	switch s {
	case orders.Waiting:
		tone = ui.ToneWaiting
	case orders.OnExecution:
		tone = ui.ToneActive
	case orders.Completed:
		tone = ui.ToneDone
	case orders.Declined, orders.CancelledByRecipient, orders.CancelledBySpecialist:
		tone = ui.ToneLate
	case orders.Withdrawn, orders.Lapsed:
	}
	return ui.TagProps{Text: v.Say(s.Text()), Tone: tone}
}

// The sections of an order's pages.
const (
	SectionOrder   = "order"
	SectionJournal = "journal"
	SectionSent    = "sent"
)

// OrderTabs lead from section to section of an order. A bed place has no journal.
func OrderTabs(v *web.Visit, o orders.Order, here string) []ui.Tab {
	all := []ui.Tab{{Text: v.Say("fields.order-tab.order"), Href: v.Path(o.Link()), Current: here == SectionOrder}}
	if o.Service.CountsHours() {
		all = append(all,
			ui.Tab{Text: v.Say("fields.order-tab.journal"), Href: v.Path(o.Link() + "/journal"), Current: here == SectionJournal},
			ui.Tab{Text: v.Say("fields.order-tab.sent"), Href: v.Path(o.Link() + "/sent"), Current: here == SectionSent})
	}
	return all
}

// OrdersMenu is the item of the menu to which an order belongs for whoever looks at it.
func OrdersMenu(side orders.Side) string {
	switch side {
	case orders.AsRecipient:
		return "/my-orders"
	case orders.AsOfficer:
		return "/desk/orders"
	case orders.AsSpecialist, orders.AsOrganisation:
	}
	return "/orders"
}

// OrderNumber is an order's number as a caption.
func OrderNumber(v *web.Visit, n orders.Number) string {
	return v.Say("fields.order-number", map[string]any{"Number": string(n)})
}

// Provider is who gives the service, and for which organisation.
func Provider(v *web.Visit, p orders.Parties) string {
	switch {
	case p.Organisation.ID.IsZero():
		return p.Worker.FullName()
	case p.Worker.ID.IsZero():
		return p.Organisation.Name.In(v.Locale)
	}
	return p.Worker.FullName() + ", " + p.Organisation.Name.In(v.Locale)
}

// TabCount is how many orders a tab holds: «7», «99+».
func TabCount(v *web.Visit, n int) string {
	if n >= orders.TabCapped {
		return v.Words.Number(orders.TabCapped-1) + "+"
	}
	return v.Words.Number(n)
}
