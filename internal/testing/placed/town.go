// Package placed is the named town with everything an order needs: keys, a register of
// specialists, allotted volumes, bed places. Tests of orders, of the journal and of acts
// begin where their own subject begins. Never in the product.
package placed

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/documents"
	"asar/internal/documents/blob"
	"asar/internal/documents/intake"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// Town is a settled town whose people can order and work.
type Town struct {
	DB    *store.DB
	Clock *calendar.Settable
	URL   string
	*world.Town
	Registry     *registry.Registry
	Applications *registry.Applications
	Notices      *notices.Notices
	Desk         *signing.Desk
	Orders       *orders.Orders
	Journal      *journal.Journal
	Acts         *acts.Acts
	Entries      map[string]registry.EntryID // by who and service: "assistant/assistant", "qamqor/bed-place"
	Allotments   map[string]registry.AllotmentID
	Beds         []registry.BedID
	t            testing.TB
	keys         map[string]*devca.Key
}

// Volume is what each recipient is allotted of a service: minutes, or days.
const (
	Volume    = 60 * 60
	VolumeBed = 60
)

// The period of every allotment.
var (
	From = calendar.MustDate("2026-11-01")
	To   = calendar.MustDate("2027-06-30")
)

func founder() access.Actor { return access.System("founder", access.Founder) }

// New settles a town on a fresh database.
func New(t testing.TB, on testdb.Town) *Town {
	t.Helper()
	secret, err := registry.NewVault(bytes.Repeat([]byte{1}, 32))
	must(t, err)
	reg := registry.New(on.DB, secret)
	settled, err := world.Settle(t.Context(), reg)
	must(t, err)
	verifier, err := devca.Shared(t).Verifier()
	must(t, err)
	texts, err := lang.Load()
	must(t, err)
	town := &Town{DB: on.DB, Clock: on.Clock, URL: on.URL, Town: settled, t: t, Registry: reg, Notices: notices.New(on.DB), Desk: signing.NewDesk(on.DB, verifier, reg, "portal.test"),
		Entries: map[string]registry.EntryID{}, Allotments: map[string]registry.AllotmentID{}, keys: map[string]*devca.Key{}}
	town.Applications = registry.NewApplications(reg, town.Desk, texts)
	town.Orders = orders.New(on.DB, town.Desk, reg, town.Notices, orders.Options{Texts: texts})
	town.Journal = journal.New(on.DB, town.Orders)
	blobs, err := blob.OpenStore(t.Context(), "file://"+t.TempDir())
	must(t, err)
	town.Acts = acts.New(on.DB, acts.Needs{Registry: reg, Orders: town.Orders, Journal: town.Journal, Notices: town.Notices, Desk: town.Desk,
		Shelf: documents.New(on.DB, blobs), Intake: intake.InProcess(), Texts: texts, Base: "https://portal.test"})
	town.fill()
	return town
}

func (t *Town) fill() {
	for _, recipient := range []string{world.Recipient, world.SecondRecipient, world.ThirdRecipient} {
		for _, s := range registry.Services() {
			amount := Volume
			if s == registry.BedPlace {
				amount = VolumeBed
			}
			t.Allotments[recipient+"/"+string(s)] = t.Allot(recipient, s, amount)
		}
	}
	t.admit(world.Assistant, registry.Assistant)
	t.admit(world.SignLanguage, registry.SignLanguage)
	t.admit(world.Qamqor, registry.Assistant)
	t.admit(world.Qamqor, registry.BedPlace)
	t.engage(world.Worker)
	t.engage(world.SecondWorker)
	for _, label := range []string{"1-1", "1-2"} {
		b, err := t.Registry.AddBed(t.ctx(), founder(), t.Organisation, label)
		must(t.t, err)
		t.Beds = append(t.Beds, b)
	}
}

func (t *Town) ctx() context.Context { return t.t.Context() }

func (t *Town) engage(worker string) {
	number, err := registry.ParseIIN(t.People[worker].IIN)
	must(t.t, err)
	_, err = t.Registry.AddWorker(t.ctx(), founder(), t.Organisation, number, registry.Assistant)
	must(t.t, err)
}

// Allot enters an allotted volume for the town's period.
func (t *Town) Allot(recipient string, s registry.Service, amount int) registry.AllotmentID {
	t.t.Helper()
	p := t.People[recipient]
	made, err := t.Registry.Allot(t.ctx(), founder(), registry.NewAllotment{Recipient: p.ID, Unit: t.Units[p.Unit], Service: s, Amount: amount, From: From, To: To, Ground: "№ 1"})
	must(t.t, err)
	return made
}

func (t *Town) admit(who string, s registry.Service) {
	n := registry.NewEntry{Service: s, Unit: t.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"kk", "ru"}}}
	if who == world.Qamqor {
		n.Organisation = t.Organisation
	} else {
		n.Person = t.People[who].ID
	}
	made, err := t.Registry.Admit(t.ctx(), founder(), n)
	must(t.t, err)
	t.Entries[who+"/"+string(s)] = made
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
	cms, err := t.Signature(who, text)
	if err != nil {
		return signing.Proof{}, err
	}
	return t.Desk.Check(t.ctx(), t.As(who), text, cms)
}

// Signature is a person's signature of a prepared text, made with their own key.
func (t *Town) Signature(who string, text signing.TextID) ([]byte, error) {
	shown, err := t.Desk.Text(t.ctx(), t.As(who), text)
	if err != nil {
		return nil, err
	}
	key, err := t.key(who)
	if err != nil {
		return nil, err
	}
	return key.Sign(shown.Content, t.Clock.Now())
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
	_, service, _ := strings.Cut(entry, "/")
	wish := orders.Wish{Entry: t.Entries[entry], Allotment: t.Allotments[recipient+"/"+service], Amount: amount, From: from, To: to}
	text, err := t.Orders.PreparePlace(t.ctx(), t.As(recipient), wish, lang.RU)
	if err != nil {
		return orders.ID{}, err
	}
	proof, err := t.TrySign(recipient, text)
	if err != nil {
		return orders.ID{}, err
	}
	return t.Orders.Place(t.ctx(), t.As(recipient), proof)
}

// Confirm confirms an order and signs.
func (t *Town) Confirm(who string, o orders.ID, w orders.Who) {
	t.t.Helper()
	must(t.t, t.TryConfirm(who, o, w))
}

// TryConfirm is Confirm that gives the error back.
func (t *Town) TryConfirm(who string, o orders.ID, w orders.Who) error {
	text, err := t.Orders.PrepareConfirm(t.ctx(), t.As(who), o, w, lang.RU)
	if err != nil {
		return err
	}
	proof, err := t.TrySign(who, text)
	if err != nil {
		return err
	}
	_, err = t.Orders.Confirm(t.ctx(), t.As(who), proof)
	return err
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
	text, err := t.Orders.PrepareCancel(t.ctx(), t.As(who), o, r, lang.RU)
	if err != nil {
		return err
	}
	proof, err := t.TrySign(who, text)
	if err != nil {
		return err
	}
	_, err = t.Orders.Cancel(t.ctx(), t.As(who), proof)
	return err
}

// Decline declines an order and signs.
func (t *Town) Decline(who string, o orders.ID, r orders.Reason) error {
	text, err := t.Orders.PrepareDecline(t.ctx(), t.As(who), o, r, lang.RU)
	if err != nil {
		return err
	}
	proof, err := t.TrySign(who, text)
	if err != nil {
		return err
	}
	_, err = t.Orders.Decline(t.ctx(), t.As(who), proof)
	return err
}

// Withdraw takes an order back and signs.
func (t *Town) Withdraw(who string, o orders.ID) error {
	text, err := t.Orders.PrepareWithdraw(t.ctx(), t.As(who), o, lang.RU)
	if err != nil {
		return err
	}
	proof, err := t.TrySign(who, text)
	if err != nil {
		return err
	}
	_, err = t.Orders.Withdraw(t.ctx(), t.As(who), proof)
	return err
}

// Send closes a month of an order as sending its act does.
func (t *Town) Send(by access.Actor, o orders.ID, m calendar.Month) error {
	return t.DB.Write(t.ctx(), by, func(ctx context.Context, tx *store.Tx) error {
		tx.Told()
		return t.Journal.CloseMonth(tx, o, m)
	})
}

// Return opens a month again as a signed correction of a returned act does.
func (t *Town) Return(by access.Actor, o orders.ID, m calendar.Month) error {
	return t.DB.Write(t.ctx(), by, func(ctx context.Context, tx *store.Tx) error {
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
