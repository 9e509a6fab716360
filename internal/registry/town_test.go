package registry_test

import (
	"bytes"
	"context"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// place is a settled town with a register and keys.
type place struct {
	on testdb.Town
	*world.Town
	reg  *registry.Registry
	apps *registry.Applications
	desk *signing.Desk
	t    *testing.T
}

func settle(t *testing.T, on testdb.Town) place {
	t.Helper()
	v, err := registry.NewVault(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	reg := registry.New(on.DB, v)
	town, err := world.Settle(t.Context(), reg)
	must(t, err)
	verifier, err := devca.Shared(t).Verifier()
	must(t, err)
	texts, err := lang.Load()
	must(t, err)
	desk := signing.NewDesk(on.DB, verifier, nil, reg, "portal.test")
	return place{on: on, Town: town, reg: reg, t: t, desk: desk, apps: registry.NewApplications(reg, desk, texts)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func founder() access.Actor { return access.System("founder", access.Founder) }

// sign signs a prepared text with a person's own key.
func (p place) sign(who string, text signing.TextID) signing.Proof {
	p.t.Helper()
	by := p.As(who)
	shown, err := p.desk.Text(p.t.Context(), by, text)
	must(p.t, err)
	keys, err := world.Issue(devca.Shared(p.t), p.People[who].Who, devca.SharedFrom, devca.SharedFrom)
	must(p.t, err)
	cms, err := keys.Sign.Sign(shown.Content, p.on.Clock.Now())
	must(p.t, err)
	proof, err := p.desk.Check(p.t.Context(), by, text, cms)
	must(p.t, err)
	return proof
}

// write runs a piece as part of an action that tells the history itself.
func (p place) write(work func(tx *store.Tx) error) error {
	return p.on.DB.Housekeep(p.t.Context(), "test", func(_ context.Context, tx *store.Tx) error { return work(tx) })
}

func (p place) allotment(a registry.AllotmentID) (found registry.Allotment) {
	p.t.Helper()
	must(p.t, p.on.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		found, err = p.reg.AllotmentFor(ctx, q, a)
		return err
	}))
	return found
}

func (p place) entry(e registry.EntryID) (found registry.Entry) {
	p.t.Helper()
	must(p.t, p.on.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		found, err = p.reg.EntryFor(ctx, q, e)
		return err
	}))
	return found
}

// allot is a volume of an assistant's hours for the recipient.
func (p place) allot(amount int) registry.AllotmentID {
	p.t.Helper()
	made, err := p.reg.Allot(p.t.Context(), p.As(world.Officer), registry.NewAllotment{
		Recipient: p.People[world.Recipient].ID, Unit: p.Units[world.Bostandyk], Service: registry.Assistant, Amount: amount,
		From: calendar.MustDate("2026-11-01"), To: calendar.MustDate("2027-10-31"), Ground: "№ 7 от 01.11.2026"})
	must(p.t, err)
	return made
}

// admit enters the assistant into the register.
func (p place) admit(capacity int) registry.EntryID {
	p.t.Helper()
	made, err := p.reg.Admit(p.t.Context(), founder(), registry.NewEntry{Person: p.People[world.Assistant].ID, Service: registry.Assistant,
		Unit: p.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"kk", "ru"}, Capacity: capacity}})
	must(p.t, err)
	return made
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if !problem.HasKey(err, key) {
		t.Errorf("the problem is %v, want %s", err, key)
	}
}

func wantKind(t *testing.T, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("the problem is %v, want %s", err, kind)
	}
}
