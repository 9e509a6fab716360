package acts_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/audit"
	"asar/internal/jobs"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

func TestManySendersSendOnce(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		a := form(t, town, o)
		if _, err := attach(t, town, a.ID, paper); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		var sent atomic.Int64
		gate := make(chan struct{})
		for range 16 {
			all.Go(func() {
				<-gate
				err := town.Acts.Send(context.Background(), town.As(world.Assistant), a.ID, true)
				switch _, isProblem := problem.Of(err); {
				case err == nil:
					sent.Add(1)
				case !isProblem:
					t.Errorf("a fault: %v", err)
				}
			})
		}
		close(gate)
		all.Wait()
		if n := count(t, town, `SELECT count(*) FROM act WHERE status = 'sent'`); sent.Load() != 1 || n != 1 {
			t.Errorf("%d were told that they sent it, %d acts are sent", sent.Load(), n)
		}
		if n := count(t, town, `SELECT count(*) FROM job WHERE kind = 'esobes.act'`); n != 1 {
			t.Errorf("%d messages to the payer", n)
		}
		if n := count(t, town, `SELECT count(*) FROM journal_month WHERE closed_at IS NOT NULL`); n != 1 {
			t.Errorf("%d months are closed", n)
		}
		if got := town.Order(o); got.Unsent != 0 || !got.WorkEnded() {
			t.Errorf("the order: %+v", got)
		}
		_, err := town.Journal.Save(t.Context(), town.As(world.Assistant), o, draft(town.Clock.Now().Date().PlusDays(-1), 60, 0))
		refused(t, err, problem.Closed, "journal.day-before-confirmation")
		_, err = town.Journal.Save(t.Context(), town.As(world.Assistant), o, draft(town.Clock.Now().Date(), 60, 1))
		refused(t, err, problem.Closed, "journal.month-closed")
		if _, err := audit.Verify(t.Context(), town.DB, town.As(world.Auditor)); err != nil {
			t.Errorf("the history: %v", err)
		}
	})
}

func count(t *testing.T, town *placed.Town, query string) (n int) {
	t.Helper()
	err := town.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestACorrectedActMakesRoomForAnother(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		first := sent(t, town, o)
		_, err := town.Acts.PrepareCorrect(t.Context(), town.As(world.Assistant), first.ID, lang.RU)
		refused(t, err, problem.Conflict, "acts.stands-elsewhere.sent")
		answer(t, town, first.Number, 1, acts.Returned)
		if waiting(t, town, world.Assistant) != 1 {
			t.Error("nothing waits for the specialist of the returned act")
		}
		_, err = town.Acts.PrepareCorrect(t.Context(), town.As(world.Recipient), first.ID, lang.RU)
		refused(t, err, problem.Denied, "problem.denied")
		text, err := town.Acts.PrepareCorrect(t.Context(), town.As(world.Assistant), first.ID, lang.RU)
		if err != nil {
			t.Fatal(err)
		}
		proof := town.Sign(world.Assistant, text)
		if _, err := town.Acts.Correct(t.Context(), town.As(world.Assistant), proof); err != nil {
			t.Fatal(err)
		}
		_, err = town.Acts.Correct(t.Context(), town.As(world.Assistant), proof)
		refused(t, err, problem.Conflict, "acts.stands-elsewhere.corrected")
		if waiting(t, town, world.Assistant) != 0 || town.Order(o).Unsent != 240 {
			t.Errorf("%d wait, %d minutes are not sent", waiting(t, town, world.Assistant), town.Order(o).Unsent)
		}
		write(t, town, o, town.Clock.Now().Date(), 210)
		second := sent(t, town, o)
		if second.Edition != 2 || second.Number == first.Number || second.Minutes != 210 {
			t.Errorf("the second act: %+v", second)
		}
		answer(t, town, first.Number, 9, acts.Paid) // of the old one, far too late
		if got := find(t, town, world.Assistant, first.ID).Status; got != acts.Corrected {
			t.Errorf("the first act is %s", got)
		}
		if n := count(t, town, `SELECT count(*) FROM job WHERE kind = 'esobes.act'`); n != 2 {
			t.Errorf("%d messages to the payer for two acts", n)
		}
	})
}

// TestASignatureOfOneActIsWorthNothingForAnother brings proofs to actions they were not made for.
func TestASignatureOfOneActIsWorthNothingForAnother(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		a := sent(t, town, worked(t, town))
		answer(t, town, a.Number, 1, acts.Returned)
		text, err := town.Acts.PrepareCorrect(t.Context(), town.As(world.Assistant), a.ID, lang.KK)
		if err != nil {
			t.Fatal(err)
		}
		proof := town.Sign(world.Assistant, text)
		if _, err := town.Acts.Sign(t.Context(), town.As(world.Assistant), proof); err == nil {
			t.Error("a correction's signature signs an act")
		}
		if _, err := town.Orders.Confirm(t.Context(), town.As(world.Assistant), proof); err == nil {
			t.Error("a correction's signature confirms an order")
		}
		if _, err := town.Acts.Correct(t.Context(), town.As(world.SignLanguage), proof); !problem.Is(err, problem.NotFound) {
			t.Errorf("another specialist corrects: %v", err)
		}
		other, err := town.Acts.Correct(t.Context(), town.As(world.Assistant), proof)
		if err != nil || other != a.ID {
			t.Errorf("correcting: %v", err)
		}
	})
}

func TestWhatIsSignedSaysWhatItIs(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		a := form(t, town, worked(t, town))
		for _, l := range []lang.Locale{lang.RU, lang.KK, lang.EN} {
			text, err := town.Acts.PrepareSign(t.Context(), town.As(world.Recipient), a.ID, l)
			if err != nil {
				t.Fatal(err)
			}
			shown, err := town.Desk.Text(t.Context(), town.As(world.Recipient), text)
			if err != nil {
				t.Fatal(err)
			}
			wants(t, string(shown.Content), a.Number, a.Digest, string(town.Order(a.Order).Number), "Сейтова", "Ахметов")
			if n := len(shown.Content); n > 2<<10 { // the digest of what the files say, never a file
				t.Errorf("a text of %d bytes is to be signed", n)
			}
			if l == lang.RU {
				wants(t, string(shown.Content), "ноябрь\u00a02026", "4\u00a0ч", "Индивидуальный помощник")
			}
		}
		sign(t, town, world.Recipient, a.ID)
		d := download(t, town, world.Assistant, a.ID, acts.RecipientText)
		wants(t, string(d.Content), a.Number, a.Digest, string(acts.PurposeSign))
		if cms := download(t, town, world.Assistant, a.ID, acts.RecipientSignature); len(cms.Content) < 500 {
			t.Error("the signature is not handed out")
		}
		_, err := town.Acts.Download(t.Context(), town.As(world.Assistant), a.ID, acts.SpecialistSignature)
		refused(t, err, problem.NotFound, "problem.not-found")
		v := find(t, town, world.Assistant, a.ID)
		if v.Recipient.Signer == "" || v.Recipient.Serial == "" || v.Recipient.At.IsZero() || v.Recipient.Person != town.People[world.Recipient].ID {
			t.Errorf("the signature is %+v", v.Recipient)
		}
	})
}

// TestWhoeverLooks asks every question from every seat.
func TestWhoeverLooks(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		a := sent(t, town, o)
		for who, side := range map[string]orders.Side{world.Recipient: orders.AsRecipient, world.Assistant: orders.AsSpecialist, world.Officer: orders.AsOfficer} {
			by := town.As(who)
			v := find(t, town, who, a.ID)
			if v.Side != side || len(v.Options) != 0 || len(v.Files) != 8 {
				t.Errorf("%s: %s, %d moves, %d files", who, v.Side, len(v.Options), len(v.Files))
			}
			for _, q := range []acts.Query{{Side: side}, {Order: o}} {
				p, err := town.Acts.SentList(t.Context(), by, q)
				if err != nil || len(p.Rows) != 1 || p.Rows[0].ID != a.ID || p.Rows[0].Recipient.Surname != "Сейтова" || p.Rows[0].Waits == nil || len(p.Rows[0].Files) != 8 {
					t.Errorf("%s: %+v, %v", who, p, err)
				}
			}
			for _, foreign := range []orders.Side{orders.AsRecipient, orders.AsSpecialist, orders.AsOrganisation, orders.AsOfficer} {
				if p, err := town.Acts.SentList(t.Context(), by, acts.Query{Side: foreign}); err != nil || foreign != side && len(p.Rows) != 0 {
					t.Errorf("%s looks from the side of the %s: %d acts, %v", who, foreign, len(p.Rows), err)
				}
			}
			months, err := town.Acts.Months(t.Context(), by, o)
			if err != nil || len(months) != 1 || months[0].Act.ID != a.ID || months[0].Minutes != 240 {
				t.Errorf("%s: months %+v, %v", who, months, err)
			}
			download(t, town, who, a.ID, acts.ActKK)
		}
		for _, who := range []string{world.SecondRecipient, world.SignLanguage, world.Supplier, world.OtherOfficer} {
			by := town.As(who)
			_, err := town.Acts.Find(t.Context(), by, a.ID)
			refused(t, err, problem.NotFound, "problem.not-found")
			_, err = town.Acts.Download(t.Context(), by, a.ID, acts.ActRU)
			refused(t, err, problem.NotFound, "problem.not-found")
			_, err = town.Acts.History(t.Context(), by, a.ID)
			refused(t, err, problem.NotFound, "problem.not-found")
			for _, side := range []orders.Side{orders.AsRecipient, orders.AsSpecialist, orders.AsOrganisation, orders.AsOfficer, ""} {
				if p, err := town.Acts.SentList(t.Context(), by, acts.Query{Side: side}); err != nil || len(p.Rows) != 0 {
					t.Errorf("%s sees %d foreign acts", who, len(p.Rows))
				}
			}
			if p, err := town.Acts.SentList(t.Context(), by, acts.Query{Order: o}); err != nil || len(p.Rows) != 0 {
				t.Errorf("%s sees a foreign order's acts", who)
			}
		}
		for _, by := range []access.Actor{access.Visitor(), town.As(world.Administrator), town.As(world.Auditor), payer()} {
			_, err := town.Acts.Find(t.Context(), by, a.ID)
			refused(t, err, problem.Denied, "problem.denied")
			_, err = town.Acts.Download(t.Context(), by, a.ID, acts.ActRU)
			refused(t, err, problem.Denied, "problem.denied")
		}
	})
}

func TestTheListOfWhatWasSentHasPages(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := town.Running(world.Recipient, 40*60)
		var want []acts.ID
		for range 9 { // three acts of one order a month in the months to come
			town.Clock.Advance(20 * 24 * time.Hour)
			day := town.Clock.Now().Date()
			for range 3 {
				write(t, town, o, day, 30*(1+len(want)%9))
				a, err := town.Acts.Form(t.Context(), town.As(world.Assistant), o, day.InMonth())
				if err != nil {
					t.Fatal(err)
				}
				if _, err := attach(t, town, a.ID, paper); err != nil {
					t.Fatal(err)
				}
				if err := town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false); err != nil {
					t.Fatal(err)
				}
				want = append([]acts.ID{a.ID}, want...)
				answer(t, town, a.Number, 1, acts.Returned)
				text, err := town.Acts.PrepareCorrect(t.Context(), town.As(world.Assistant), a.ID, lang.RU)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := town.Acts.Correct(t.Context(), town.As(world.Assistant), town.Sign(world.Assistant, text)); err != nil {
					t.Fatal(err)
				}
			}
		}
		var got []acts.ID
		for after := ""; ; {
			p, err := town.Acts.SentList(t.Context(), town.As(world.Recipient), acts.Query{Side: orders.AsRecipient, After: after})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Rows {
				got = append(got, r.ID)
			}
			if after = p.Next; after == "" {
				break
			}
		}
		if len(got) != len(want) || len(want) != 27 {
			t.Fatalf("%d of %d acts are listed", len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("the list is not the newest first at %d", i)
			}
		}
	})
}

// TestAPayerThatDoesNotAnswer lets E-Sobes be down and then refuse: the page says since when
// the act waits, and that somebody must decide.
func TestAPayerThatDoesNotAnswer(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		a := sent(t, town, worked(t, town))
		since := find(t, town, world.Assistant, a.ID).SentAt
		fault := errors.New("down")
		runner := &jobs.Runner{DB: town.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{acts.SendJob: func(context.Context, jobs.Task) error { return fault }}}
		turn := func() *acts.Waits {
			t.Helper()
			town.Clock.Advance(time.Hour)
			for did := 1; did > 0; { // e-mail about the notices waits too
				n, err := runner.Once(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				did = n
			}
			return find(t, town, world.Recipient, a.ID).Waits
		}
		first := turn()
		failed := first.FirstFailed
		if first.Since != since || first.Attempts != 1 || failed.IsZero() || first.NextTry.IsZero() || !first.HandedOver.IsZero() || first.Stopped {
			t.Errorf("down: %+v", first)
		}
		if w := turn(); w.Attempts != 2 || w.FirstFailed != failed || w.Since != since {
			t.Errorf("still down: %+v", w)
		}
		fault = jobs.Refused(errors.New("no"))
		if w := turn(); !w.Stopped || !w.NextTry.IsZero() || !w.HandedOver.IsZero() {
			t.Errorf("refused: %+v", w)
		}
		list, err := jobs.List(t.Context(), town.DB, town.As(world.Administrator), jobs.Query{Status: jobs.Failed, Kind: acts.SendJob})
		if err != nil || len(list.Rows) != 1 {
			t.Fatalf("%d failed messages: %v", len(list.Rows), err)
		}
		if err := jobs.Retry(t.Context(), town.DB, town.As(world.Administrator), list.Rows[0].ID); err != nil {
			t.Fatal(err)
		}
		fault = nil
		if w := turn(); w.Stopped || w.HandedOver.IsZero() || !w.NextTry.IsZero() || w.Since != since {
			t.Errorf("handed over: %+v", w)
		}
		answer(t, town, a.Number, 1, acts.Delivered)
		if w := find(t, town, world.Assistant, a.ID).Waits; w != nil {
			t.Errorf("answered: %+v", w)
		}
	})
}

func TestEachIsToldWhatHappened(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		a := form(t, town, o)
		sign(t, town, world.Assistant, a.ID)
		if waiting(t, town, world.Recipient) != 1 {
			t.Error("the recipient is not asked to sign")
		}
		refused(t, town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false), problem.Invalid, "acts.needs-signatures-or-scan")
		sign(t, town, world.Recipient, a.ID)
		if waiting(t, town, world.Recipient) != 0 {
			t.Error("what was signed still waits")
		}
		if err := town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false); err != nil {
			t.Fatal(err)
		}
		answer(t, town, a.Number, 2, acts.Accepted)
		answer(t, town, a.Number, 2, acts.Accepted) // again
		answer(t, town, a.Number, 1, acts.Delivered)
		answer(t, town, a.Number, 3, acts.Paid)
		told := map[string]map[string]int{}
		for _, who := range []string{world.Recipient, world.Assistant} {
			p, err := town.Notices.List(t.Context(), town.As(who), "")
			if err != nil {
				t.Fatal(err)
			}
			told[who] = map[string]int{}
			for _, n := range p.Rows {
				if n.Link == a.Link() {
					told[who][n.Kind]++
				}
			}
		}
		if r := told[world.Recipient]; r["act-to-sign"] != 1 || r["act-sent"] != 1 || len(r) != 2 {
			t.Errorf("the recipient is told %v", r)
		}
		if s := told[world.Assistant]; s["act-signed"] != 1 || s["act-accepted"] != 1 || s["act-paid"] != 1 || len(s) != 3 {
			t.Errorf("the specialist is told %v", s)
		}
	})
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("it does not say %q:\n%s", part, text)
		}
	}
}
