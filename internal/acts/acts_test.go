package acts_test

import (
	"testing"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

var (
	november = calendar.MustMonth("2026-11")
	december = calendar.MustMonth("2026-12")
)

// each settles a town on both databases.
func each(t *testing.T, test func(t *testing.T, town *placed.Town)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, on testdb.Town) { test(t, placed.New(t, on)) })
}

func payer() access.Actor { return access.System("esobes", access.Payer) }

// worked is a running order of the assistant with four hours today.
func worked(t *testing.T, town *placed.Town) orders.ID {
	t.Helper()
	o := town.Running(world.Recipient, 30*60)
	write(t, town, o, town.Clock.Now().Date(), 240)
	return o
}

// write enters hours, over those that stand on the day.
func write(t *testing.T, town *placed.Town, o orders.ID, day calendar.Date, minutes int) {
	t.Helper()
	d := journal.Draft{Day: day, Minutes: minutes, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}
	c, err := town.Journal.Month(t.Context(), town.As(world.Assistant), o, day.InMonth())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Entries {
		if e.Day == day {
			d.Version = e.Version
		}
	}
	if _, err := town.Journal.Save(t.Context(), town.As(world.Assistant), o, d); err != nil {
		t.Fatal(err)
	}
}

func form(t *testing.T, town *placed.Town, o orders.ID) acts.Act {
	t.Helper()
	a, err := town.Acts.Form(t.Context(), town.As(world.Assistant), o, november)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func trySign(t *testing.T, town *placed.Town, who string, a acts.ID) error {
	t.Helper()
	text, err := town.Acts.PrepareSign(t.Context(), town.As(who), a, lang.RU)
	if err != nil {
		return err
	}
	_, err = town.Acts.Sign(t.Context(), town.As(who), town.Sign(who, text))
	return err
}

func sign(t *testing.T, town *placed.Town, who string, a acts.ID) {
	t.Helper()
	if err := trySign(t, town, who, a); err != nil {
		t.Fatal(err)
	}
}

// sent is an act of November that both sides signed and that was sent.
func sent(t *testing.T, town *placed.Town, o orders.ID) acts.Act {
	t.Helper()
	a := form(t, town, o)
	sign(t, town, world.Recipient, a.ID)
	sign(t, town, world.Assistant, a.ID)
	if err := town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false); err != nil {
		t.Fatal(err)
	}
	return a
}

func answer(t *testing.T, town *placed.Town, number string, seq int64, kind acts.Status) {
	t.Helper()
	said := acts.Answer{MessageID: number + "/" + string(kind), Number: number, Seq: seq, Kind: kind, SaidAt: town.Clock.Now()}
	if kind == acts.Returned {
		said.Reason = "нет подписи на втором листе"
	}
	if err := town.Acts.Receive(t.Context(), payer(), said); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, town *placed.Town, who string, a acts.ID) acts.View {
	t.Helper()
	v, err := town.Acts.Find(t.Context(), town.As(who), a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func refused(t *testing.T, err error, kind problem.Kind, key string) {
	t.Helper()
	if !problem.Is(err, kind) || !problem.HasKey(err, key) {
		t.Errorf("want %s %s, got %v", kind, key, err)
	}
}

func TestFromTheJournalToThePayment(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		a := form(t, town, o)
		if a.Edition != 1 || a.Minutes != 240 || a.Status != acts.Formed {
			t.Errorf("formed %+v", a)
		}
		sign(t, town, world.Recipient, a.ID)
		refused(t, town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false), problem.Invalid, "acts.needs-signatures-or-scan")
		sign(t, town, world.Assistant, a.ID)
		ready, err := town.Acts.Ready(t.Context(), town.As(world.Assistant), acts.Sending{Order: o, Month: november})
		if err != nil || ready.ID != a.ID {
			t.Fatalf("ready %v, %v", ready.ID, err)
		}
		if err := town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false); err != nil {
			t.Fatal(err)
		}
		if got := town.Order(o); got.Unsent != 0 {
			t.Errorf("%d minutes are not sent", got.Unsent)
		}
		v := find(t, town, world.Assistant, a.ID)
		if v.Status != acts.Sent || v.Waits == nil || v.Waits.Since != v.SentAt || v.Waits.NextTry.IsZero() {
			t.Errorf("sent: %s, waits %+v", v.Status, v.Waits)
		}
		for n, kind := range []acts.Status{acts.Delivered, acts.Accepted, acts.Paid} {
			answer(t, town, a.Number, int64(n+1), kind)
			if v := find(t, town, world.Recipient, a.ID); v.Status != kind || v.Waits != nil {
				t.Errorf("the payer said %s, the act is %s", kind, v.Status)
			}
		}
		said, err := town.Acts.History(t.Context(), town.As(world.Assistant), a.ID)
		if err != nil || len(said) != 3 || said[0].Kind != acts.Paid {
			t.Errorf("history %+v, %v", said, err)
		}
	})
}
