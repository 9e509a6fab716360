// Package town is the named town with everything an order needs (keys, a register of
// specialists, allotted volumes, bed places) and what its people do there. The demo town and
// the towns of tests are this one. Never in the product.
package town

import (
	"context"
	"fmt"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/city"
	"asar/internal/registry"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// Town is a settled town whose people can order and work.
type Town struct {
	*city.City
	*world.Town
	Entries    map[string]registry.EntryID // by who and service: "assistant/assistant", "qamqor/bed-place"
	Allotments map[string]registry.AllotmentID
	Beds       []registry.BedID
	From, To   calendar.Date // the period of every allotment
	key        func(who string) (*devca.Key, error)
}

// What each recipient is allotted of a service: minutes, or days.
const (
	Volume    = 60 * 60
	VolumeBed = 60
)

// Founder makes what a new installation begins with.
func Founder() access.Actor { return access.System("founder", access.Founder) }

// Settle makes the town in an empty city. Allotments are good in the period; key gives the
// key a person signs documents with.
func Settle(ctx context.Context, c *city.City, from, to calendar.Date, key func(who string) (*devca.Key, error)) (*Town, error) {
	people, err := world.Settle(ctx, c.Registry)
	if err != nil {
		return nil, err
	}
	t := &Town{City: c, Town: people, Entries: map[string]registry.EntryID{}, Allotments: map[string]registry.AllotmentID{}, From: from, To: to, key: key}
	for _, fill := range []func(context.Context) error{t.allotAll, t.admitAll, t.engageAll, t.addBeds} {
		if err := fill(ctx); err != nil {
			return nil, fmt.Errorf("town: %w", err)
		}
	}
	return t, nil
}

func (t *Town) allotAll(ctx context.Context) error {
	for _, recipient := range []string{world.Recipient, world.SecondRecipient, world.ThirdRecipient} {
		for _, s := range registry.Services() {
			amount := Volume
			if s == registry.BedPlace {
				amount = VolumeBed
			}
			made, err := t.Allot(ctx, recipient, s, amount)
			if err != nil {
				return err
			}
			t.Allotments[recipient+"/"+string(s)] = made
		}
	}
	return nil
}

// Allot enters an allotted volume for the town's period.
func (t *Town) Allot(ctx context.Context, recipient string, s registry.Service, amount int) (registry.AllotmentID, error) {
	p := t.People[recipient]
	return t.Registry.Allot(ctx, Founder(), registry.NewAllotment{Recipient: p.ID, Unit: t.Units[p.Unit], Service: s, Amount: amount, From: t.From, To: t.To, Ground: "№ 1"})
}

func (t *Town) admitAll(ctx context.Context) error {
	for _, e := range []struct {
		who     string
		service registry.Service
	}{{world.Assistant, registry.Assistant}, {world.SignLanguage, registry.SignLanguage}, {world.Qamqor, registry.Assistant}, {world.Qamqor, registry.BedPlace}} {
		n := registry.NewEntry{Service: e.service, Unit: t.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"kk", "ru"}}}
		if e.who == world.Qamqor {
			n.Organisation = t.Organisation
		} else {
			n.Person = t.People[e.who].ID
		}
		made, err := t.Registry.Admit(ctx, Founder(), n)
		if err != nil {
			return err
		}
		t.Entries[e.who+"/"+string(e.service)] = made
	}
	return nil
}

func (t *Town) engageAll(ctx context.Context) error {
	for _, worker := range []string{world.Worker, world.SecondWorker} {
		number, err := registry.ParseIIN(t.People[worker].IIN)
		if err != nil {
			return err
		}
		if _, err := t.Registry.AddWorker(ctx, Founder(), t.Organisation, number, registry.Assistant); err != nil {
			return err
		}
	}
	return nil
}

func (t *Town) addBeds(ctx context.Context) error {
	for _, label := range []string{"1-1", "1-2"} {
		b, err := t.Registry.AddBed(ctx, Founder(), t.Organisation, label)
		if err != nil {
			return err
		}
		t.Beds = append(t.Beds, b)
	}
	return nil
}
