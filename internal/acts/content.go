package acts

import (
	"context"
	"encoding/json"
	"fmt"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/store"
)

// contentOf is what an act of a month says, from the journal and the register as they are
// now. It has no number yet, and no identification numbers: those lie in the vault and
// are put in only to print (docs/adr/0014).
func (a *Acts) contentOf(ctx context.Context, q store.Querier, o orders.Order, m calendar.Month) (forms.ActContent, error) {
	c, err := a.workOf(ctx, q, o, m)
	if err != nil {
		return c, err
	}
	c.OrderNumber, c.OrderDate, c.Month, c.Service = string(o.Number), o.PlacedAt.Date(), m, a.bothWords(orders.ServiceText(o.Service))
	return c, a.sides(ctx, q, o, &c)
}

// workOf is the part of a content that says what was delivered.
func (a *Acts) workOf(ctx context.Context, q store.Querier, o orders.Order, m calendar.Month) (c forms.ActContent, err error) {
	entries, err := a.Journal.MonthEntries(ctx, q, o.ID, m)
	if err != nil {
		return c, err
	}
	for _, e := range entries {
		c.Entries = append(c.Entries, a.line(e))
	}
	c.VolumeMinutes = o.Amount
	c.UsedBeforeMinutes, err = a.Journal.MinutesBefore(ctx, q, o.ID, m)
	return c, err
}

// sides fills in who worked for whom, and who pays.
func (a *Acts) sides(ctx context.Context, q store.Querier, o orders.Order, c *forms.ActContent) error {
	parties, err := a.Orders.PartiesOf(ctx, q, o)
	if err != nil {
		return err
	}
	entry, err := a.Registry.EntryFor(ctx, q, o.Entry)
	if err != nil {
		return err
	}
	unit, err := a.Registry.UnitFor(ctx, q, o.Unit)
	if err != nil {
		return err
	}
	c.Customer = forms.Words{KK: unit.Name.KK, RU: unit.Name.RU}
	c.Recipient.Name, c.Specialist.Name, c.RegisterNo = parties.Recipient.FullName(), parties.Worker.FullName(), entry.Number
	if firm := parties.Organisation; !firm.ID.IsZero() {
		c.Organisation = forms.Organisation{Name: forms.Words{KK: firm.Name.KK, RU: firm.Name.RU}, BIN: string(firm.BIN)}
	}
	return nil
}

func (a *Acts) line(e journal.Entry) forms.Entry {
	l := forms.Entry{Day: e.Day, Minutes: e.Minutes, Places: forms.Words{KK: e.PlacesKK, RU: e.PlacesRU}}
	if e.Format != "" {
		l.Form = a.bothWords(e.Format.Text())
	}
	return l
}

func (a *Acts) bothWords(key string) forms.Words {
	return forms.Words{KK: a.Texts.In(lang.KK).Say(key), RU: a.Texts.In(lang.RU).Say(key)}
}

// named puts in what an edition is called and the people's numbers: this is what is
// printed and what the digest is over.
func (a *Acts) named(ctx context.Context, c forms.ActContent, number string, edition int, o orders.Order) (forms.ActContent, error) {
	c.Number, c.Version = number, edition
	for _, side := range []struct {
		into *string
		who  access.PersonID
	}{{&c.Recipient.IIN, o.Recipient}, {&c.Specialist.IIN, o.Worker}} {
		iin, err := a.Registry.IINOf(ctx, side.who)
		if err != nil {
			return c, err
		}
		*side.into = iin
	}
	return c, nil
}

// written is a content as it is kept: without number, edition and people's numbers.
func written(c forms.ActContent) (string, error) {
	c.Number, c.Version, c.Recipient.IIN, c.Specialist.IIN = "", 0, "", ""
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("acts: content: %w", err)
	}
	return string(text), nil
}

// read is a content that written kept.
func read(text string) (c forms.ActContent, err error) {
	if err = json.Unmarshal([]byte(text), &c); err != nil {
		err = fmt.Errorf("acts: content: %w", err)
	}
	return c, err
}

// sameWork tells whether two contents say the same about what was delivered. A name that
// was spelled anew since is no reason to form and sign an act again.
func sameWork(a, b forms.ActContent) bool {
	if len(a.Entries) != len(b.Entries) || a.VolumeMinutes != b.VolumeMinutes || a.UsedBeforeMinutes != b.UsedBeforeMinutes {
		return false
	}
	for i := range a.Entries {
		if a.Entries[i] != b.Entries[i] {
			return false
		}
	}
	return true
}
