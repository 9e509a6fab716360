package registry_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

func entering(p place) registry.Entering {
	return registry.Entering{Service: registry.Assistant, Unit: p.Units[world.Bostandyk],
		Offer: registry.Offer{Languages: []string{"kk", "ru"}, AboutRU: "Опыт 5 лет", Capacity: 6000}}
}

// apply files the assistant's application to enter.
func (p place) apply() registry.ApplicationID {
	p.t.Helper()
	text, err := p.apps.PrepareEnter(p.t.Context(), p.As(world.Assistant), entering(p), lang.RU)
	must(p.t, err)
	made, err := p.apps.Enter(p.t.Context(), p.As(world.Assistant), p.sign(world.Assistant, text))
	must(p.t, err)
	return made
}

func TestEnteringTheRegister(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, officer := t.Context(), p.As(world.Officer)
		text, err := p.apps.PrepareEnter(ctx, p.As(world.Assistant), entering(p), lang.RU)
		must(t, err)
		shown, err := p.desk.Text(ctx, p.As(world.Assistant), text)
		must(t, err)
		for _, word := range []string{"Ахметов Нұрлан Серікұлы", "Индивидуальный помощник", "казахский, русский", "100\u00a0ч", "Опыт 5 лет", "Бостандыкского"} {
			if !strings.Contains(string(shown.Content), word) {
				t.Errorf("what is signed does not say %q:\n%s", word, shown.Content)
			}
		}
		proof := p.sign(world.Assistant, text)
		made, err := p.apps.Enter(ctx, p.As(world.Assistant), proof)
		must(t, err)
		_, err = p.apps.Enter(ctx, p.As(world.Assistant), proof)
		wantKind(t, err, problem.Conflict)
		_, err = p.apps.PrepareEnter(ctx, p.As(world.Assistant), entering(p), lang.RU)
		wantKey(t, err, "registry.application-waits")

		_, err = p.reg.Application(ctx, p.As(world.OtherOfficer), made)
		wantKind(t, err, problem.NotFound)
		wantKind(t, p.reg.Approve(ctx, p.As(world.OtherOfficer), made), problem.NotFound)
		wantKind(t, p.reg.Approve(ctx, p.As(world.Assistant), made), problem.Denied)
		must(t, p.reg.Approve(ctx, officer, made))
		wantKind(t, p.reg.Approve(ctx, officer, made), problem.Closed)
		wantKind(t, p.reg.Refuse(ctx, officer, made, "поздно"), problem.Closed)

		own, err := p.reg.Mine(ctx, p.As(world.Assistant))
		must(t, err)
		if len(own.Entries) != 1 || own.Entries[0].Status != registry.Active || own.Entries[0].Capacity != 6000 || len(own.Applications) != 1 {
			t.Errorf("own: %+v", own)
		}
		_, err = p.apps.PrepareEnter(ctx, p.As(world.Assistant), entering(p), lang.RU)
		wantKey(t, err, "registry.in-register")
	})
}

// Nobody decides what they filed themselves, whichever cabinet they sit in.
func TestFourEyes(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		made := p.apply()
		self := access.Person(p.People[world.Assistant].ID, access.NewSessionID(), access.Seat{Roles: []access.Role{access.Officer}, Unit: p.Units[world.Bostandyk]})
		wantKey(t, p.reg.Approve(t.Context(), self, made), "registry.own-decision")
		wantKey(t, p.reg.Refuse(t.Context(), self, made, "нет"), "registry.own-decision")
		found, err := p.reg.Application(t.Context(), self, made)
		must(t, err)
		for _, m := range found.Allowed(self) {
			if m.Need == access.DecideRegister {
				t.Errorf("%s is offered to who filed it", m.Name)
			}
		}
		e := p.admitOther(world.Assistant)
		wantKey(t, p.reg.Suspend(t.Context(), self, e, "сам"), "registry.own-decision")
	})
}

func (p place) admitOther(who string) registry.EntryID {
	p.t.Helper()
	e, err := p.reg.Admit(p.t.Context(), founder(), registry.NewEntry{Person: p.People[who].ID, Service: registry.SignLanguage, Unit: p.Units[world.Bostandyk],
		Offer: registry.Offer{Languages: []string{"ru"}}})
	must(p.t, err)
	return e
}

func TestRefusingAndWithdrawing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx := t.Context()
		made := p.apply()
		wantKey(t, p.reg.Refuse(ctx, p.As(world.Officer), made, " "), "registry.reason-empty")
		must(t, p.reg.Refuse(ctx, p.As(world.Officer), made, "Нет справки"))
		own, err := p.reg.Mine(ctx, p.As(world.Assistant))
		must(t, err)
		if len(own.Entries) != 0 || own.Applications[0].Reason != "Нет справки" || own.Applications[0].Status != registry.Refused {
			t.Errorf("own: %+v", own)
		}
		again := p.apply()
		wantKind(t, p.reg.WithdrawApplication(ctx, p.As(world.SignLanguage), again), problem.NotFound)
		must(t, p.reg.WithdrawApplication(ctx, p.As(world.Assistant), again))
		wantKind(t, p.reg.WithdrawApplication(ctx, p.As(world.Assistant), again), problem.Closed)
		wantKind(t, p.reg.Approve(ctx, p.As(world.Officer), again), problem.Closed)
		waits, err := p.reg.ToDecide(ctx, p.As(world.Officer), false)
		must(t, err)
		decided, err := p.reg.ToDecide(ctx, p.As(world.Officer), true)
		must(t, err)
		if len(waits) != 0 || len(decided) != 2 {
			t.Errorf("%d wait, %d decided", len(waits), len(decided))
		}
	})
}

type order struct{}

// order makes a row of an order, as the package above does.
func (p place) order(e registry.EntryID, a registry.AllotmentID, status string) id.ID[order] {
	p.t.Helper()
	made := id.New[order]()
	who, recipient := p.entry(e).Person, p.People[world.Recipient].ID
	must(p.t, p.write(func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO orders (id, number, service, allotment_id, entry_id, unit_id, recipient_id, worker_id, amount, used, unsent, promised, from_date, to_date, status, placed_at, reason, reason_text, surname_key, name_key)
			VALUES ($1, $2, 'assistant', $3, $4, $5, $6, $7, 60, 0, 0, 0, $8, $8, $9, $10, '', '', '', '')`,
			made, made.String(), a, e, p.Units[world.Bostandyk], recipient, who, tx.Today(), status, tx.Now())
		return err
	}))
	return made
}

func TestLeavingTheRegister(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, me, officer := t.Context(), p.As(world.Assistant), p.As(world.Officer)
		e := p.admit(0)
		live := p.order(e, p.allot(600), "on-execution")
		_, err := p.apps.PrepareLeave(ctx, me, e, "", lang.RU)
		wantKey(t, err, "registry.leave-reason")
		_, err = p.apps.PrepareLeave(ctx, p.As(world.SignLanguage), e, "чужая", lang.RU)
		wantKind(t, err, problem.NotFound)
		text, err := p.apps.PrepareLeave(ctx, me, e, "Переезжаю", lang.RU)
		must(t, err)
		if p.leaving(e) {
			t.Error("an application that is not filed is alive")
		}
		made, err := p.apps.Leave(ctx, me, p.sign(world.Assistant, text))
		must(t, err)
		if !p.leaving(e) {
			t.Error("a filed application to leave is not alive")
		}
		wantKey(t, p.reg.Approve(ctx, officer, made), "registry.orders-live")
		must(t, p.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE orders SET status = 'declined' WHERE id = $1`, live)
			return err
		}))
		must(t, p.reg.Approve(ctx, officer, made))
		if got := p.entry(e); got.Status != registry.Left || p.leaving(e) {
			t.Errorf("the entry is %s, leaving %v", got.Status, p.leaving(e))
		}
		_, err = p.reg.Specialist(ctx, e)
		wantKind(t, err, problem.NotFound)
		again := p.apply()
		must(t, p.reg.Approve(ctx, officer, again))
		if got := p.entry(e); got.Status != registry.Active || !got.LeftAt.IsZero() {
			t.Errorf("coming back: %+v", got)
		}
	})
}

func (p place) leaving(e registry.EntryID) (alive bool) {
	p.t.Helper()
	must(p.t, p.on.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		alive, err = p.reg.LeavingAlive(ctx, q, e)
		return err
	}))
	return alive
}

func TestSuspending(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		e, officer := p.admit(0), p.As(world.Officer)
		wantKind(t, p.reg.Resume(t.Context(), officer, e, "рано"), problem.Closed)
		must(t, p.reg.Suspend(t.Context(), officer, e, "Жалоба"))
		listing, err := p.reg.Specialists(t.Context(), registry.Search{})
		must(t, err)
		if listing.Found != 0 {
			t.Errorf("a suspended entry is listed: %+v", listing)
		}
		must(t, p.reg.Resume(t.Context(), officer, e, "Проверено"))
	})
}

func TestSearchingTheRegister(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		p.admit(600)
		p.admitOther(world.SignLanguage)
		_, err := p.reg.Admit(t.Context(), founder(), registry.NewEntry{Organisation: p.Organisation, Service: registry.BedPlace, Unit: p.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"kk"}}})
		must(t, err)
		cases := []struct {
			s    registry.Search
			want int
		}{
			{registry.Search{}, 3},
			{registry.Search{Service: registry.Assistant}, 1},
			{registry.Search{Unit: p.Units[world.Medeu]}, 0},
			{registry.Search{Unit: p.Units[world.Bostandyk]}, 3},
			{registry.Search{Language: "kk"}, 2},
			{registry.Search{Language: "en"}, 0},
			{registry.Search{Language: "%"}, 0},
			{registry.Search{Name: "ахмет"}, 1},
			{registry.Search{Name: "НУРЛАН"}, 1}, // Russian letters for a Kazakh name
			{registry.Search{Name: "камкор"}, 1},
			{registry.Search{Name: "%"}, 3}, // nothing to search for is left
			{registry.Search{Name: "' OR 1=1 --"}, 0},
			{registry.Search{After: "no id"}, 3},
		}
		for _, c := range cases {
			got, err := p.reg.Specialists(t.Context(), c.s)
			if err != nil || got.Found != c.want || len(got.Rows) != c.want {
				t.Errorf("%+v: %d, %v; want %d", c.s, got.Found, err, c.want)
			}
		}
	})
}

func TestPagesOfTheRegisterHoldEverybodyOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		for i := range 45 {
			iin := numbered(i)
			who, err := p.reg.AddPerson(t.Context(), founder(), registry.NewPerson{IIN: iin, Surname: fmt.Sprintf("Тестова%02d", i%7), Name: "Анна"})
			must(t, err)
			_, err = p.reg.Admit(t.Context(), founder(), registry.NewEntry{Person: who, Service: registry.Assistant, Unit: p.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"ru"}}})
			must(t, err)
		}
		seen, after, pages := map[registry.EntryID]bool{}, "", 0
		for {
			page, err := p.reg.Specialists(t.Context(), registry.Search{After: after})
			must(t, err)
			for _, e := range page.Rows {
				if seen[e.ID] {
					t.Fatalf("%s stands twice", e.Number)
				}
				seen[e.ID] = true
			}
			pages++
			if after = page.After; after == "" {
				break
			}
		}
		if len(seen) != 45 || pages != 3 {
			t.Errorf("%d entries on %d pages", len(seen), pages)
		}
	})
}

// numbered is the i-th valid number of somebody born on 1 January 1990.
func numbered(i int) registry.IIN { return born("9001013", i) }

// born is the i-th right number that begins so.
func born(begins string, i int) registry.IIN {
	for n := 0; ; n++ {
		for check := range 10 {
			iin, err := registry.ParseIIN(fmt.Sprintf("%s%04d%d", begins, n, check))
			if err != nil {
				continue
			}
			if i == 0 {
				return iin
			}
			i--
		}
	}
}

func TestBeds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx, supplier := t.Context(), p.As(world.Supplier)
		b, err := p.reg.AddBed(ctx, supplier, p.Organisation, "203-1")
		must(t, err)
		other, err := p.reg.AddBed(ctx, supplier, p.Organisation, "203-2")
		must(t, err)
		_, err = p.reg.AddBed(ctx, supplier, p.Organisation, "203-1")
		wantKey(t, err, "registry.bed-known")
		_, err = p.reg.AddBed(ctx, supplier, access.NewOrganisationID(), "1")
		wantKind(t, err, problem.NotFound)
		_, err = p.reg.AddBed(ctx, p.As(world.Officer), p.Organisation, "1")
		wantKind(t, err, problem.Denied)

		e, a := p.admit(0), p.allot(600)
		first, second := p.order(e, a, "waiting"), p.order(e, a, "waiting")
		me, neighbour := p.People[world.Recipient].ID, p.People[world.SecondRecipient].ID
		from := on.Clock.Now().Date()
		to := from.PlusDays(9)
		must(t, p.occupy(b, first, me, from, to))
		wantKey(t, p.occupy(b, second, neighbour, to, to.PlusDays(3)), "registry.bed-taken")
		wantKey(t, p.occupy(other, second, me, to, to.PlusDays(3)), "registry.recipient-has-bed")
		wantKind(t, p.reg.CloseBed(ctx, supplier, b), problem.Conflict)
		if n, err := p.reg.FreeToday(ctx, p.Organisation); err != nil || n != 1 {
			t.Errorf("%d free, %v", n, err)
		}
		must(t, p.write(func(tx *store.Tx) error { return p.reg.FreeBed(tx, first, from.PlusDays(5)) }))
		must(t, p.occupy(b, second, neighbour, from.PlusDays(5), to))
		must(t, p.on.DB.Read(ctx, func(ctx context.Context, q *store.Reader) error {
			n, err := p.reg.BedDays(ctx, q, first, to)
			if n != 5 {
				t.Errorf("%d days held", n)
			}
			return err
		}))
		must(t, p.reg.CloseBed(ctx, supplier, other))
		wantKind(t, p.reg.CloseBed(ctx, supplier, other), problem.Closed)
		wantKind(t, p.occupy(other, second, me, to.PlusDays(10), to.PlusDays(11)), problem.NotFound)
	})
}

func (p place) occupy(b registry.BedID, o id.ID[order], who registry.PersonID, from, to calendar.Date) error {
	return p.write(func(tx *store.Tx) error { return p.reg.OccupyBed(tx, p.Organisation, b, o, who, from, to) })
}
