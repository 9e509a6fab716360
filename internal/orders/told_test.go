package orders_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

// told are the kinds of notices about an order a person was given, the oldest first.
func told(t *testing.T, town *placed.Town, who string, o orders.ID) string {
	t.Helper()
	page, err := town.Notices.List(t.Context(), town.As(who), "")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, n := range page.Rows {
		if n.Link == town.Order(o).Link() {
			kinds = append(kinds, strings.TrimPrefix(n.Kind, "order-"))
		}
	}
	slices.Reverse(kinds)
	return strings.Join(kinds, " ")
}

func wantTold(t *testing.T, town *placed.Town, o orders.ID, want map[string]string) {
	t.Helper()
	for who, kinds := range want {
		if got := told(t, town, who, o); got != kinds {
			t.Errorf("%s was told %q, want %q", who, got, kinds)
		}
	}
}

func worked(t *testing.T, town *placed.Town, who string, o orders.ID, minutes, version int) {
	t.Helper()
	d := journal.Draft{Day: town.Clock.Now().Date(), Minutes: minutes, Version: version, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}
	if _, err := town.Journal.Save(t.Context(), town.As(who), o, d); err != nil {
		t.Fatal(err)
	}
	town.Clock.Advance(time.Minute)
}

// TestEverybodyOfAnOrderIsToldButWhoDidIt: the recipient, the worker and the organisation.
func TestEverybodyOfAnOrderIsToldButWhoDidIt(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		step := func() { town.Clock.Advance(time.Minute) }
		o := town.Place(world.Recipient, "qamqor/assistant", 120, soon)
		step()
		town.Confirm(world.Supplier, o, orders.Who{Worker: town.People[world.Worker].ID})
		step()
		worked(t, town, world.Worker, o, 120, 0)
		worked(t, town, world.Worker, o, 60, 1)
		if err := town.Send(town.As(world.Supplier), o, town.Clock.Now().Date().InMonth()); err != nil {
			t.Fatal(err)
		}
		if err := town.Orders.EndWork(t.Context(), town.As(world.Worker), o); err != nil {
			t.Fatal(err)
		}
		step()
		if err := town.Cancel(world.Supplier, o, orders.Reason{Code: "agreed"}); err != nil {
			t.Fatal(err)
		}
		wantTold(t, town, o, map[string]string{
			world.Recipient: "confirmed completed reopened work-ended cancelled",
			world.Worker:    "appointed cancelled",
			world.Supplier:  "placed completed reopened work-ended",
		})
	})
}

func TestBothSidesAreToldOfAnOrderThatCameToNothing(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		declined := town.Place(world.Recipient, "assistant/assistant", 60, soon)
		withdrawn := town.Place(world.Recipient, "assistant/assistant", 60, soon)
		lapsed := town.Place(world.Recipient, "assistant/assistant", 60, soon)
		town.Clock.Advance(time.Minute)
		if err := town.Decline(world.Assistant, declined, orders.Reason{Code: "illness"}); err != nil {
			t.Fatal(err)
		}
		if err := town.Withdraw(world.Recipient, withdrawn); err != nil {
			t.Fatal(err)
		}
		town.Clock.Set(calendar.MustDate("2026-12-07").Clock(9, 0))
		if n, err := town.Orders.Lapse(t.Context(), access.System("clock", access.Timekeeper)); n != 1 || err != nil {
			t.Fatalf("%d lapsed, %v", n, err)
		}
		wantTold(t, town, declined, map[string]string{world.Recipient: "declined", world.Assistant: "placed"})
		wantTold(t, town, withdrawn, map[string]string{world.Recipient: "", world.Assistant: "placed withdrawn"})
		wantTold(t, town, lapsed, map[string]string{world.Recipient: "lapsed", world.Assistant: "placed lapsed"})
		waiting, err := town.Notices.Waiting(t.Context(), town.As(world.Assistant))
		if err != nil || len(waiting) > 0 {
			t.Errorf("something still waits: %+v, %v", waiting, err)
		}
	})
}

func TestTheOldestOrderThatWaits(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		me := town.As(world.Assistant)
		if _, found, err := town.Orders.Oldest(t.Context(), me, orders.AsSpecialist); found || err != nil {
			t.Errorf("found %v, %v", found, err)
		}
		first := town.Place(world.Recipient, "assistant/assistant", 60, soon)
		town.Clock.Advance(time.Hour)
		second := town.Place(world.SecondRecipient, "assistant/assistant", 60, soon)
		town.Place(world.SecondRecipient, "qamqor/assistant", 60, soon)
		for _, want := range []orders.ID{first, second} {
			oldest, found, err := town.Orders.Oldest(t.Context(), me, orders.AsSpecialist)
			if err != nil || !found || oldest.ID != want {
				t.Errorf("%v, found %v, %v", oldest.ID, found, err)
			}
			town.Confirm(world.Assistant, want, orders.Who{})
		}
	})
}

func TestAWishIsPreviewed(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		w := orders.Wish{Entry: town.Entries["qamqor/bed-place"], Allotment: town.Allotments[world.Recipient+"/bed-place"], From: start, To: start.PlusDays(9)}
		o, err := town.Orders.Preview(t.Context(), town.As(world.Recipient), w)
		if err != nil || o.Amount != 10 || o.Organisation != town.Organisation || o.Number != "" {
			t.Errorf("%+v, %v", o, err)
		}
		w.To = start.PlusDays(60)
		_, err = town.Orders.Preview(t.Context(), town.As(world.Recipient), w)
		wantProblem(t, err, "orders.more-than-left.days")
		if _, err := town.Orders.PreparePlace(t.Context(), town.As(world.Recipient), w, lang.RU); err == nil {
			t.Error("what the preview refuses can be signed")
		}
	})
}
