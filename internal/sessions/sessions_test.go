package sessions_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"asar/internal/access"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/sessions"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

type place struct {
	*world.Town
	on       testdb.Town
	reg      *registry.Registry
	desk     *signing.Desk
	sessions *sessions.Sessions
	t        *testing.T
}

var browser = bytes.Repeat([]byte{3}, 32)

func settle(t *testing.T, on testdb.Town) place {
	t.Helper()
	v, err := registry.NewVault(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	reg := registry.New(on.DB, v)
	town, err := world.Settle(t.Context(), reg)
	must(t, err)
	verifier, err := devca.Shared(t).Verifier()
	must(t, err)
	return place{Town: town, on: on, reg: reg, desk: signing.NewDesk(on.DB, verifier, nil, reg, "portal.test"), sessions: sessions.New(on.DB, reg, notices.New(on.DB)), t: t}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("the problem is %v, want %s", err, kind)
	}
}

// proof signs a text for signing in with a key.
func (p place) proof(key *devca.Key) signing.Proof {
	p.t.Helper()
	text, err := p.desk.PrepareEntry(p.t.Context(), "ru", "Вход", browser)
	must(p.t, err)
	cms, err := key.Sign(text.Content, p.on.Clock.Now())
	must(p.t, err)
	proof, err := p.desk.CheckEntry(p.t.Context(), text.ID, browser, cms)
	must(p.t, err)
	return proof
}

// key is a person's own authorisation key, whatever their position.
func (p place) key(who string) *devca.Key {
	p.t.Helper()
	w := p.People[who].Who
	w.Role = ""
	keys, err := world.Issue(devca.Shared(p.t), w, devca.SharedFrom, devca.SharedFrom)
	must(p.t, err)
	return keys.Auth
}

func (p place) enter(who string) string {
	p.t.Helper()
	token, err := p.sessions.Begin(p.t.Context(), p.proof(p.key(who)), "Firefox")
	must(p.t, err)
	return token
}

func (p place) find(token string) (access.Actor, sessions.Session) {
	p.t.Helper()
	by, session, err := p.sessions.Find(p.t.Context(), token)
	must(p.t, err)
	return by, session
}

func TestSigningIn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		proof := p.proof(p.key(world.Recipient))
		token, err := p.sessions.Begin(t.Context(), proof, "Firefox\u202e\n")
		must(t, err)
		_, err = p.sessions.Begin(t.Context(), proof, "Firefox")
		wantKind(t, err, problem.Conflict)
		by, session := p.find(token)
		if by.PersonID() != p.People[world.Recipient].ID || !by.Has(access.Recipient) || by.Has(access.Specialist) || session.Staff {
			t.Errorf("%v %+v", by.Roles(), session)
		}
		if session.FullName != "Сейтова Айгүл Маратқызы" || session.PersonName != "Айгүл С." || session.IIN != "••••••••••21" {
			t.Errorf("%+v", session)
		}
		for _, wrong := range []string{"", "x", token + "A", strings.ToLower(token)} {
			_, _, err := p.sessions.Find(t.Context(), wrong)
			wantKind(t, err, problem.NotFound)
		}
		must(t, on.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
			digests, err := store.All(ctx, q, store.Value[[]byte], `SELECT token_digest FROM session`)
			for _, d := range digests {
				if len(d) != 32 || strings.Contains(token, string(d)) {
					t.Error("the database holds the token")
				}
			}
			return err
		}))
	})
}

func TestACitizenEntersForTheFirstTime(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		newcomer := devca.Person{IIN: "900101300017", Surname: "Оразбай-Ким", Name: "Әли", Patronymic: "Ерұлы", Email: "ali@town.invalid"}
		for check := range 10 { // the first valid number of this birth date
			newcomer.IIN = fmt.Sprintf("90010130001%d", check)
			if _, err := registry.ParseIIN(newcomer.IIN); err == nil {
				break
			}
		}
		key, err := devca.Shared(t).Issue(newcomer, devca.Auth, devca.Valid(devca.SharedFrom, devca.SharedFrom.Plus(365*24*time.Hour)))
		must(t, err)
		for range 2 {
			token, err := p.sessions.Begin(t.Context(), p.proof(key), "Firefox")
			must(t, err)
			by, session := p.find(token)
			if session.FullName != "Оразбай-Ким Әли Ерұлы" || !by.Has(access.Recipient) || len(by.Roles()) != 1 {
				t.Errorf("%+v %v", session, by.Roles())
			}
		}
		people, err := p.reg.People(t.Context(), p.As(world.Administrator), "Оразбай")
		if err != nil || len(people) != 1 {
			t.Errorf("%d people, %v", len(people), err)
		}
	})
}

func TestASessionEnds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		token := p.enter(world.Recipient)
		on.Clock.Advance(29 * time.Minute)
		p.find(token) // in use: thirty minutes more
		on.Clock.Advance(29 * time.Minute)
		p.find(token)
		on.Clock.Advance(31 * time.Minute)
		_, _, err := p.sessions.Find(t.Context(), token)
		wantKind(t, err, problem.Closed)

		token = p.enter(world.Recipient)
		for range 12 * 3 {
			p.find(token)
			on.Clock.Advance(20 * time.Minute)
		}
		p.find(token) // the last moment of twelve hours
		on.Clock.Advance(time.Minute)
		_, _, err = p.sessions.Find(t.Context(), token)
		wantKind(t, err, problem.Closed)

		token = p.enter(world.Recipient)
		by, _ := p.find(token)
		must(t, p.sessions.End(t.Context(), by))
		_, _, err = p.sessions.Find(t.Context(), token)
		wantKind(t, err, problem.Closed)
		must(t, p.sessions.CloseOver(t.Context(), access.System("timekeeper", access.Timekeeper)))
		wantKind(t, p.sessions.CloseOver(t.Context(), by), problem.Denied)
	})
}

func TestThreeSessionsAtMost(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		var tokens []string
		for range 4 {
			tokens = append(tokens, p.enter(world.Recipient))
			on.Clock.Advance(time.Minute)
		}
		_, _, err := p.sessions.Find(t.Context(), tokens[0])
		wantKind(t, err, problem.Closed)
		by, _ := p.find(tokens[3])
		mine, err := p.sessions.Mine(t.Context(), by)
		if err != nil || len(mine) != 3 || mine[0].ID != by.SessionID() {
			t.Errorf("%+v, %v", mine, err)
		}
		other, _ := p.find(p.enter(world.SecondRecipient))
		wantKind(t, p.sessions.EndOther(t.Context(), other, by.SessionID()), problem.NotFound)
		must(t, p.sessions.EndOther(t.Context(), by, mine[1].ID))
		_, _, err = p.sessions.Find(t.Context(), tokens[2])
		wantKind(t, err, problem.Closed)
		wantKind(t, p.sessions.EndAll(t.Context(), other, by.PersonID()), problem.Denied)
		must(t, p.sessions.EndAll(t.Context(), p.As(world.Administrator), by.PersonID()))
		_, _, err = p.sessions.Find(t.Context(), tokens[3])
		wantKind(t, err, problem.Closed)
	})
}

// Sitting in another cabinet makes the old token worthless.
func TestSittingInAnotherCabinet(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		token := p.enter(world.Officer)
		by, session := p.find(token)
		if !session.Staff || by.Has(access.Officer) {
			t.Errorf("%+v %v", session, by.Roles())
		}
		seats, err := p.sessions.Seats(t.Context(), by)
		must(t, err)
		if len(seats) != 2 || !seats[0].Current || seats[1].Kind != "officer" || seats[1].Place.In("ru") == "" {
			t.Fatalf("%+v", seats)
		}
		_, _, err = p.sessions.Sit(t.Context(), by, "administrator")
		wantKind(t, err, problem.Invalid)
		fresh, officer, err := p.sessions.Sit(t.Context(), by, seats[1].Key)
		must(t, err)
		if !officer.Has(access.Officer) || officer.Has(access.Recipient) || officer.UnitID() != p.Units[world.Bostandyk] || fresh == token {
			t.Errorf("%v", officer.Roles())
		}
		_, _, err = p.sessions.Find(t.Context(), token)
		wantKind(t, err, problem.NotFound)
		again, _ := p.find(fresh)
		if diff := cmp.Diff(officer.Roles(), again.Roles()); diff != "" {
			t.Error(diff)
		}
		must(t, p.reg.EndPosition(t.Context(), p.As(world.Administrator), p.position(world.Officer)))
		_, _, err = p.sessions.Find(t.Context(), fresh)
		wantKind(t, err, problem.Closed)
	})
}

func (p place) position(who string) registry.PositionID {
	p.t.Helper()
	listed, err := p.reg.PersonListed(p.t.Context(), p.As(world.Administrator), p.People[who].ID)
	must(p.t, err)
	return listed.Positions[0].ID
}

func TestSeats(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		_, err := p.reg.Admit(t.Context(), access.System("founder", access.Founder), registry.NewEntry{Person: p.People[world.Assistant].ID, Service: registry.Assistant,
			Unit: p.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"ru"}}})
		must(t, err)
		cases := map[string][]access.Role{
			world.Recipient: {access.Recipient}, world.Assistant: {access.Recipient, access.Specialist}, world.Supplier: {access.Recipient}, world.Auditor: {access.Recipient},
		}
		for who, want := range cases {
			by, _ := p.find(p.enter(who))
			if !slices.Equal(by.Roles(), want) {
				t.Errorf("%s sits as %v, want %v", who, by.Roles(), want)
			}
		}
	})
}

func TestAnOrganisationsKey(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		keys, err := world.Issue(devca.Shared(t), p.People[world.Supplier].Who, devca.SharedFrom, devca.SharedFrom)
		must(t, err)
		token, err := p.sessions.Begin(t.Context(), p.proof(keys.Auth), "Firefox")
		must(t, err)
		by, session := p.find(token)
		if by.OrganisationID() != p.Organisation || !slices.Equal(by.Roles(), []access.Role{access.Supplier}) || session.Staff {
			t.Errorf("%v %+v", by.Roles(), session)
		}
		_, _, err = p.sessions.Sit(t.Context(), by, "own")
		wantKind(t, err, problem.Invalid)

		stranger := p.People[world.Recipient].Who // acts for nobody
		stranger.Role = access.Supplier
		keys, err = world.Issue(devca.Shared(t), stranger, devca.SharedFrom, devca.SharedFrom)
		must(t, err)
		_, err = p.sessions.Begin(t.Context(), p.proof(keys.Auth), "Firefox")
		if !problem.HasKey(err, "sessions.not-supplier") {
			t.Errorf("a stranger with the organisation's key: %v", err)
		}
		must(t, p.reg.EndPosition(t.Context(), p.As(world.Administrator), p.position(world.Supplier)))
		_, _, err = p.sessions.Find(t.Context(), token)
		wantKind(t, err, problem.Closed)
	})
}

func TestANewBrowserIsTold(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		notes := notices.New(on.DB)
		for i, agent := range []string{"Firefox", "Firefox", "Chromium"} {
			token, err := p.sessions.Begin(t.Context(), p.proof(p.key(world.Recipient)), agent)
			must(t, err)
			by, _ := p.find(token)
			n, err := notes.Unread(t.Context(), by)
			if err != nil || n != i/2 {
				t.Errorf("sign-in %d: %d notices, %v", i, n, err)
			}
		}
	})
}

func TestSearchesAreOfOneSession(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		ctx := t.Context()
		first := p.enter(world.Assistant)
		by, _ := p.find(first)
		kept, err := p.sessions.Remember(ctx, by, "orders", map[string]string{"surname": "Сейтова"})
		must(t, err)
		if got, err := p.sessions.Recall(ctx, by, "orders", kept); err != nil || got["surname"] != "Сейтова" {
			t.Errorf("%v, %v", got, err)
		}
		second, _ := p.find(p.enter(world.Assistant))
		other, _ := p.find(p.enter(world.Recipient))
		for _, c := range []struct {
			by         access.Actor
			page, kept string
		}{{second, "orders", kept}, {other, "orders", kept}, {by, "people", kept}, {by, "orders", "x"}, {by, "orders", p.People[world.Assistant].ID.String()}} {
			_, err := p.sessions.Recall(ctx, c.by, c.page, c.kept)
			wantKind(t, err, problem.NotFound)
		}
		for range 40 {
			_, err := p.sessions.Remember(ctx, by, "orders", nil)
			must(t, err)
		}
		_, err = p.sessions.Recall(ctx, by, "orders", kept)
		wantKind(t, err, problem.NotFound)
		must(t, p.sessions.End(ctx, by))
		must(t, on.DB.Read(ctx, func(ctx context.Context, q *store.Reader) error {
			n, err := store.One(ctx, q, store.Value[int], `SELECT count(*) FROM session_filter`)
			if n != 0 {
				t.Errorf("%d searches outlive the session", n)
			}
			return err
		}))
	})
}

func TestLimits(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		try := func(name, who string) error { return p.sessions.Try(t.Context(), name, who, 10, 10*time.Minute) }
		for range 10 {
			must(t, try("entry", "10.0.0.1"))
		}
		err := try("entry", "10.0.0.1")
		wantKind(t, err, problem.Busy)
		if e, _ := problem.Of(err); e.Args["After"] != 10 {
			t.Errorf("come back after %v", e.Args["After"])
		}
		must(t, try("entry", "10.0.0.2"))
		must(t, try("upload", "10.0.0.1"))
		on.Clock.Advance(9*time.Minute + 59*time.Second)
		wantKind(t, try("entry", "10.0.0.1"), problem.Busy)
		on.Clock.Advance(time.Second)
		must(t, try("entry", "10.0.0.1"))
	})
}

func TestLimitsHoldInParallel(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		var all sync.WaitGroup
		results := make(chan error, 32)
		for range 32 {
			all.Go(func() { results <- p.sessions.Try(t.Context(), "entry", "10.0.0.1", 10, 10*time.Minute) })
		}
		all.Wait()
		close(results)
		through := 0
		for err := range results {
			if err == nil {
				through++
			}
		}
		if through != 10 {
			t.Errorf("%d came through", through)
		}
	})
}
