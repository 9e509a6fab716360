package acts_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

func download(t *testing.T, town *placed.Town, who string, a acts.ID, f acts.File) acts.Downloaded {
	t.Helper()
	d, err := town.Acts.Download(t.Context(), town.As(who), a, f)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return d
}

func TestFormingTwiceGivesTheSameBytes(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		first := form(t, town, o)
		files := map[acts.File][]byte{}
		for _, f := range []acts.File{acts.ActKK, acts.ActRU, acts.SheetKK, acts.SheetRU} {
			files[f] = download(t, town, world.Assistant, first.ID, f).Content
			if !bytes.HasPrefix(files[f], []byte("%PDF-")) {
				t.Errorf("%s is no PDF", f)
			}
		}
		town.Clock.Set(town.Clock.Now().Plus(3600e9))
		if second := form(t, town, o); second.ID != first.ID || second.Digest != first.Digest || second.Edition != 1 {
			t.Errorf("nothing changed, and %s was formed after %s", second.ID, first.ID)
		}
		for f, before := range files {
			if again := download(t, town, world.Recipient, first.ID, f); !bytes.Equal(again.Content, before) {
				t.Errorf("%s has other bytes", f)
			}
		}
		sign(t, town, world.Recipient, first.ID)
		signed := download(t, town, world.Assistant, first.ID, acts.ActRU)
		if bytes.Equal(signed.Content, files[acts.ActRU]) || !bytes.Equal(signed.Content, download(t, town, world.Recipient, first.ID, acts.ActRU).Content) {
			t.Error("the signed act is not printed, or not to the same bytes")
		}
	})
}

func TestAChangedJournalMakesANewEdition(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		first := form(t, town, o)
		sign(t, town, world.Assistant, first.ID)
		write(t, town, o, town.Clock.Now().Date(), 300)
		v := find(t, town, world.Assistant, first.ID)
		if again, open := v.Option(acts.FormAgain); !v.Changed || !open || again.WhyNot != nil {
			t.Errorf("changed %v, form again %v", v.Changed, open)
		}
		refused(t, trySign(t, town, world.Recipient, first.ID), problem.Conflict, "acts.journal-changed")
		refused(t, town.Acts.Send(t.Context(), town.As(world.Assistant), first.ID, false), problem.Conflict, "acts.journal-changed")
		second := form(t, town, o)
		if second.ID == first.ID || second.Number == first.Number || second.Edition != 2 || second.Minutes != 300 || second.Specialist.Done() {
			t.Errorf("the new edition is %+v", second)
		}
		if old := find(t, town, world.Recipient, first.ID); old.Status != acts.Void || len(old.Options) != 0 || !old.Specialist.Done() {
			t.Errorf("the old edition is %s with %d moves", old.Status, len(old.Options))
		}
		if n := waiting(t, town, world.Recipient); n != 0 {
			t.Errorf("%d notices wait for the void edition", n)
		}
		refused(t, trySign(t, town, world.Recipient, first.ID), problem.Conflict, "acts.stands-elsewhere.void")
		write(t, town, o, town.Clock.Now().Date(), 300) // the same again: another version of the entry, the same work
		if third := form(t, town, o); third.ID != second.ID {
			t.Error("an entry saved without a change made a new edition")
		}
	})
}

func waiting(t *testing.T, town *placed.Town, who string) int {
	t.Helper()
	all, err := town.Notices.Waiting(t.Context(), town.As(who))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestFormingIsRefused(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		specialist := town.As(world.Assistant)
		try := func(by access.Actor, o orders.ID, m calendar.Month) error {
			_, err := town.Acts.Form(t.Context(), by, o, m)
			return err
		}
		refused(t, try(specialist, o, calendar.MustMonth("2026-10")), problem.Closed, "acts.nothing-entered")
		refused(t, try(specialist, o, december), problem.Closed, "acts.month-ahead")
		for _, who := range []string{world.Recipient, world.Officer, world.Administrator, world.Auditor} {
			refused(t, try(town.As(who), o, november), problem.Denied, "problem.denied")
		}
		refused(t, try(access.Visitor(), o, november), problem.Denied, "problem.denied")
		refused(t, try(town.As(world.SignLanguage), o, november), problem.NotFound, "problem.not-found")
		refused(t, try(town.As(world.Supplier), o, november), problem.NotFound, "problem.not-found")
		bed := town.Place(world.Recipient, "qamqor/bed-place", 0, town.Clock.Now().Date().PlusDays(3))
		town.Confirm(world.Supplier, bed, orders.Who{Bed: town.Beds[0]})
		refused(t, try(town.As(world.Supplier), bed, november), problem.Closed, "acts.none-for-beds")
		a := sent(t, town, o)
		refused(t, try(specialist, o, november), problem.Closed, "acts.sent-already")
		answer(t, town, a.Number, 1, acts.Returned)
		refused(t, try(specialist, o, november), problem.Closed, "acts.correct-first")
		m, err := town.Acts.OfMonth(t.Context(), specialist, o, november)
		if err != nil || m.WhyNot == nil || m.WhyNot.Key != "acts.correct-first" || m.Act.ID != a.ID || m.Minutes != 240 || !m.MayForm {
			t.Errorf("the month's page: %+v, %v", m, err)
		}
		if m, err := town.Acts.OfMonth(t.Context(), town.As(world.Recipient), o, calendar.Month{}); err != nil || m.Month != november || m.MayForm {
			t.Errorf("the recipient's page: %+v, %v", m, err)
		}
	})
}

func TestManyFormOneAct(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		var all sync.WaitGroup
		ids := make([]acts.ID, 16)
		for i := range ids {
			all.Go(func() {
				a, err := town.Acts.Form(context.Background(), town.As(world.Assistant), o, november)
				if err != nil && !problem.Is(err, problem.Busy) {
					t.Errorf("forming at once: %v", err)
				}
				ids[i] = a.ID
			})
		}
		all.Wait()
		one := form(t, town, o)
		for _, made := range ids {
			if !made.IsZero() && made != one.ID {
				t.Errorf("%s was formed beside %s", made, one.ID)
			}
		}
		if one.Edition != 1 {
			t.Errorf("edition %d", one.Edition)
		}
	})
}

// TestNoNumbersInTheTables looks for identification numbers where acts are kept.
func TestNoNumbersInTheTables(t *testing.T) {
	town := placed.New(t, testdb.SQLite(t))
	a := form(t, town, worked(t, town))
	err := town.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
		content, err := store.One(ctx, q, store.Value[string], `SELECT content FROM act`)
		for _, who := range []string{world.Recipient, world.Assistant} {
			if iin := town.People[who].IIN; strings.Contains(content, iin) {
				t.Errorf("the number of the %s lies open", who)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := town.Acts.Check(t.Context(), a.Number, a.Digest); err != nil {
		t.Errorf("the printed act is not known: %v", err)
	}
	if p, err := town.Acts.CheckNumber(t.Context(), a.Number); err != nil || p.Head != a.Digest[:16] || p.Minutes != a.Minutes {
		t.Errorf("by its number alone: %+v, %v", p, err)
	}
	_, err = town.Acts.Check(t.Context(), a.Number, a.Digest[:16])
	refused(t, err, problem.NotFound, "acts.not-such")
	_, err = town.Acts.CheckNumber(t.Context(), "2026-00000000")
	refused(t, err, problem.NotFound, "problem.not-found")
	if address := forms.CheckURL("https://portal.test", a.Number, a.Digest); !strings.Contains(address, a.Number) {
		t.Error(address)
	}
}

func TestAnOrganisationsAct(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Place(world.Recipient, "qamqor/assistant", 600, placed.To)
		town.Confirm(world.Supplier, o, orders.Who{Worker: town.People[world.Worker].ID})
		day := town.Clock.Now().Date()
		if _, err := town.Journal.Save(t.Context(), town.As(world.Worker), o, draft(day, 120, 0)); err != nil {
			t.Fatal(err)
		}
		a, err := town.Acts.Form(t.Context(), town.As(world.Supplier), o, november)
		if err != nil {
			t.Fatal(err)
		}
		v := find(t, town, world.Supplier, a.ID)
		if v.Side != orders.AsOrganisation || v.Content.Organisation.BIN != world.BIN || v.Content.Specialist.Name != town.People[world.Worker].FullName() {
			t.Errorf("the act says %+v", v.Content)
		}
		sign(t, town, world.Supplier, a.ID)
		refused(t, trySign(t, town, world.Worker, a.ID), problem.Conflict, "acts.signed-already")
		sign(t, town, world.Recipient, a.ID)
		if err := town.Acts.Send(t.Context(), town.As(world.Worker), a.ID, true); err != nil {
			t.Fatal(err)
		}
		answer(t, town, a.Number, 1, acts.Returned)
		if waiting(t, town, world.Supplier) != 1 || waiting(t, town, world.Worker) != 1 {
			t.Error("the organisation and its worker are not told that the act was returned")
		}
		if got := town.Order(o); !got.WorkEnded() || got.Service != registry.Assistant {
			t.Error("the tick did not end the work")
		}
	})
}

// TestAnActSaysWhatTheJournalSaidThen lets hours be written while acts are formed. The
// order's history tells both in the order they happened: each act must say the hours of
// that moment.
func TestAnActSaysWhatTheJournalSaidThen(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o, by := worked(t, town), town.As(world.Assistant)
		day := town.Clock.Now().Date()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for n := range 15 {
					c, err := town.Journal.Month(context.Background(), by, o, november)
					if err == nil {
						_, err = town.Journal.Save(context.Background(), by, o, draft(day, 30*(1+n%16), c.Entries[0].Version))
					}
					onlyProblems(t, err)
				}
			})
			all.Go(func() {
				for range 5 {
					_, err := town.Acts.Form(context.Background(), by, o, november)
					onlyProblems(t, err)
				}
			})
		}
		all.Wait()
		events, err := town.Orders.History(t.Context(), by, o)
		if err != nil {
			t.Fatal(err)
		}
		minutes, formed := 0, 0
		for _, e := range slices.Backward(events) {
			var said struct{ Minutes int }
			if err := json.Unmarshal(e.Details, &said); err != nil {
				t.Fatal(err)
			}
			switch e.Action {
			case "journal.save":
				minutes = said.Minutes
			case "acts.form":
				formed++
				if said.Minutes != minutes {
					t.Errorf("an act says %d minutes, the journal %d", said.Minutes, minutes)
				}
			}
		}
		if formed == 0 {
			t.Error("no act was formed")
		}
	})
}

// onlyProblems lets problems pass: another was first. A fault of ours nobody may meet.
func onlyProblems(t *testing.T, err error) {
	t.Helper()
	if _, isProblem := problem.Of(err); err != nil && !isProblem {
		t.Errorf("a fault: %v", err)
	}
}
