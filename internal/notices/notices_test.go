package notices_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

type place struct {
	*world.Town
	on    testdb.Town
	notes *notices.Notices
	t     *testing.T
}

func settle(t *testing.T, on testdb.Town) place {
	t.Helper()
	v, err := registry.NewVault(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	town, err := world.Settle(t.Context(), registry.New(on.DB, v))
	must(t, err)
	return place{Town: town, on: on, notes: notices.New(on.DB), t: t}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p place) write(work func(tx *store.Tx) error) {
	p.t.Helper()
	must(p.t, p.on.DB.Housekeep(p.t.Context(), "test", func(_ context.Context, tx *store.Tx) error { return work(tx) }))
}

func (p place) tell(who, kind, link string, waits bool) {
	p.t.Helper()
	p.write(func(tx *store.Tx) error {
		return p.notes.Tell(tx, notices.Notice{Person: p.People[who].ID, Kind: kind, Link: link, Waits: waits, Args: map[string]string{"Number": "2026-1"}})
	})
}

func (p place) unread(who string) int {
	p.t.Helper()
	n, err := p.notes.Unread(p.t.Context(), p.As(who))
	must(p.t, err)
	return n
}

func TestPagesHoldEveryNoticeOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		for i := range 65 { // all at one moment: the order must not depend on time alone
			p.tell(world.Recipient, "allotted", fmt.Sprintf("/my-services/%d", i), false)
		}
		p.tell(world.SecondRecipient, "allotted", "/my-services", false)
		seen, after, pages := map[notices.ID]bool{}, "", 0
		for {
			page, err := p.notes.List(t.Context(), p.As(world.Recipient), after)
			must(t, err)
			pages++
			for _, n := range page.Rows {
				if seen[n.ID] || n.Person != p.People[world.Recipient].ID || n.Args["Number"] != "2026-1" {
					t.Fatalf("%+v", n)
				}
				seen[n.ID] = true
			}
			if after = page.After; after == "" {
				break
			}
		}
		if len(seen) != 65 || pages != 3 {
			t.Errorf("%d notices on %d pages", len(seen), pages)
		}
		foreign, err := p.notes.List(t.Context(), p.As(world.SecondRecipient), first(seen))
		if err != nil || len(foreign.Rows) != 1 {
			t.Errorf("another person's notice as the end of a page: %d rows, %v", len(foreign.Rows), err)
		}
	})
}

func first(all map[notices.ID]bool) string {
	for n := range all {
		return n.String()
	}
	return ""
}

func TestWhatWaitsIsSettled(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		p.tell(world.Officer, "register-application", "/desk/register/1", true)
		p.tell(world.OtherOfficer, "register-application", "/desk/register/1", true)
		p.tell(world.Officer, "register-application", "/desk/register/2", true)
		p.tell(world.Officer, "register-resume", "/register", false)
		p.tell(world.OtherOfficer, "register-resume", "/register", false)
		if got := p.waiting(world.Officer); got != 2 {
			t.Errorf("%d wait", got)
		}
		p.write(func(tx *store.Tx) error {
			return p.notes.Settle(tx, p.People[world.Officer].ID, "register-application", "/desk/register/2")
		})
		if a, b := p.waiting(world.Officer), p.unread(world.Officer); a != 1 || b != 2 {
			t.Errorf("%d wait, %d unread", a, b)
		}
		p.write(func(tx *store.Tx) error { return p.notes.SettleAll(tx, "register-application", "/desk/register/1") })
		if a, b := p.waiting(world.Officer), p.waiting(world.OtherOfficer); a+b != 0 {
			t.Errorf("%d and %d wait", a, b)
		}
		if a, b := p.unread(world.Officer), p.unread(world.OtherOfficer); a != 1 || b != 1 {
			t.Errorf("what is done is unread still: %d and %d", a, b)
		}
		must(t, p.notes.MarkRead(t.Context(), p.As(world.Officer)))
		if a, b := p.unread(world.Officer), p.unread(world.OtherOfficer); a != 0 || b != 1 {
			t.Errorf("%d and %d unread", a, b)
		}
		if n, err := p.notes.Unread(t.Context(), access.Visitor()); n != 0 || err != nil {
			t.Errorf("a visitor has %d, %v", n, err)
		}
		if _, err := p.notes.List(t.Context(), access.Visitor(), ""); !problem.Is(err, problem.Denied) {
			t.Errorf("a visitor's list: %v", err)
		}
	})
}

func (p place) waiting(who string) int {
	p.t.Helper()
	rows, err := p.notes.Waiting(p.t.Context(), p.As(who))
	must(p.t, err)
	return len(rows)
}

// Messages go where the person can be reached, and what waits in the outbox names nobody.
func TestMessagesHoldNoPersonalData(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		p.tell(world.Recipient, "allotted", "/my-services", false)      // e-mail and phone
		p.tell(world.ThirdRecipient, "allotted", "/my-services", false) // phone only
		must(t, on.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
			rows, err := store.All(ctx, q, store.Value[string], `SELECT kind || ' ' || key || ' ' || subject || ' ' || payload FROM job ORDER BY kind`)
			if len(rows) != 3 || !strings.HasPrefix(rows[0], "mail ") || !strings.HasPrefix(rows[1], "sms ") {
				t.Errorf("jobs: %q", rows)
			}
			for _, row := range rows {
				for _, w := range world.People() {
					if strings.Contains(row, w.Surname) || w.Email != "" && strings.Contains(row, w.Email) || strings.Contains(row, w.Phone) || strings.Contains(row, w.IIN) {
						t.Errorf("the outbox names %s: %s", w.Key, row)
					}
				}
			}
			return err
		}))
		postman := access.System("postman", access.Postman)
		a, err := p.notes.Address(t.Context(), postman, p.People[world.Recipient].ID)
		if err != nil || a.Phone != "+77010000101" || a.Email != "aigul@town.invalid" || a.Locale != "ru" {
			t.Errorf("%+v, %v", a, err)
		}
		if _, err := p.notes.Address(t.Context(), p.As(world.Officer), p.People[world.Recipient].ID); !problem.Is(err, problem.Denied) {
			t.Errorf("an officer reads an address: %v", err)
		}
	})
}
