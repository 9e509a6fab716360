// Package placed is the named town with everything an order needs, for tests: what goes
// wrong ends the test. Tests of orders, of the journal and of acts begin where their own
// subject begins. Never in the product.
package placed

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/city"
	"asar/internal/documents/blob"
	"asar/internal/documents/intake"
	"asar/internal/documents/seal"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
	"asar/internal/testing/town"
	"asar/internal/testing/world"
)

// Town is a settled town whose people can order and work.
type Town struct {
	*town.Town
	Clock *calendar.Settable
	URL   string
	Word  *Word // of the authority, about revoked keys
	t     testing.TB
	keys  map[string]*devca.Key
}

// Volume is what each recipient is allotted of a service: minutes, or days.
const (
	Volume    = town.Volume
	VolumeBed = town.VolumeBed
)

// The period of every allotment.
var (
	From = calendar.MustDate("2026-11-01")
	To   = calendar.MustDate("2027-06-30")
)

// New settles a town on a fresh database.
func New(t testing.TB, on testdb.Town) *Town {
	t.Helper()
	word := &Word{t: t}
	word.Speak()
	files, err := blob.OpenStore(t.Context(), "file://"+t.TempDir())
	must(t, err)
	parts, err := city.New(city.Settings{DB: on.DB, Secret: bytes.Repeat([]byte{1}, 32), Base: "https://portal.test", Check: word, Files: files, Intake: intake.InProcess()})
	must(t, err)
	here := &Town{Clock: on.Clock, URL: on.URL, Word: word, t: t, keys: map[string]*devca.Key{}}
	here.Town, err = town.Settle(t.Context(), parts, From, To, here.key)
	must(t, err)
	return here
}

// Sealing gives the town's portal keys of its own, and returns their folder.
func (t *Town) Sealing() string {
	t.t.Helper()
	folder := filepath.Join(t.t.TempDir(), "system")
	must(t.t, devca.Shared(t.t).System(folder, devca.SharedFrom))
	t.TakeKeys(folder)
	return folder
}

// TakeKeys reads the portal's keys, as a new start of the program does.
func (t *Town) TakeKeys(folder string) {
	t.t.Helper()
	keys, err := seal.Open(folder)
	must(t.t, err)
	t.Keys, t.Acts.Keys = keys, keys
}

func (t *Town) ctx() context.Context { return t.t.Context() }

// Allot enters an allotted volume for the town's period.
func (t *Town) Allot(recipient string, s registry.Service, amount int) registry.AllotmentID {
	t.t.Helper()
	made, err := t.Town.Allot(t.ctx(), recipient, s, amount)
	must(t.t, err)
	return made
}

// Sign signs a prepared text with a person's own key and has it checked.
func (t *Town) Sign(who string, text signing.TextID) signing.Proof {
	t.t.Helper()
	proof, err := t.TrySign(who, text)
	must(t.t, err)
	return proof
}

// TrySign is Sign that gives the error back.
func (t *Town) TrySign(who string, text signing.TextID) (signing.Proof, error) {
	return t.Town.Sign(t.ctx(), who, text)
}

// Signature is a person's signature of a prepared text, made with their own key.
func (t *Town) Signature(who string, text signing.TextID) ([]byte, error) {
	return t.Town.Signature(t.ctx(), who, text)
}

func (t *Town) key(who string) (*devca.Key, error) {
	if k := t.keys[who]; k != nil {
		return k, nil
	}
	k, err := world.Issue(devca.Shared(t.t), t.People[who].Who, devca.SharedFrom, devca.SharedFrom)
	t.keys[who] = k.Sign
	return k.Sign, err
}

// Place orders from an entry ("assistant/assistant") and signs; the order begins today.
func (t *Town) Place(recipient, entry string, amount int, to calendar.Date) orders.ID {
	t.t.Helper()
	o, err := t.TryPlace(recipient, entry, amount, t.Clock.Now().Date(), to)
	must(t.t, err)
	return o
}

// TryPlace is Place that gives the error back.
func (t *Town) TryPlace(recipient, entry string, amount int, from, to calendar.Date) (orders.ID, error) {
	return t.Town.Place(t.ctx(), recipient, entry, amount, from, to)
}

// Confirm confirms an order and signs.
func (t *Town) Confirm(who string, o orders.ID, w orders.Who) {
	t.t.Helper()
	must(t.t, t.TryConfirm(who, o, w))
}

// TryConfirm is Confirm that gives the error back.
func (t *Town) TryConfirm(who string, o orders.ID, w orders.Who) error {
	return t.Town.Confirm(t.ctx(), who, o, w)
}

// Running is an order of an assistant's hours that was confirmed today.
func (t *Town) Running(recipient string, minutes int) orders.ID {
	t.t.Helper()
	o := t.Place(recipient, "assistant/assistant", minutes, To)
	t.Confirm(world.Assistant, o, orders.Who{})
	return o
}

// Cancel gives an order up and signs.
func (t *Town) Cancel(who string, o orders.ID, r orders.Reason) error {
	return t.Town.Cancel(t.ctx(), who, o, r)
}

// Decline declines an order and signs.
func (t *Town) Decline(who string, o orders.ID, r orders.Reason) error {
	return t.Town.Decline(t.ctx(), who, o, r)
}

// Withdraw takes an order back and signs.
func (t *Town) Withdraw(who string, o orders.ID) error { return t.Town.Withdraw(t.ctx(), who, o) }

// Send closes a month of an order as sending its act does.
func (t *Town) Send(by access.Actor, o orders.ID, m calendar.Month) error {
	return t.DB.Write(t.ctx(), by, func(_ context.Context, tx *store.Tx) error {
		tx.Told()
		return t.Journal.CloseMonth(tx, o, m)
	})
}

// Return opens a month again as a signed correction of a returned act does.
func (t *Town) Return(by access.Actor, o orders.ID, m calendar.Month) error {
	return t.DB.Write(t.ctx(), by, func(_ context.Context, tx *store.Tx) error {
		tx.Told()
		return t.Journal.ReopenMonth(tx, o, m)
	})
}

// Allotment is how an account stands.
func (t *Town) Allotment(recipient string, s registry.Service) registry.Allotment {
	t.t.Helper()
	var a registry.Allotment
	must(t.t, t.DB.Read(t.ctx(), func(ctx context.Context, q *store.Reader) (err error) {
		a, err = t.Registry.AllotmentFor(ctx, q, t.Allotments[recipient+"/"+string(s)])
		return err
	}))
	return a
}

// Order is an order as it stands.
func (t *Town) Order(o orders.ID) (found orders.Order) {
	t.t.Helper()
	must(t.t, t.DB.Read(t.ctx(), func(ctx context.Context, q *store.Reader) (err error) {
		found, err = t.Orders.Load(ctx, q, o)
		return err
	}))
	return found
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Key is the key a person signs documents with.
func (t *Town) Key(who string) (*devca.Key, error) { return t.key(who) }
