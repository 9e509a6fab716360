package orders_test

import (
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

var (
	start = testdb.Start.Date()
	soon  = start.PlusDays(30)
)

func each(t *testing.T, test func(t *testing.T, town *placed.Town)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, on testdb.Town) { test(t, placed.New(t, on)) })
}

func wantProblem(t *testing.T, err error, key string) {
	t.Helper()
	if !problem.HasKey(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

func wantAccount(t *testing.T, a registry.Allotment, reserved, used int) {
	t.Helper()
	if a.Reserved != reserved || a.Used != used {
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

func TestAnOrderIsPlacedConfirmedEndedAndCancelled(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Place(world.Recipient, "assistant/assistant", 600, soon)
		wantAccount(t, town.Allotment(world.Recipient, registry.Assistant), 600, 0)
		found := town.Order(o)
		if found.Status != orders.Waiting || found.AnswerBy != calendar.MustDate("2026-11-26") {
			t.Errorf("placed: %s, to be answered by %s", found.Status, found.AnswerBy)
		}
		town.Confirm(world.Assistant, o, orders.Who{})
		wantProblem(t, town.Cancel(world.Recipient, o, orders.Reason{Code: "moved"}), "orders.end-work-first")
		if err := town.Orders.EndWork(t.Context(), town.As(world.Recipient), o); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, town.Orders.EndWork(t.Context(), town.As(world.Assistant), o), "orders.work-ended-already")
		wantProblem(t, town.Cancel(world.Assistant, o, orders.Reason{Code: "other"}), "orders.reason-text-needed")
		if err := town.Cancel(world.Assistant, o, orders.Reason{Code: "other", Text: "переезжаю"}); err != nil {
			t.Fatal(err)
		}
		found = town.Order(o)
		if found.Status != orders.CancelledBySpecialist || found.ReasonText != "переезжаю" || found.ClosedAt.IsZero() || found.Promised != 0 {
			t.Errorf("cancelled: %+v", found)
		}
		wantAccount(t, town.Allotment(world.Recipient, registry.Assistant), 0, 0)
		items, err := town.Orders.History(t.Context(), town.As(world.Recipient), o)
		var did []string
		for _, i := range items {
			did = append(did, i.Action+" "+string(i.Side))
		}
		want := "orders.cancel-worker specialist, orders.end-work recipient, orders.confirm specialist, orders.place recipient"
		if strings.Join(did, ", ") != want || err != nil {
			t.Errorf("history %q, %v", did, err)
		}
		proven(t, town)
	})
}

func TestAnAnswerIsGivenOnce(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Place(world.Recipient, "assistant/assistant", 600, soon)
		late, err := town.Orders.PrepareWithdraw(t.Context(), town.As(world.Recipient), o, lang.KK)
		if err != nil {
			t.Fatal(err)
		}
		if err := town.Decline(world.Assistant, o, orders.Reason{Code: "illness"}); err != nil {
			t.Fatal(err)
		}
		wantAccount(t, town.Allotment(world.Recipient, registry.Assistant), 0, 0)
		_, err = town.Orders.Withdraw(t.Context(), town.As(world.Recipient), town.Sign(world.Recipient, late))
		wantProblem(t, err, "orders.stands-elsewhere.declined")
		wantProblem(t, town.TryConfirm(world.Assistant, o, orders.Who{}), "orders.stands-elsewhere.declined")
		waiting, err := town.Notices.Waiting(t.Context(), town.As(world.Assistant))
		if err != nil || len(waiting) != 0 {
			t.Errorf("an answered order still waits: %v, %v", waiting, err)
		}
	})
}

func TestAProofIsForOneActionOfOnePerson(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		one, two := town.Place(world.Recipient, "assistant/assistant", 60, soon), town.Place(world.Recipient, "assistant/assistant", 60, soon)
		text, err := town.Orders.PrepareConfirm(t.Context(), town.As(world.Assistant), one, orders.Who{}, lang.RU)
		if err != nil {
			t.Fatal(err)
		}
		proof := town.Sign(world.Assistant, text)
		if _, err := town.Orders.Decline(t.Context(), town.As(world.Assistant), proof); err == nil {
			t.Error("a confirmation was taken for a refusal")
		}
		if o := town.Order(one); o.Status != orders.Waiting {
			t.Errorf("and the order is %s", o.Status)
		}
		if _, err := town.Orders.Confirm(t.Context(), town.As(world.Assistant), proof); err != nil {
			t.Fatal(err)
		}
		if _, err := town.Orders.Confirm(t.Context(), town.As(world.Assistant), proof); !problem.Is(err, problem.Conflict) {
			t.Errorf("the same proof again: %v", err)
		}
		if o := town.Order(two); o.Status != orders.Waiting {
			t.Errorf("the other order is %s", o.Status)
		}
	})
}

func TestSomebodyElsesOrderIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Running(world.Recipient, 600)
		for _, who := range []string{world.SecondRecipient, world.SignLanguage, world.Supplier, world.Worker, world.OtherOfficer} {
			_, err := town.Orders.Find(t.Context(), town.As(who), o)
			_, history := town.Orders.History(t.Context(), town.As(who), o)
			if !problem.Is(err, problem.NotFound) || !problem.Is(history, problem.NotFound) {
				t.Errorf("%s: %v, %v", who, err, history)
			}
			if err := town.Orders.EndWork(t.Context(), town.As(who), o); !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Denied) {
				t.Errorf("%s ends somebody's work: %v", who, err)
			}
		}
		for _, who := range []string{world.Recipient, world.Assistant, world.Officer} {
			if _, err := town.Orders.View(t.Context(), town.As(who), o); err != nil {
				t.Errorf("%s: %v", who, err)
			}
		}
		for _, who := range []string{world.Administrator, world.Auditor} {
			if _, err := town.Orders.Find(t.Context(), town.As(who), o); !problem.Is(err, problem.Denied) {
				t.Errorf("%s: %v", who, err)
			}
		}
	})
}

func TestAnOrderLapsesWhenItsAnswerIsOverdue(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Place(world.Recipient, "assistant/assistant", 600, soon)
		clock := access.System("clock", access.Timekeeper)
		town.Clock.Set(calendar.MustDate("2026-11-26").Clock(23, 59))
		if n, err := town.Orders.Lapse(t.Context(), clock); n != 0 || err != nil {
			t.Errorf("%d lapsed on the last day, %v", n, err)
		}
		town.Clock.Set(calendar.MustDate("2026-11-27").Clock(0, 1))
		if n, err := town.Orders.Lapse(t.Context(), clock); n != 1 || err != nil {
			t.Errorf("%d lapsed the day after, %v", n, err)
		}
		wantAccount(t, town.Allotment(world.Recipient, registry.Assistant), 0, 0)
		if found := town.Order(o); found.Status != orders.Lapsed {
			t.Errorf("it is %s", found.Status)
		}
		if _, err := town.Orders.Lapse(t.Context(), town.As(world.Officer)); !problem.Is(err, problem.Denied) {
			t.Errorf("an officer lapses orders: %v", err)
		}
		proven(t, town)
	})
}

func TestAnOrganisationAppointsItsWorker(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Place(world.Recipient, "qamqor/assistant", 600, soon)
		wantProblem(t, town.TryConfirm(world.Supplier, o, orders.Who{}), "orders.worker-needed")
		wantProblem(t, town.TryConfirm(world.Supplier, o, orders.Who{Worker: town.People[world.Assistant].ID}), "orders.worker-wrong")
		town.Confirm(world.Supplier, o, orders.Who{Worker: town.People[world.Worker].ID})
		worker := access.Person(town.People[world.Worker].ID, access.NewSessionID(), access.Seat{Roles: []access.Role{access.Recipient, access.Specialist}})
		if _, err := town.Orders.Find(t.Context(), worker, o); err != nil {
			t.Errorf("the worker does not see the order: %v", err)
		}
		if n, err := town.Notices.Unread(t.Context(), worker); n != 1 || err != nil {
			t.Errorf("the worker has %d notices, %v", n, err)
		}
	})
}

func TestOneBedOnePerson(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		first, err := town.TryPlace(world.Recipient, "qamqor/bed-place", 0, start, start.PlusDays(9))
		if err != nil {
			t.Fatal(err)
		}
		second, err := town.TryPlace(world.SecondRecipient, "qamqor/bed-place", 0, start.PlusDays(5), start.PlusDays(14))
		if err != nil {
			t.Fatal(err)
		}
		wantProblem(t, town.TryConfirm(world.Supplier, first, orders.Who{}), "orders.bed-needed")
		town.Confirm(world.Supplier, first, orders.Who{Bed: town.Beds[0]})
		wantProblem(t, town.TryConfirm(world.Supplier, second, orders.Who{Bed: town.Beds[0]}), "registry.bed-taken")
		town.Confirm(world.Supplier, second, orders.Who{Bed: town.Beds[1]})

		town.Clock.Advance(2 * 24 * time.Hour)
		if err := town.Orders.EndWork(t.Context(), town.As(world.Recipient), first); err != nil {
			t.Fatal(err)
		}
		wantAccount(t, town.Allotment(world.Recipient, registry.BedPlace), 7, 3)
		if err := town.Cancel(world.Recipient, first, orders.Reason{Code: "hospital"}); err != nil {
			t.Fatal(err)
		}
		wantAccount(t, town.Allotment(world.Recipient, registry.BedPlace), 0, 3)
		third, err := town.TryPlace(world.ThirdRecipient, "qamqor/bed-place", 0, start.PlusDays(3), start.PlusDays(9))
		if err != nil {
			t.Fatal(err)
		}
		town.Confirm(world.Supplier, third, orders.Who{Bed: town.Beds[0]})

		town.Clock.Set(start.PlusDays(15).Clock(1, 0))
		n, err := town.Orders.CompleteStays(t.Context(), access.System("clock", access.Timekeeper))
		if n != 2 || err != nil {
			t.Errorf("%d stays completed, %v", n, err)
		}
		if found := town.Order(second); found.Status != orders.Completed || found.Used != 10 {
			t.Errorf("the stay: %s, %d days", found.Status, found.Used)
		}
		wantAccount(t, town.Allotment(world.SecondRecipient, registry.BedPlace), 0, 10)
		proven(t, town)
	})
}

func TestWishesThatCannotBe(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		for name, c := range map[string]struct {
			who, entry string
			amount     int
			from, to   calendar.Date
			want       string
		}{
			"more than is left":        {world.Recipient, "assistant/assistant", placed.Volume + 30, start, placed.To, "orders.more-than-left.hours"},
			"nothing":                  {world.Recipient, "assistant/assistant", 0, start, soon, "orders.amount-needed"},
			"a quarter of an hour":     {world.Recipient, "assistant/assistant", 45, start, soon, "orders.amount-step"},
			"more than fits":           {world.Recipient, "assistant/assistant", 2*480 + 30, start, start.PlusDays(1), "orders.more-than-fits"},
			"yesterday":                {world.Recipient, "assistant/assistant", 60, start.PlusDays(-1), soon, "orders.from-past"},
			"the end before the start": {world.Recipient, "assistant/assistant", 60, soon, start, "orders.to-before-from"},
			"after the allotment":      {world.Recipient, "assistant/assistant", 60, start, placed.To.PlusDays(1), "orders.outside-allotment"},
			"no first day":             {world.Recipient, "assistant/assistant", 60, calendar.Date{}, soon, "orders.from-needed"},
			"no last day":              {world.Recipient, "assistant/assistant", 60, start, calendar.Date{}, "orders.to-needed"},
			"a longer stay":            {world.Recipient, "qamqor/bed-place", 0, start, start.PlusDays(placed.VolumeBed), "orders.more-than-left.days"},
		} {
			_, err := town.TryPlace(c.who, c.entry, c.amount, c.from, c.to)
			if !problem.HasKey(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		wish := orders.Wish{Entry: town.Entries["assistant/assistant"], Allotment: town.Allotments[world.SecondRecipient+"/assistant"], Amount: 60, From: start, To: soon}
		if _, err := town.Orders.PreparePlace(t.Context(), town.As(world.Recipient), wish, lang.RU); !problem.Is(err, problem.NotFound) {
			t.Errorf("from somebody else's allotment: %v", err)
		}
		wantAccount(t, town.Allotment(world.Recipient, registry.Assistant), 0, 0)
	})
}

func TestWhoLeavesTheRegisterCanOnlyDecline(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Place(world.Recipient, "assistant/assistant", 60, soon)
		text, err := town.Applications.PrepareLeave(t.Context(), town.As(world.Assistant), town.Entries["assistant/assistant"], "переезд", lang.RU)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := town.Applications.Leave(t.Context(), town.As(world.Assistant), town.Sign(world.Assistant, text)); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, town.TryConfirm(world.Assistant, o, orders.Who{}), "orders.leaving-register")
		view, err := town.Orders.View(t.Context(), town.As(world.Assistant), o)
		if err != nil || !view.Leaving {
			t.Errorf("the page does not know: %v, %v", view.Leaving, err)
		}
		if err := town.Decline(world.Assistant, o, orders.Reason{Code: "schedule"}); err != nil {
			t.Fatal(err)
		}
	})
}
