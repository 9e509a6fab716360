package journal_test

import (
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

var start = testdb.Start.Date()

func each(t *testing.T, test func(t *testing.T, town *placed.Town)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, on testdb.Town) { test(t, placed.New(t, on)) })
}

func draft(day calendar.Date, minutes, version int) journal.Draft {
	return journal.Draft{Day: day, Minutes: minutes, PlacesKK: "Емхана", PlacesRU: "Поликлиника", Format: journal.InPerson, Version: version}
}

func save(t *testing.T, town *placed.Town, who string, o orders.ID, d journal.Draft) journal.Saved {
	t.Helper()
	saved, err := town.Journal.Save(t.Context(), town.As(who), o, d)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func wantProblem(t *testing.T, err error, key string) {
	t.Helper()
	if !problem.HasKey(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

func wantOrder(t *testing.T, town *placed.Town, o orders.ID, status orders.Status, used, unsent int) {
	t.Helper()
	if got := town.Order(o); got.Status != status || got.Used != used || got.Unsent != unsent {
		t.Errorf("the order is %s, used %d, unsent %d; want %s, %d, %d", got.Status, got.Used, got.Unsent, status, used, unsent)
	}
}

func wantAccount(t *testing.T, town *placed.Town, recipient string, reserved, used int) {
	t.Helper()
	if a := town.Allotment(recipient, registry.Assistant); a.Reserved != reserved || a.Used != used {
		t.Errorf("the account: reserved %d used %d, want %d and %d", a.Reserved, a.Used, reserved, used)
	}
}

func proven(t *testing.T, town *placed.Town) {
	t.Helper()
	report, err := audit.Verify(t.Context(), town.DB, access.System("test", access.Auditor))
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("history: %+v, %v", report.Findings, err)
	}
}

func TestAnEntryIsWrittenCorrectedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o, by := town.Running(world.Recipient, 600), town.As(world.Assistant)
		first := save(t, town, world.Assistant, o, draft(start, 240, 0))
		wantOrder(t, town, o, orders.OnExecution, 240, 240)
		wantAccount(t, town, world.Recipient, 360, 240)

		_, err := town.Journal.Save(t.Context(), by, o, draft(start, 60, 0))
		wantProblem(t, err, "journal.entry-exists")
		second := save(t, town, world.Assistant, o, draft(start, 300, first.Entry.Version))
		_, err = town.Journal.Save(t.Context(), by, o, draft(start, 60, first.Entry.Version))
		wantProblem(t, err, "journal.entry-changed")
		wantOrder(t, town, o, orders.OnExecution, 300, 300)

		_, err = town.Journal.Remove(t.Context(), by, first.Entry.ID, 1)
		wantProblem(t, err, "journal.entry-changed")
		if _, err := town.Journal.Remove(t.Context(), by, first.Entry.ID, second.Entry.Version); err != nil {
			t.Fatal(err)
		}
		for _, version := range []int{0, 2, 3} {
			_, err = town.Journal.Remove(t.Context(), by, first.Entry.ID, version)
			wantProblem(t, err, "journal.entry-removed")
		}
		wantOrder(t, town, o, orders.OnExecution, 0, 0)
		wantAccount(t, town, world.Recipient, 600, 0)

		save(t, town, world.Assistant, o, draft(start, 480, 0))
		_, versions, err := town.Journal.Versions(t.Context(), town.As(world.Recipient), first.Entry.ID)
		var minutes []int
		for _, v := range versions {
			minutes = append(minutes, v.Minutes)
		}
		if err != nil || len(minutes) != 3 || minutes[0] != 0 || minutes[1] != 300 || minutes[2] != 240 {
			t.Errorf("versions %v, %v", minutes, err)
		}
		proven(t, town)
	})
}

func TestTheLastMinuteCompletesAndACorrectionReopens(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Running(world.Recipient, 600)
		town.Clock.Advance(24 * time.Hour)
		if s := save(t, town, world.Assistant, o, draft(start, 480, 0)); s.Completed {
			t.Error("completed with 120 left")
		}
		_, err := town.Journal.Save(t.Context(), town.As(world.Assistant), o, draft(start.PlusDays(1), 150, 0))
		wantProblem(t, err, "journal.more-than-left")
		last := save(t, town, world.Assistant, o, draft(start.PlusDays(1), 120, 0))
		if !last.Completed || last.Order.Status != orders.Completed {
			t.Errorf("not completed: %+v", last.Order)
		}
		wantOrder(t, town, o, orders.Completed, 600, 600)
		wantAccount(t, town, world.Recipient, 0, 600)
		wantProblem(t, town.Orders.EndWork(t.Context(), town.As(world.Assistant), o), "orders.stands-elsewhere.completed")

		same := draft(start.PlusDays(1), 120, 1)
		same.PlacesRU = "Аптека"
		if s := save(t, town, world.Assistant, o, same); s.Completed || s.Order.Status != orders.Completed {
			t.Error("other words changed the order")
		}
		save(t, town, world.Assistant, o, draft(start.PlusDays(1), 90, 2))
		wantOrder(t, town, o, orders.OnExecution, 570, 570)
		wantAccount(t, town, world.Recipient, 30, 570)
		if s := save(t, town, world.Assistant, o, draft(start.PlusDays(1), 120, 3)); !s.Completed {
			t.Error("not completed again")
		}
		proven(t, town)
	})
}

func TestEightHoursADayForEitherSide(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		mine := town.Running(world.Recipient, 1200)
		other := town.Running(world.SecondRecipient, 1200)
		theirs := town.Place(world.Recipient, "qamqor/assistant", 1200, placed.To)
		town.Confirm(world.Supplier, theirs, orders.Who{Worker: town.People[world.Worker].ID})

		save(t, town, world.Assistant, mine, draft(start, 300, 0))
		_, err := town.Journal.Save(t.Context(), town.As(world.Assistant), other, draft(start, 210, 0))
		wantProblem(t, err, "journal.day-full-worker")
		p, _ := problem.Of(err)
		if p.Fields[0].Args["Number"] != string(town.Order(mine).Number) {
			t.Errorf("the refusal names %v", p.Fields[0].Args)
		}
		save(t, town, world.Assistant, other, draft(start, 180, 0))

		_, err = town.Journal.Save(t.Context(), town.As(world.Worker), theirs, draft(start, 210, 0))
		wantProblem(t, err, "journal.day-full-recipient")
		save(t, town, world.Worker, theirs, draft(start, 180, 0))
		_, err = town.Journal.Save(t.Context(), town.As(world.Assistant), mine, draft(start, 330, 1))
		wantProblem(t, err, "journal.day-full-worker")
		save(t, town, world.Assistant, mine, draft(start, 270, 1))
		proven(t, town)
	})
}

func TestAMonthWhoseActWasSentIsClosed(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o, by := town.Running(world.Recipient, 600), town.As(world.Assistant)
		entry := save(t, town, world.Assistant, o, draft(start, 240, 0)).Entry
		wantProblem(t, town.Orders.EndWork(t.Context(), by, o), "orders.send-act-first")
		if err := town.Send(by, o, start.InMonth()); err != nil {
			t.Fatal(err)
		}
		wantOrder(t, town, o, orders.OnExecution, 240, 0)
		wantProblem(t, town.Send(by, o, start.InMonth()), "journal.month-closed-already")
		town.Clock.Advance(24 * time.Hour)
		_, err := town.Journal.Save(t.Context(), by, o, draft(start.PlusDays(1), 60, 0))
		wantProblem(t, err, "journal.month-closed")
		_, err = town.Journal.Save(t.Context(), by, o, draft(start, 60, 1))
		wantProblem(t, err, "journal.month-closed")
		_, err = town.Journal.Remove(t.Context(), by, entry.ID, 1)
		wantProblem(t, err, "journal.month-closed")

		if err := town.Orders.EndWork(t.Context(), by, o); err != nil {
			t.Fatal(err)
		}
		town.Clock.Set(calendar.MustDate("2026-12-02").Clock(10, 0))
		_, err = town.Journal.Save(t.Context(), by, o, draft(calendar.MustDate("2026-12-01"), 60, 0))
		wantProblem(t, err, "journal.work-ended")
		if err := town.Cancel(world.Recipient, o, orders.Reason{Code: "moved"}); err != nil {
			t.Fatal(err)
		}
		wantAccount(t, town, world.Recipient, 0, 240)

		if err := town.Return(by, o, start.InMonth()); err != nil {
			t.Fatal(err)
		}
		_, err = town.Journal.Save(t.Context(), by, o, draft(start, 270, 1))
		wantProblem(t, err, "journal.more-than-left")
		save(t, town, world.Assistant, o, draft(start, 180, 1))
		wantOrder(t, town, o, orders.CancelledByRecipient, 180, 180)
		wantAccount(t, town, world.Recipient, 0, 180)
		if err := town.Send(by, o, start.InMonth()); err != nil {
			t.Fatal(err)
		}
		wantOrder(t, town, o, orders.CancelledByRecipient, 180, 0)
		proven(t, town)
	})
}

func TestTheCalendarSaysWhyNot(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		mine, other := town.Running(world.Recipient, 600), town.Running(world.SecondRecipient, 1200)
		town.Clock.Advance(2 * 24 * time.Hour)
		save(t, town, world.Assistant, mine, draft(start, 240, 0))
		save(t, town, world.Assistant, other, draft(start.PlusDays(1), 480, 0))
		c, err := town.Journal.Month(t.Context(), town.As(world.Assistant), mine, calendar.Month{})
		if err != nil {
			t.Fatal(err)
		}
		want := map[int]string{22: "journal.day-before-confirmation", 23: "", 24: "journal.day-is-full", 25: "", 26: "journal.day-future"}
		for day, key := range want {
			d := c.Days[day-1]
			if (d.WhyNot == nil) != (key == "") || d.WhyNot != nil && d.WhyNot.Key != key {
				t.Errorf("day %d: %v, want %q", day, d.WhyNot, key)
			}
		}
		if c.Days[22].Entry == nil || c.Days[22].Free != 480 || c.Minutes != 240 || !c.CanWrite {
			t.Errorf("the 23rd: %+v; the month: %d, %v", c.Days[22], c.Minutes, c.CanWrite)
		}
		reads, err := town.Journal.Month(t.Context(), town.As(world.Recipient), mine, calendar.Month{})
		if err != nil || reads.CanWrite {
			t.Errorf("the recipient may write: %v, %v", reads.CanWrite, err)
		}
		entries, err := town.Journal.Period(t.Context(), town.As(world.Recipient), mine, start, start)
		if err != nil || len(entries) != 1 {
			t.Errorf("the period: %v, %v", entries, err)
		}
		_, err = town.Journal.Period(t.Context(), town.As(world.Recipient), mine, start, start.PlusDays(-1))
		wantProblem(t, err, "journal.to-before-from")
	})
}

func TestSomebodyElsesJournalIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Running(world.Recipient, 600)
		entry := save(t, town, world.Assistant, o, draft(start, 60, 0)).Entry
		for _, who := range []string{world.SecondRecipient, world.SignLanguage, world.Worker, world.Supplier, world.OtherOfficer} {
			_, err := town.Journal.Month(t.Context(), town.As(who), o, calendar.Month{})
			_, _, versions := town.Journal.Versions(t.Context(), town.As(who), entry.ID)
			if !problem.Is(err, problem.NotFound) || !problem.Is(versions, problem.NotFound) {
				t.Errorf("%s reads it: %v, %v", who, err, versions)
			}
		}
		for _, who := range []string{world.Recipient, world.SignLanguage, world.Worker, world.Supplier, world.Officer, world.Administrator} {
			_, err := town.Journal.Save(t.Context(), town.As(who), o, draft(start, 90, 1))
			_, remove := town.Journal.Remove(t.Context(), town.As(who), entry.ID, 1)
			for _, err := range []error{err, remove} {
				if !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Denied) {
					t.Errorf("%s writes it: %v", who, err)
				}
			}
		}
	})
}
