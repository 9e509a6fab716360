package signing_test

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

const forOrder signing.Purpose = "order"

// again is one person at the desk with a key.
type again struct {
	t    *testing.T
	on   testdb.Town
	desk *signing.Desk
	town *world.Town
	keys world.Keys
}

func newAgain(t *testing.T, on testdb.Town) again {
	t.Helper()
	vault, err := registry.NewVault(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	reg := registry.New(on.DB, vault)
	town, err := world.Settle(t.Context(), reg)
	must(t, err)
	keys, err := world.Issue(devca.Shared(t), town.People[world.Recipient].Who, devca.SharedFrom, devca.SharedFrom)
	must(t, err)
	verifier, err := devca.Shared(t).Verifier()
	must(t, err)
	return again{t: t, on: on, desk: signing.NewDesk(on.DB, verifier, nil, reg, "portal.test"), town: town, keys: keys}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (a again) by() access.Actor { return a.town.As(world.Recipient) }

// signed prepares a text about a subject and signs it.
func (a again) signed(subject string) (signing.TextID, []byte) {
	a.t.Helper()
	kept, err := a.desk.Prepare(a.t.Context(), a.by(), signing.Draft{Purpose: forOrder, Subject: subject, Locale: "ru", Body: "Заказ"})
	must(a.t, err)
	text, err := a.desk.Text(a.t.Context(), a.by(), kept)
	must(a.t, err)
	cms, err := a.keys.Sign.Sign(text.Content, a.on.Clock.Now())
	must(a.t, err)
	return kept, cms
}

func (a again) use(proof signing.Proof, purpose signing.Purpose, subject string) error {
	return a.on.DB.Housekeep(a.t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		_, err := proof.Use(tx, purpose, subject, a.by().PersonID())
		return err
	})
}

func (a again) wants(what string, err error, key string) {
	a.t.Helper()
	if !problem.HasKey(err, key) {
		a.t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// TestATextIsNeverAFile: what is signed can be read; files are named by their digests.
func TestATextIsNeverAFile(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		a := newAgain(t, on)
		by := access.Person(a.town.People[world.Recipient].ID, access.NewSessionID(), access.Seat{})
		for size, good := range map[int]bool{60 << 10: true, 64 << 10: false, 10 << 20: false} {
			_, err := a.desk.Prepare(t.Context(), by, signing.Draft{Purpose: forOrder, Subject: "order:1", Locale: "ru", Body: string(bytes.Repeat([]byte("a"), size))})
			if (err == nil) != good {
				t.Errorf("%d bytes: %v", size, err)
			}
		}
	})
}

// TestASignatureIsUsedOnce sends a signature again, for another record, from another
// person, too late, and many times at once: it does one thing, once.
func TestASignatureIsUsedOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		a := newAgain(t, on)
		text, cms := a.signed("order:17")
		other, _ := a.signed("order:18")
		_, err := a.desk.Check(t.Context(), a.by(), other, cms)
		a.wants("for another order", err, "eds.other-text")
		_, err = a.desk.Check(t.Context(), a.town.As(world.Assistant), text, cms)
		a.wants("by another person", err, "problem.not-found")
		_, err = a.desk.CheckEntry(t.Context(), text, bytes.Repeat([]byte{3}, 32), cms)
		a.wants("for signing in", err, "problem.not-found")

		proof, err := a.desk.Check(t.Context(), a.by(), text, cms)
		must(t, err)
		if err := a.use(proof, forOrder, "order:18"); err == nil {
			t.Error("a proof about one order is used on another")
		}
		if err := a.use(proof, signing.SignIn, "order:17"); err == nil {
			t.Error("a proof is used for another purpose")
		}
		a.atOnce(proof)
		_, err = a.desk.Check(t.Context(), a.by(), text, cms)
		a.wants("sent again", err, "signing.already-used")

		late, lateCMS := a.signed("order:19")
		on.Clock.Set(on.Clock.Now().Plus(31 * time.Minute))
		_, err = a.desk.Check(t.Context(), a.by(), late, lateCMS)
		a.wants("after its time", err, "signing.expired")
	})
}

// atOnce uses a proof from many sides at once; one of them succeeds.
func (a again) atOnce(proof signing.Proof) {
	a.t.Helper()
	var used atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			err := a.use(proof, forOrder, "order:17")
			if err == nil {
				used.Add(1)
			} else {
				a.wants("at once", err, "signing.already-used")
			}
		})
	}
	all.Wait()
	if used.Load() != 1 {
		a.t.Errorf("used %d times", used.Load())
	}
}

// TestACheckIsStopped stops a check in the middle: nothing is accepted and nothing spent.
func TestACheckIsStopped(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		a := newAgain(t, on)
		text, cms := a.signed("order:17")
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := a.desk.Check(ctx, a.by(), text, cms); err == nil {
			t.Error("a check that was stopped has an answer")
		}
		_, err := a.desk.Check(t.Context(), a.by(), text, cms)
		must(t, err)
	})
}
