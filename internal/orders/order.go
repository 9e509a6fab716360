package orders

import (
	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/registry"
)

type (
	order struct{}

	// ID names an order.
	ID = id.ID[order]
)

// ParseID reads an order's id of an address; NotFound when it is not one.
func ParseID(s string) (ID, error) { return id.Parse[order](s) }

// Number is what people call an order: the year and eight digits, for example
// 2026-48201933. The digits are drawn by chance, so that nobody can walk from one to the next.
type Number string

// Order is an amount of a service that a recipient asked of a specialist or organisation.
// Amounts are minutes, or days of a bed place.
type Order struct {
	ID           ID
	Number       Number
	Service      registry.Service
	Allotment    registry.AllotmentID
	Entry        registry.EntryID
	Unit         access.UnitID         // in whose care it is: the recipient's district
	Recipient    access.PersonID       // who receives the service
	Worker       access.PersonID       // who provides it; zero until an organisation answers, and for bed places
	Organisation access.OrganisationID // zero for a specialist of their own
	Bed          registry.BedID
	Amount       int
	Used         int
	Unsent       int // used in months whose act was not sent yet
	Promised     int // minutes of the provider's capacity it holds
	From, To     calendar.Date
	Status       Status
	PlacedAt     calendar.Instant
	AnswerBy     calendar.Date // zero when orders do not lapse
	AnsweredAt   calendar.Instant
	WorkEndedAt  calendar.Instant
	ClosedAt     calendar.Instant
	Reason       ReasonCode
	ReasonText   string
}

// Left is what is not worked off yet.
func (o Order) Left() int { return o.Amount - o.Used }

// WorkEnded tells whether the sides said that they work together no more.
func (o Order) WorkEnded() bool { return !o.WorkEndedAt.IsZero() }

// Book is where the order's history is kept; its journal and acts write there too.
func (o Order) Book() string { return book(o.ID) }

// Link is the order's page, a path without its language.
func (o Order) Link() string { return "/orders/" + o.ID.String() }

// Side is from where somebody looks at an order.
type Side string

// The sides.
const (
	AsRecipient    Side = "recipient"
	AsSpecialist   Side = "specialist"
	AsOrganisation Side = "organisation"
	AsOfficer      Side = "officer"
)

// SideOf tells on which side of an order somebody acts; "" when on none.
func SideOf(by access.Actor, o Order) Side {
	switch {
	case by.SignedIn() && by.Has(access.Recipient) && by.PersonID() == o.Recipient:
		return AsRecipient
	case by.SignedIn() && by.Has(access.Specialist) && by.PersonID() == o.Worker:
		return AsSpecialist
	case by.Has(access.Supplier) && !o.Organisation.IsZero() && by.OrganisationID() == o.Organisation:
		return AsOrganisation
	case by.Has(access.Officer) && !o.Unit.IsZero() && by.UnitID() == o.Unit:
		return AsOfficer
	}
	return ""
}
