package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/testing/town"
	"asar/internal/testing/world"
)

// past is what the town's people did before anybody looks, so that every list has
// something in it and most statuses can be seen.
type past struct {
	*town.Town
	clock *calendar.Settable
	first calendar.Date // the day everything began
	today calendar.Date
	deeds []deed
}

// deed is what somebody does on a day, at an hour.
type deed struct {
	day  calendar.Date
	hour int
	do   func(ctx context.Context) error
}

// live plays the town's past up to now.
func live(ctx context.Context, t *town.Town, clock *calendar.Settable, now calendar.Instant) error {
	p := &past{Town: t, clock: clock, first: clock.Now().Date(), today: now.Date()}
	p.plan()
	slices.SortStableFunc(p.deeds, func(a, b deed) int { return cmp.Or(b.day.DaysUntil(a.day), a.hour-b.hour) })
	for _, d := range p.deeds {
		moment := d.day.Clock(d.hour, 0)
		if moment.After(now) {
			moment = now
		}
		clock.Set(moment)
		if err := d.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", d.day, err)
		}
	}
	clock.Set(now)
	return nil
}

// plan is the town's past: who ordered what from whom, and what became of it.
func (p *past) plan() {
	yesterday := p.today.PlusDays(-1)
	long := p.running(p.first.PlusDays(1), world.Recipient, "assistant/assistant", 50*60, world.Assistant)
	p.visits(long, p.first.PlusDays(2), yesterday)
	short := p.running(p.first.PlusDays(1), world.SecondRecipient, "sign-language/sign-language", 6*60, world.SignLanguage)
	for i := range 3 {
		day := p.first.PlusDays(3 + 2*i)
		p.work(short, world.SignLanguage, journal.Draft{Day: day, Minutes: 120, Format: journal.InPerson})
	}
	p.sent(long, world.Assistant, world.Recipient)
	p.formed(short, world.SignLanguage)
	given := p.running(p.first.PlusDays(5), world.ThirdRecipient, "assistant/assistant", 20*60, world.Assistant)
	p.cancelled(given, p.first.PlusDays(10))
	p.declined(p.first.PlusDays(8))
	p.stay(p.first.PlusDays(9))
	p.place(yesterday, 11, world.Recipient, "sign-language/sign-language", 10*60)
	p.place(yesterday, 12, world.SecondRecipient, "assistant/assistant", 15*60)
	p.place(yesterday, 14, world.SecondRecipient, "qamqor/assistant", 20*60)
}

func (p *past) then(day calendar.Date, hour int, do func(ctx context.Context) error) {
	p.deeds = append(p.deeds, deed{day, hour, do})
}

// place has an order placed; its id is there once it was.
func (p *past) place(day calendar.Date, hour int, recipient, entry string, amount int) *orders.ID {
	made := new(orders.ID)
	p.then(day, hour, func(ctx context.Context) (err error) {
		*made, err = p.Place(ctx, recipient, entry, amount, day, p.To.PlusDays(-30))
		return err
	})
	return made
}

// running is an order that was confirmed the day it was placed.
func (p *past) running(day calendar.Date, recipient, entry string, amount int, worker string) *orders.ID {
	o := p.place(day, 10, recipient, entry, amount)
	p.then(day, 12, func(ctx context.Context) error { return p.Confirm(ctx, worker, *o, orders.Who{}) })
	return o
}

func (p *past) work(o *orders.ID, worker string, d journal.Draft) {
	p.then(d.Day, 18, func(ctx context.Context) error {
		_, err := p.Journal.Save(ctx, p.As(worker), *o, d)
		return err
	})
}

var visited = []journal.Draft{
	{Minutes: 90, PlacesKK: "№ 5 қалалық емхана", PlacesRU: "Городская поликлиника № 5"},
	{Minutes: 60, PlacesKK: "Қазпошта, Тимирязев көшесі", PlacesRU: "Казпочта, ул. Тимирязева"},
	{Minutes: 120, PlacesKK: "Орталық мемлекеттік музей", PlacesRU: "Центральный государственный музей"},
}

// visits are an assistant's hours three days a week; they never use the order up.
func (p *past) visits(o *orders.ID, from, to calendar.Date) {
	n := 0
	for day := from; !day.After(to); day = day.PlusDays(1) {
		if w := day.Weekday(); w == time.Monday || w == time.Wednesday || w == time.Friday {
			d := visited[n%len(visited)]
			d.Day, n = day, n+1
			p.work(o, world.Assistant, d)
		}
	}
}

// formed has the act of the previous month formed, and signed by who worked: it waits for
// the recipient.
func (p *past) formed(o *orders.ID, worker string) *acts.ID {
	made, day := new(acts.ID), p.first.InMonth().Plus(1).First()
	p.then(day, 9, func(ctx context.Context) error {
		a, err := p.Acts.Form(ctx, p.As(worker), *o, p.first.InMonth())
		*made = a.ID
		return err
	})
	p.then(day, 10, func(ctx context.Context) error { return p.SignAct(ctx, worker, *made) })
	return made
}

// sent is an act of the previous month that went to the payer.
func (p *past) sent(o *orders.ID, worker, recipient string) {
	a, day := p.formed(o, worker), p.first.InMonth().Plus(1).First()
	p.then(day, 12, func(ctx context.Context) error { return p.SignAct(ctx, recipient, *a) })
	p.then(day, 13, func(ctx context.Context) error { return p.Acts.Send(ctx, p.As(worker), *a, false) })
}

// cancelled ends the joint work and then gives the order up.
func (p *past) cancelled(o *orders.ID, day calendar.Date) {
	p.then(day, 11, func(ctx context.Context) error { return p.Orders.EndWork(ctx, p.As(world.ThirdRecipient), *o) })
	p.then(day, 12, func(ctx context.Context) error {
		return p.Cancel(ctx, world.ThirdRecipient, *o, orders.Reason{Code: "moved"})
	})
}

func (p *past) declined(day calendar.Date) {
	o := p.place(day, 10, world.ThirdRecipient, "sign-language/sign-language", 8*60)
	p.then(day, 15, func(ctx context.Context) error {
		return p.Decline(ctx, world.SignLanguage, *o, orders.Reason{Code: "no-free-hours"})
	})
}

// stay is a bed place taken at the organisation.
func (p *past) stay(day calendar.Date) {
	o := new(orders.ID)
	p.then(day, 10, func(ctx context.Context) (err error) {
		*o, err = p.Place(ctx, world.SecondRecipient, "qamqor/"+string(registry.BedPlace), 0, p.today.PlusDays(-3), p.today.PlusDays(18))
		return err
	})
	p.then(day, 12, func(ctx context.Context) error {
		return p.Confirm(ctx, world.Supplier, *o, orders.Who{Bed: p.Beds[0]})
	})
}
