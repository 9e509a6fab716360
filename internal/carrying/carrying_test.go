package carrying_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/carrying"
	"asar/internal/jobs"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

type place struct {
	*placed.Town
	t *testing.T
}

func each(t *testing.T, test func(p place)) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) { test(place{placed.New(t, on), t}) })
}

func (p place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// confirm signs that the assistant takes an order on.
func (p place) confirm(o orders.ID) (signing.TextID, carrying.Done, error) {
	p.t.Helper()
	text, err := p.Orders.PrepareConfirm(p.t.Context(), p.As(world.Assistant), o, orders.Who{}, lang.RU)
	p.must(err)
	done, err := p.sign(world.Assistant, text)
	return text, done, err
}

func (p place) sign(who string, text signing.TextID) (carrying.Done, error) {
	p.t.Helper()
	cms, err := p.Signature(who, text)
	p.must(err)
	return p.Carrying.Sign(p.t.Context(), p.As(who), text, cms)
}

// waits is an order whose confirmation waits for the word about the assistant's key.
func (p place) waits() (orders.ID, signing.TextID) {
	p.t.Helper()
	o := p.Place(world.Recipient, "assistant/assistant", 120, placed.To)
	p.Word.Silence()
	text, done, err := p.confirm(o)
	p.must(err)
	if !done.Waits || p.Order(o).Status != orders.Waiting {
		p.t.Fatalf("%+v, the order is %s", done, p.Order(o).Status)
	}
	return o, text
}

func (p place) runner() *jobs.Runner {
	return &jobs.Runner{DB: p.DB, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Handlers: map[string]jobs.Handler{signing.CheckJob: p.Carrying.Handler()}}
}

// work does what is due after a pause.
func (p place) work(pause time.Duration) int {
	p.t.Helper()
	p.Clock.Advance(pause)
	did, err := p.runner().Once(p.t.Context())
	p.must(err)
	return did
}

func (p place) standing(who string, text signing.TextID) signing.Waiting {
	p.t.Helper()
	w, found, err := p.Carrying.Find(p.t.Context(), p.As(who), text)
	p.must(err)
	if !found {
		p.t.Fatal("the signature never waited")
	}
	return w
}

// told counts a person's notices of a kind.
func (p place) told(who, kind string) (n int) {
	p.t.Helper()
	page, err := p.Notices.List(p.t.Context(), p.As(who), "")
	p.must(err)
	for _, row := range page.Rows {
		if row.Kind == kind {
			n++
		}
	}
	return n
}

func (p place) signatures(text signing.TextID) (n int) {
	p.t.Helper()
	p.must(p.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], `SELECT count(*) FROM signature WHERE text_id = $1`, text)
		return err
	}))
	return n
}

func TestASignatureWaitsAndEndsRight(t *testing.T) {
	each(t, func(p place) {
		o, text := p.waits()
		received := p.Clock.Now()
		past, err := p.Desk.Past(p.t.Context(), p.As(world.Assistant), text)
		p.must(err)
		cms, err := p.key(world.Assistant).Sign(past.Content, received)
		p.must(err)
		if _, err := p.Carrying.Sign(p.t.Context(), p.As(world.Assistant), text, cms); !problem.HasKey(err, "signing.being-checked") {
			p.t.Errorf("signed a second time: %v", err)
		}
		_, err = p.Orders.PrepareDecline(p.t.Context(), p.As(world.Assistant), o, orders.Reason{Code: orders.Other, Text: "причина"}, lang.RU)
		if !problem.HasKey(err, "signing.record-waits") {
			p.t.Errorf("another text about the order: %v", err)
		}
		about, err := p.Carrying.About(p.t.Context(), p.As(world.Assistant), p.Order(o).Book())
		if err != nil || len(about) != 1 || about[0].Text != text {
			p.t.Errorf("about the order: %+v, %v", about, err)
		}
		for range 40 { // an hour of silence
			p.work(90 * time.Second)
		}
		if w := p.standing(world.Assistant, text); w.Standing != signing.BeingChecked || p.signatures(text) != 0 {
			p.t.Fatalf("%+v", w)
		}
		p.Word.Speak()
		p.work(2 * time.Minute) // a service that is back is noticed within two minutes
		w := p.standing(world.Assistant, text)
		if w.Standing != signing.Accepted || w.ReceivedAt != received || p.Order(o).Status != orders.OnExecution {
			p.t.Fatalf("%+v, the order is %s", w, p.Order(o).Status)
		}
		if p.told(world.Assistant, "signature-accepted") != 1 || p.told(world.Recipient, "order-confirmed") != 1 || p.signatures(text) != 1 {
			p.t.Error("the people were not told once")
		}
		p.must(p.Carrying.Again(p.t.Context(), access.System("test", access.Timekeeper), text, 9))
		if p.signatures(text) != 1 || p.told(world.Assistant, "signature-accepted") != 1 {
			p.t.Error("a job that ran again did something")
		}
	})
}

// What is signed with a key that ends before the service is back was signed in time.
func TestTheMomentOfReceiptCounts(t *testing.T) {
	each(t, func(p place) {
		o := p.Place(world.Recipient, "assistant/assistant", 120, placed.To)
		text, err := p.Orders.PrepareConfirm(t.Context(), p.As(world.Assistant), o, orders.Who{}, lang.RU)
		p.must(err)
		cms, err := p.Signature(world.Assistant, text)
		p.must(err)
		p.Word.Silence()
		p.Clock.Advance(31 * time.Minute)
		if _, err := p.Carrying.Sign(t.Context(), p.As(world.Assistant), text, cms); !problem.HasKey(err, "signing.expired") {
			p.t.Errorf("a text whose time was over is kept: %v", err)
		}
		text, done, err := p.confirm(o)
		p.must(err)
		if !done.Waits {
			p.t.Fatal("it does not wait")
		}
		received := p.Clock.Now()
		p.Clock.Advance(time.Hour) // beyond the text's half an hour
		p.Word.Revoke(p.key(world.Assistant), received.Plus(time.Minute), 1)
		p.work(0)
		if w := p.standing(world.Assistant, text); w.Standing != signing.Accepted {
			p.t.Errorf("a key revoked after it was used: %+v", w)
		}
	})
}

func (p place) key(who string) *devca.Key {
	p.t.Helper()
	k, err := p.Key(who)
	p.must(err)
	return k
}

func TestARevokedKeyEndsTheWait(t *testing.T) {
	each(t, func(p place) {
		before := p.Clock.Now()
		o, text := p.waits()
		p.Word.Revoke(p.key(world.Assistant), before, 1)
		p.work(time.Minute)
		w := p.standing(world.Assistant, text)
		if w.Standing != signing.Refused || !problem.HasKey(w.Refusal, "eds.revoked") || w.Refusal.Args["At"] != before.Date() {
			p.t.Fatalf("%+v", w)
		}
		if p.Order(o).Status != orders.Waiting || p.told(world.Assistant, "signature-refused") != 1 || p.signatures(text) != 0 {
			p.t.Error("something was done, or nobody was told")
		}
		p.Word.Speak()
		p.Confirm(world.Assistant, o, orders.Who{}) // the record can be signed again
	})
}

func TestAHoldEndsOneWayOrTheOther(t *testing.T) {
	each(t, func(p place) {
		o := p.Place(world.Recipient, "assistant/assistant", 120, placed.To)
		p.Word.Revoke(p.key(world.Assistant), p.Clock.Now(), 6)
		text, done, err := p.confirm(o)
		if err != nil || !done.Waits {
			p.t.Fatalf("a key on hold: %+v, %v", done, err)
		}
		p.work(48 * time.Hour)
		p.Word.Speak()
		p.work(2 * time.Minute)
		if w := p.standing(world.Assistant, text); w.Standing != signing.Accepted {
			p.t.Errorf("a hold that ended: %+v", w)
		}
		second := p.Place(world.SecondRecipient, "assistant/assistant", 120, placed.To)
		p.Word.Revoke(p.key(world.Assistant), p.Clock.Now(), 6)
		text, _, err = p.confirm(second)
		p.must(err)
		p.work(73 * time.Hour)
		if w := p.standing(world.Assistant, text); w.Standing != signing.Refused || !problem.HasKey(w.Refusal, "signing.hold-stayed") {
			p.t.Errorf("a hold that stayed: %+v", w)
		}
	})
}

func TestSilenceIsNotWaitedOutForEver(t *testing.T) {
	each(t, func(p place) {
		_, text := p.waits()
		p.work(9 * 24 * time.Hour)
		if w := p.standing(world.Assistant, text); w.Standing != signing.BeingChecked {
			p.t.Errorf("after nine days: %+v", w)
		}
		p.work(2 * 24 * time.Hour)
		if w := p.standing(world.Assistant, text); w.Standing != signing.Refused || !problem.HasKey(w.Refusal, "signing.nobody-answered") {
			p.t.Errorf("after eleven days: %+v", w)
		}
	})
}

func TestARecordThatMovedOnIsNotTouched(t *testing.T) {
	each(t, func(p place) {
		o, text := p.waits()
		p.Word.Speak()
		p.must(p.Withdraw(world.Recipient, o))
		p.work(time.Minute)
		w := p.standing(world.Assistant, text)
		if w.Standing != signing.Overtaken || w.Refusal == nil || p.Order(o).Status != orders.Withdrawn {
			p.t.Fatalf("%+v, the order is %s", w, p.Order(o).Status)
		}
		if p.told(world.Assistant, "signature-overtaken") != 1 || p.signatures(text) != 0 {
			p.t.Error("something was done, or nobody was told")
		}
	})
}

// Somebody else's key, or a key for signing in, is refused at once, whoever can tell about
// revocation.
func TestOnlyWhatIsRightOtherwiseWaits(t *testing.T) {
	each(t, func(p place) {
		o := p.Place(world.Recipient, "assistant/assistant", 120, placed.To)
		text, err := p.Orders.PrepareConfirm(t.Context(), p.As(world.Assistant), o, orders.Who{}, lang.RU)
		p.must(err)
		shown, err := p.Desk.Text(t.Context(), p.As(world.Assistant), text)
		p.must(err)
		p.Word.Silence()
		for name, content := range map[string][]byte{"eds.another-person": shown.Content, "eds.other-text": []byte("another text")} {
			key := p.key(world.Recipient)
			if name == "eds.other-text" {
				key = p.key(world.Assistant)
			}
			cms, err := key.Sign(content, p.Clock.Now())
			p.must(err)
			if _, err := p.Carrying.Sign(t.Context(), p.As(world.Assistant), text, cms); !problem.HasKey(err, name) {
				p.t.Errorf("%s: %v", name, err)
			}
		}
		if _, found, err := p.Carrying.Find(t.Context(), p.As(world.Assistant), text); found || err != nil {
			p.t.Errorf("it was kept: %v", err)
		}
	})
}

func TestAWaitBelongsToItsPerson(t *testing.T) {
	each(t, func(p place) {
		o, text := p.waits()
		if _, found, err := p.Carrying.Find(t.Context(), p.As(world.Recipient), text); found || err != nil {
			p.t.Errorf("somebody else sees it: %v", err)
		}
		about, err := p.Carrying.About(t.Context(), p.As(world.Recipient), p.Order(o).Book())
		if len(about) != 0 || err != nil {
			p.t.Errorf("%+v, %v", about, err)
		}
		if err := p.Carrying.Again(t.Context(), p.As(world.Administrator), text, 1); !problem.Is(err, problem.Denied) {
			p.t.Errorf("an administrator ends a wait: %v", err)
		}
	})
}

// Many at once, as after kill -9 when a lease ran out: one effect.
func TestARaceHasOneEffect(t *testing.T) {
	each(t, func(p place) {
		o, text := p.waits()
		p.Word.Speak()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := p.Carrying.Again(p.t.Context(), access.System("test", access.Timekeeper), text, 1); err != nil && !problem.Is(err, problem.Busy) {
					p.t.Error(err)
				}
			})
		}
		all.Wait()
		p.work(time.Minute)
		if p.signatures(text) != 1 || p.told(world.Assistant, "signature-accepted") != 1 || p.told(world.Assistant, "signature-overtaken") != 0 || p.Order(o).Status != orders.OnExecution {
			p.t.Errorf("%d signatures, %d and %d notices, the order is %s", p.signatures(text), p.told(world.Assistant, "signature-accepted"),
				p.told(world.Assistant, "signature-overtaken"), p.Order(o).Status)
		}
	})
}

// A stop in the middle of carrying out leaves all or nothing.
func TestAStopInTheMiddleLosesNothing(t *testing.T) {
	each(t, func(p place) {
		o, text := p.waits()
		p.Word.Speak()
		broken := carrying.New(p.DB, p.Desk, p.Sessions, p.Notices, breaking(p.Orders.Signed()))
		func() {
			defer func() { _ = recover() }()
			_ = broken.Again(t.Context(), access.System("test", access.Timekeeper), text, 1)
		}()
		if p.signatures(text) != 0 || p.standing(world.Assistant, text).Standing != signing.BeingChecked || p.Order(o).Status != orders.Waiting {
			p.t.Fatal("half of it was done")
		}
		p.work(time.Minute)
		if p.signatures(text) != 1 || p.Order(o).Status != orders.OnExecution {
			p.t.Error("it was lost")
		}
	})
}

// breaking stops inside the transaction, when everything but its end was done.
func breaking(room map[signing.Purpose]signing.Action) map[signing.Purpose]signing.Action {
	confirm := room[orders.PurposeConfirm]
	return map[signing.Purpose]signing.Action{orders.PurposeConfirm: {Where: confirm.Where, Said: confirm.Said, Do: func(ctx context.Context, by access.Actor, proof signing.Proof) error {
		return confirm.Do(ctx, by, proof.Also(func(*store.Tx) error { return context.Canceled }))
	}}}
}

// Nobody is let in with a key of which nobody can tell whether it is revoked.
func TestSignInStaysRefused(t *testing.T) {
	each(t, func(p place) {
		p.Word.Silence()
		keys, err := world.Issue(devca.Shared(t), p.People[world.Recipient].Who, devca.SharedFrom, devca.SharedFrom)
		p.must(err)
		browser := make([]byte, 32)
		text, err := p.Desk.PrepareEntry(t.Context(), "ru", "Вход", browser)
		p.must(err)
		cms, err := keys.Auth.Sign(text.Content, p.Clock.Now())
		p.must(err)
		if _, err := p.Desk.CheckEntry(t.Context(), text.ID, browser, cms); !problem.HasKey(err, "eds.cannot-check") {
			t.Errorf("signing in: %v", err)
		}
	})
}

// Every purpose of the product's rooms leads somewhere, but for signing in.
func TestEveryPurposeIsCarriedOut(t *testing.T) {
	p := place{placed.New(t, testdb.SQLite(t)), t}
	files, err := filepath.Glob("../*/*.go")
	p.must(err)
	declared := regexp.MustCompile(`signing\.Purpose = "([^"]+)"`)
	seen := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		p.must(err)
		for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			seen++
			if !p.Carrying.Knows(signing.Purpose(m[1])) {
				t.Errorf("%s: nothing is done with %s", name, m[1])
			}
		}
	}
	if seen < 9 {
		t.Errorf("only %d purposes found", seen)
	}
}

// An order that is placed by a signature that waits does not exist until that is accepted.
func TestAnOrderIsPlacedLater(t *testing.T) {
	each(t, func(p place) {
		wish := orders.Wish{Entry: p.Entries["assistant/assistant"], Allotment: p.Allotments[world.Recipient+"/assistant"], Amount: 120, From: p.Clock.Now().Date(), To: placed.To}
		text, err := p.Orders.PreparePlace(p.t.Context(), p.As(world.Recipient), wish, lang.KK)
		p.must(err)
		p.Word.Silence()
		done, err := p.sign(world.Recipient, text)
		if err != nil || !done.Waits || p.count(`SELECT count(*) FROM orders`) != 0 {
			p.t.Fatalf("%+v, %v", done, err)
		}
		about, err := p.Carrying.About(p.t.Context(), p.As(world.Recipient), string(orders.PurposePlace))
		if err != nil || len(about) != 1 {
			p.t.Errorf("%+v, %v", about, err)
		}
		p.Word.Speak()
		p.work(time.Minute)
		if p.count(`SELECT count(*) FROM orders`) != 1 || p.told(world.Assistant, "order-placed") != 1 || p.told(world.Recipient, "signature-accepted") != 1 {
			p.t.Error("the order was not placed, or nobody was told")
		}
	})
}
