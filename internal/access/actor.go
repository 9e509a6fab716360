package access

import (
	"slices"

	"asar/internal/id"
	"asar/internal/problem"
)

// The kinds of record that actors and scopes name. Their packages alias the ids.
type (
	person       struct{}
	organisation struct{}
	unit         struct{}
	session      struct{}

	// PersonID names a person.
	PersonID = id.ID[person]
	// OrganisationID names an organisation.
	OrganisationID = id.ID[organisation]
	// UnitID names a unit of the city.
	UnitID = id.ID[unit]
	// SessionID names a person's stay on the portal.
	SessionID = id.ID[session]
)

// Actor is somebody who does something: a person in one of their cabinets, or a part of
// the program with a narrow role. The zero Actor is a visitor who has not signed in.
type Actor struct {
	person       PersonID
	organisation OrganisationID
	unit         UnitID
	session      SessionID
	system       string
	roles        []Role
}

// Seat is what a person acts as: the roles of one cabinet, and the organisation or unit
// the roles belong to.
type Seat struct {
	Roles        []Role
	Organisation OrganisationID
	Unit         UnitID
}

// Person makes the actor of a signed-in person in a seat. Only package sessions, which
// has checked the person's session, and tests call it.
func Person(p PersonID, s SessionID, seat Seat) Actor {
	return Actor{person: p, session: s, organisation: seat.Organisation, unit: seat.Unit, roles: slices.Clone(seat.Roles)}
}

// System makes the actor of a part of the program, for example "esobes". Its roles are
// the narrow ones made for such parts.
func System(name string, roles ...Role) Actor {
	return Actor{system: name, roles: slices.Clone(roles)}
}

// Visitor is who has not signed in.
func Visitor() Actor { return Actor{} }

// PersonID is the acting person; zero for visitors and parts of the program.
func (a Actor) PersonID() PersonID { return a.person }

// OrganisationID is the organisation the person acts for, if any.
func (a Actor) OrganisationID() OrganisationID { return a.organisation }

// UnitID is the unit the person acts in, if any.
func (a Actor) UnitID() UnitID { return a.unit }

// SessionID is the session the person acts in.
func (a Actor) SessionID() SessionID { return a.session }

// SignedIn tells whether the actor is a person with a session.
func (a Actor) SignedIn() bool { return !a.person.IsZero() }

// Has tells whether the actor acts in a role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.roles, r) }

// Roles are the roles the actor acts in.
func (a Actor) Roles() []Role { return slices.Clone(a.roles) }

// AuditName is how the history names the actor: "person:…", "system:…" or "visitor".
// It holds no personal data.
func (a Actor) AuditName() string {
	switch {
	case a.system != "":
		return "system:" + a.system
	case a.SignedIn():
		return "person:" + a.person.String()
	default:
		return "visitor"
	}
}

// May tells whether the actor holds the permission, for showing or hiding a way there.
// An action itself uses Ask.
func (a Actor) May(p Permission) bool { return scopeOf(a, p).opens() }

// Ask returns the scope a permission opens to the actor. It returns problem.Denied
// when it opens nothing.
func Ask(a Actor, p Permission) (Scope, error) {
	s := scopeOf(a, p)
	if !s.opens() {
		return Scope{}, problem.New(problem.Denied, "problem.denied")
	}
	return s, nil
}

// NewPersonID is an id for a new person.
func NewPersonID() PersonID { return id.New[person]() }

// NewOrganisationID is an id for a new organisation.
func NewOrganisationID() OrganisationID { return id.New[organisation]() }

// NewUnitID is an id for a new unit.
func NewUnitID() UnitID { return id.New[unit]() }

// NewSessionID is an id for a new session.
func NewSessionID() SessionID { return id.New[session]() }
