package access

import (
	"fmt"
	"strings"
)

// Scope is the set of records a permission opens to an actor. Only Ask makes one that
// opens anything.
type Scope struct {
	permission   Permission
	all          bool
	recipient    PersonID
	specialist   PersonID
	person       PersonID
	organisation OrganisationID
	unit         UnitID
}

// Columns name where a table keeps whose its records are; an empty name means that this
// table knows no such owner, and then that part of a scope opens nothing.
type Columns struct {
	Recipient    string // the person who receives the service
	Specialist   string // the person who provides it
	Person       string // the person the record belongs to, whatever their side
	Organisation string // the organisation that provides it
	Unit         string // the unit in whose care it is
}

func (s Scope) opens() bool {
	return s.all || !s.recipient.IsZero() || !s.specialist.IsZero() || !s.person.IsZero() ||
		!s.organisation.IsZero() || !s.unit.IsZero()
}

// Everything tells whether the scope opens all records.
func (s Scope) Everything() bool { return s.all }

// Permission is what was asked for.
func (s Scope) Permission() Permission { return s.permission }

// Where writes the scope as an SQL condition over the columns, with parameters numbered
// from first. A scope that opens none of the columns makes a condition that is never true.
func (s Scope) Where(c Columns, first int) (condition string, args []any) {
	if s.all {
		return "TRUE", nil
	}
	var parts []string
	add := func(column string, id interface{ ForStore() any }, zero bool) {
		if column == "" || zero {
			return
		}
		parts = append(parts, fmt.Sprintf("%s = $%d", column, first+len(args)))
		args = append(args, id)
	}
	add(c.Recipient, s.recipient, s.recipient.IsZero())
	add(c.Specialist, s.specialist, s.specialist.IsZero())
	add(c.Person, s.person, s.person.IsZero())
	add(c.Organisation, s.organisation, s.organisation.IsZero())
	add(c.Unit, s.unit, s.unit.IsZero())
	if len(parts) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// CoversUnit tells whether records in a unit's care are open, for writing new ones.
func (s Scope) CoversUnit(u UnitID) bool { return s.all || !u.IsZero() && s.unit == u }

// CoversPerson tells whether the person's own records are open, for writing new ones.
func (s Scope) CoversPerson(p PersonID) bool {
	return s.all || !p.IsZero() && (s.person == p || s.recipient == p || s.specialist == p)
}

// CoversOrganisation tells whether the organisation's records are open, for writing new ones.
func (s Scope) CoversOrganisation(o OrganisationID) bool {
	return s.all || !o.IsZero() && s.organisation == o
}
