package registry_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

func iin(t *testing.T, s string) registry.IIN {
	t.Helper()
	i, err := registry.ParseIIN(s)
	must(t, err)
	return i
}

func TestFindingAPerson(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, officer := t.Context(), p.As(world.Officer)
		mine, foreign := iin(t, p.People[world.Recipient].IIN), iin(t, p.People[world.ThirdRecipient].IIN)
		_, err := p.reg.FindPerson(ctx, officer, mine, " ")
		wantKey(t, err, "registry.find-reason")
		_, err = p.reg.FindPerson(ctx, p.As(world.Administrator), mine, "смотрю")
		wantKind(t, err, problem.Denied)
		found, err := p.reg.FindPerson(ctx, officer, mine, "решение № 7")
		if err != nil || found.ID != p.People[world.Recipient].ID || found.IIN != "••••••••••21" {
			t.Errorf("%+v, %v", found, err)
		}
		_, unknown := p.reg.FindPerson(ctx, officer, numbered(3), "решение")
		got, other := p.reg.FindPerson(ctx, officer, foreign, "решение")
		wantKey(t, unknown, "registry.nobody")
		if other.Error() != unknown.Error() || got.Surname != "" {
			t.Errorf("another district's person is told apart: %v, %+v", other, got)
		}
	})
}

// Thirty searches an hour; misses count, and an hour later there are thirty more.
func TestAnOfficerCannotHarvest(t *testing.T) {
	p := settle(t, testdb.SQLite(t))
	ctx, officer := t.Context(), p.As(world.Officer)
	find := func() error {
		_, err := p.reg.FindPerson(ctx, officer, numbered(3), "решение")
		return err
	}
	for range 30 {
		wantKey(t, find(), "registry.nobody")
	}
	wantKind(t, find(), problem.Busy)
	_, err := p.reg.FindPerson(ctx, p.As(world.OtherOfficer), numbered(3), "решение")
	wantKey(t, err, "registry.nobody")
	for range 4 {
		p.on.Clock.Advance(61 * time.Minute)
		for range 30 {
			wantKey(t, find(), "registry.nobody")
		}
	}
	p.on.Clock.Advance(61 * time.Minute)
	wantKind(t, find(), problem.Busy)
	p.on.Clock.Advance(24 * time.Hour)
	wantKey(t, find(), "registry.nobody")
}

// Who misses three neighbouring numbers in a row is walking through them.
func TestWalkingThroughNumbersIsSeen(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, officer := t.Context(), p.As(world.Officer)
		alarms := func() (n int) {
			must(t, on.DB.Read(ctx, func(ctx context.Context, q *store.Reader) (err error) {
				n, err = store.One(ctx, q, store.Value[int], `SELECT count(*) FROM notice WHERE kind = 'find-alarm'`)
				return err
			}))
			return n
		}
		miss := func(i registry.IIN) {
			_, err := p.reg.FindPerson(ctx, officer, i, "решение")
			wantKey(t, err, "registry.nobody")
		}
		for range 4 { // one number again and again is a mistake of typing
			miss(numbered(1))
		}
		miss(numbered(2))
		miss(born("9102023", 0))
		miss(numbered(3))
		_, err := p.reg.FindPerson(ctx, officer, iin(t, p.People[world.Recipient].IIN), "решение") // a hit ends the row
		must(t, err)
		miss(numbered(4))
		miss(numbered(5))
		if n := alarms(); n != 0 {
			t.Fatalf("%d alarms before anybody walked", n)
		}
		miss(numbered(6))
		if n := alarms(); n != 2 { // the administrator and the auditor
			t.Fatalf("%d people are told", n)
		}
		miss(numbered(7))
		miss(numbered(8))
		if n := alarms(); n != 2 {
			t.Errorf("the alarm is repeated with each miss: %d", n)
		}
		miss(numbered(9))
		if n := alarms(); n != 4 {
			t.Errorf("who goes on walking is told of once: %d", n)
		}
	})
}

func TestNumbersAreNotInTheDatabase(t *testing.T) {
	p := settle(t, testdb.SQLite(t))
	must(t, p.on.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
		rows, err := store.All(ctx, q, store.Value[string], `SELECT hex(iin_mac) || hex(iin_sealed) || surname || name || email FROM person UNION ALL SELECT details FROM audit_entry`)
		for _, row := range rows {
			for _, w := range world.People() {
				if strings.Contains(row, w.IIN) {
					t.Errorf("%s's number lies open", w.Key)
				}
			}
		}
		return err
	}))
	got, err := p.reg.IINOf(t.Context(), p.People[world.Recipient].ID)
	if err != nil || got != p.People[world.Recipient].IIN {
		t.Errorf("%q, %v", got, err)
	}
}

func TestPeopleAndPositions(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, admin := t.Context(), p.As(world.Administrator)
		_, err := p.reg.AddPerson(ctx, p.As(world.Officer), registry.NewPerson{IIN: numbered(1), Surname: "А", Name: "Б"})
		wantKind(t, err, problem.Denied)
		_, err = p.reg.AddPerson(ctx, admin, registry.NewPerson{IIN: iin(t, p.People[world.Recipient].IIN), Surname: "А", Name: "Б"})
		wantKey(t, err, "registry.iin-known")
		made, err := p.reg.AddPerson(ctx, admin, registry.NewPerson{IIN: numbered(1), Surname: "Абаева", Name: "Әсел", Patronymic: "Ерланқызы"})
		must(t, err)
		for _, wrong := range []registry.Position{
			{Person: made, Role: access.Recipient, Unit: p.Units[world.Medeu]},
			{Person: made, Role: access.Supplier, Unit: p.Units[world.Medeu]},
			{Person: made, Role: access.Officer},
			{Person: made, Role: access.Founder, Unit: p.Units[world.Medeu]},
		} {
			_, err := p.reg.GivePosition(ctx, admin, wrong)
			wantKind(t, err, problem.Invalid)
		}
		position, err := p.reg.GivePosition(ctx, admin, registry.Position{Person: made, Role: access.Officer, Unit: p.Units[world.Medeu]})
		must(t, err)
		if held := p.positions(made); len(held) != 1 || held[0].Place.RU == "" {
			t.Errorf("held: %+v", held)
		}
		must(t, p.reg.EndPosition(ctx, admin, position))
		wantKind(t, p.reg.EndPosition(ctx, admin, position), problem.Closed)
		if held := p.positions(made); len(held) != 0 {
			t.Errorf("a position that ended is held: %+v", held)
		}
		people, err := p.reg.People(ctx, admin, "абаев")
		if err != nil || len(people) != 1 || people[0].FullName() != "Абаева Әсел Ерланқызы" || people[0].ShortName() != "Әсел А." {
			t.Errorf("%+v, %v", people, err)
		}
	})
}

func (p place) positions(who registry.PersonID) (held []registry.Position) {
	p.t.Helper()
	must(p.t, p.on.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		held, err = p.reg.PositionsOf(ctx, q, who, q.Today())
		return err
	}))
	return held
}

func TestWorkersOfAnOrganisation(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, supplier := t.Context(), p.As(world.Supplier)
		number := iin(t, p.People[world.Worker].IIN)
		_, err := p.reg.AddWorker(ctx, supplier, access.NewOrganisationID(), number, registry.Assistant)
		wantKind(t, err, problem.NotFound)
		made, err := p.reg.AddWorker(ctx, supplier, p.Organisation, number, registry.Assistant)
		must(t, err)
		_, err = p.reg.AddWorker(ctx, supplier, p.Organisation, number, registry.Assistant)
		wantKey(t, err, "registry.worker-known")
		_, err = p.reg.AddWorker(ctx, supplier, p.Organisation, numbered(2), registry.Assistant)
		wantKey(t, err, "registry.nobody")
		_, err = p.reg.AddWorker(ctx, supplier, p.Organisation, number, registry.BedPlace)
		wantKey(t, err, "registry.service-needed")
		if !p.works(world.Worker) || p.works(world.SecondWorker) {
			t.Error("who works for the organisation is not known")
		}
		must(t, p.reg.EndWorker(ctx, supplier, made))
		wantKind(t, p.reg.EndWorker(ctx, supplier, made), problem.NotFound)
		if p.works(world.Worker) {
			t.Error("an engagement that ended goes on")
		}
		_, err = p.reg.AddWorker(ctx, supplier, p.Organisation, number, registry.Assistant)
		must(t, err)
	})
}

func (p place) works(who string) (works bool) {
	p.t.Helper()
	must(p.t, p.on.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		works, err = p.reg.WorkerOf(ctx, q, p.Organisation, p.People[who].ID, registry.Assistant)
		return err
	}))
	return works
}

func TestAllotting(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, officer := t.Context(), p.As(world.Officer)
		a := p.allot(600)
		base := registry.NewAllotment{Recipient: p.People[world.Recipient].ID, Unit: p.Units[world.Bostandyk], Service: registry.Assistant, Amount: 600,
			From: on.Clock.Now().Date(), To: on.Clock.Now().Date(), Ground: "№ 1"}
		cases := []struct {
			change func(*registry.NewAllotment)
			key    string
		}{
			{func(n *registry.NewAllotment) { n.Service = "cleaning" }, "registry.service-needed"},
			{func(n *registry.NewAllotment) { n.Amount = 0 }, "registry.amount-wrong"},
			{func(n *registry.NewAllotment) { n.Amount = -30 }, "registry.amount-wrong"},
			{func(n *registry.NewAllotment) { n.Amount = 45 }, "registry.amount-wrong"},
			{func(n *registry.NewAllotment) { n.Amount = 366*8*60 + 30 }, "registry.amount-wrong"},
			{func(n *registry.NewAllotment) { n.Service, n.Amount = registry.BedPlace, 367 }, "registry.amount-wrong"},
			{func(n *registry.NewAllotment) { n.To = n.From.PlusDays(-1) }, "registry.to-before-from"},
			{func(n *registry.NewAllotment) { n.Ground = " " }, "registry.ground-empty"},
			{func(n *registry.NewAllotment) { n.Unit = p.Units[world.Medeu] }, "problem.not-found"},
			{func(n *registry.NewAllotment) { n.Recipient = p.People[world.ThirdRecipient].ID }, "problem.not-found"},
		}
		for _, c := range cases {
			n := base
			c.change(&n)
			_, err := p.reg.Allot(ctx, officer, n)
			wantKey(t, err, c.key)
		}
		if all, err := p.reg.Allotments(ctx, p.As(world.Recipient), ""); err != nil || len(all) != 1 || all[0].ID != a || all[0].Name != "Сейтова Айгүл Маратқызы" {
			t.Errorf("the recipient sees %+v, %v", all, err)
		}
		for who, want := range map[string]int{world.Officer: 1, world.OtherOfficer: 0, world.SecondRecipient: 0} {
			if all, err := p.reg.Allotments(ctx, p.As(who), "сейт"); err != nil || len(all) != want {
				t.Errorf("%s sees %d, %v", who, len(all), err)
			}
		}
		_, err := p.reg.FindAllotment(ctx, p.As(world.SecondRecipient), a)
		wantKind(t, err, problem.NotFound)
	})
}
