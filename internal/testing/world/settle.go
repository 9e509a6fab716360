package world

import (
	"context"
	"fmt"

	"asar/internal/access"
	"asar/internal/registry"
)

// Person is a named person who lives in a town.
type Person struct {
	Who
	ID access.PersonID
}

// Town is where the named people live.
type Town struct {
	People       map[string]*Person
	Units        map[string]access.UnitID
	Organisation access.OrganisationID
}

// founder makes what a new installation begins with.
func founder() access.Actor { return access.System("founder", access.Founder) }

// Settle makes units, the organisation, people and their positions.
func Settle(ctx context.Context, reg *registry.Registry) (*Town, error) {
	t := &Town{People: map[string]*Person{}, Units: map[string]access.UnitID{}}
	for _, u := range Places() {
		made, err := reg.AddUnit(ctx, founder(), registry.Unit{Key: u.Key, Kind: u.Kind, Name: registry.Named(u.Name)})
		if err != nil {
			return nil, fmt.Errorf("world: unit %s: %w", u.Key, err)
		}
		t.Units[u.Key] = made
	}
	firm := Organisation()
	number, err := registry.ParseBIN(firm.BIN)
	if err != nil {
		return nil, fmt.Errorf("world: organisation: %w", err)
	}
	o := registry.Organisation{BIN: number, Name: registry.Named(firm.Name), Unit: t.Units[firm.Unit], Address: firm.Address, Phone: firm.Phone, Email: firm.Email}
	if t.Organisation, err = reg.AddOrganisation(ctx, founder(), o); err != nil {
		return nil, fmt.Errorf("world: organisation: %w", err)
	}
	for _, w := range People() {
		if err := t.settle(ctx, reg, w); err != nil {
			return nil, fmt.Errorf("world: %s: %w", w.Key, err)
		}
	}
	return t, nil
}

func (t *Town) settle(ctx context.Context, reg *registry.Registry, w Who) error {
	number, err := registry.ParseIIN(w.IIN)
	if err != nil {
		return err
	}
	made, err := reg.AddPerson(ctx, founder(), registry.NewPerson{IIN: number, Surname: w.Surname, Name: w.Name, Patronymic: w.Patronymic,
		Phone: w.Phone, Email: w.Email, Address: w.Address, Locale: w.Locale, Unit: t.Units[w.Unit]})
	if err != nil {
		return err
	}
	t.People[w.Key] = &Person{Who: w, ID: made}
	if w.Role == "" {
		return nil
	}
	position := registry.Position{Person: made, Role: w.Role}
	if w.At == Qamqor {
		position.Organisation = t.Organisation
	} else {
		position.Unit = t.Units[w.At]
	}
	_, err = reg.GivePosition(ctx, founder(), position)
	return err
}

// As is the person acting in a cabinet: about themselves, as a specialist where they are
// one, or in their position.
func (t *Town) As(key string) access.Actor {
	p := t.People[key]
	seat := access.Seat{Roles: []access.Role{access.Recipient}}
	switch {
	case p.Role == access.Supplier:
		seat = access.Seat{Roles: []access.Role{access.Supplier}, Organisation: t.Organisation}
	case p.Role != "":
		seat = access.Seat{Roles: []access.Role{p.Role}, Unit: t.Units[p.At]}
	case p.specialist():
		seat.Roles = append(seat.Roles, access.Specialist)
	}
	return access.Person(p.ID, access.NewSessionID(), seat)
}
