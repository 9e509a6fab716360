package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/exchange/esobes/twin"
	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/store"
	"asar/internal/testing/program"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// fleet is a town on which several processes work at once.
type fleet struct {
	*program.Town
	t     *testing.T
	payer *twin.ESobes
	gate  *gate
	env   []string
	acts  []acts.Act
}

// gate lets calls to E-Sobes through, or holds them until it is opened.
type gate struct {
	to      http.Handler
	mu      sync.Mutex
	held    chan struct{} // closed when the first call stands before it
	opened  chan struct{}
	holding bool
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	hold := g.holding && r.Method == http.MethodPut
	if hold {
		g.holding = false
		close(g.held)
	}
	g.mu.Unlock()
	if hold {
		<-g.opened
	}
	g.to.ServeHTTP(w, r)
}

// hold stops the next act that is handed over, until open.
func (g *gate) hold() (held <-chan struct{}, open func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.holding, g.held, g.opened = true, make(chan struct{}), make(chan struct{})
	return g.held, sync.OnceFunc(func() { close(g.opened) })
}

// newFleet has so many acts of the assistant's, signed by both sides and not sent.
func newFleet(t *testing.T, on testdb.Town, ready int) *fleet {
	t.Helper()
	payer := twin.New(calendar.System())
	f := &fleet{Town: program.Settle(t, on), t: t, payer: payer, gate: &gate{to: payer}}
	server := httptest.NewServer(f.gate)
	t.Cleanup(server.Close)
	f.env = append(f.Env(), "ASAR_ESOBES="+server.URL)
	recipients := []string{world.Recipient, world.SecondRecipient, world.ThirdRecipient}
	for n := range ready {
		f.acts = append(f.acts, f.readyAct(recipients[n%len(recipients)], n))
	}
	return f
}

// readyAct is an order with one entry, and the act of its month.
func (f *fleet) readyAct(recipient string, n int) acts.Act {
	f.t.Helper()
	ctx := f.t.Context()
	f.Clock.Advance(time.Minute)
	o, err := f.Place(ctx, recipient, "assistant/assistant", 6*60, f.Clock.Now().Date(), f.To)
	must(f.t, err)
	must(f.t, f.Confirm(ctx, world.Assistant, o, orders.Who{}))
	day := f.Clock.Now().Date()
	f.Clock.Advance(time.Duration(n+1) * 24 * time.Hour)
	_, err = f.Journal.Save(ctx, f.As(world.Assistant), o, journal.Draft{Day: day, Minutes: 60, PlacesKK: "Емхана", PlacesRU: "Поликлиника"})
	must(f.t, err)
	a, err := f.Acts.Form(ctx, f.As(world.Assistant), o, day.InMonth())
	must(f.t, err)
	must(f.t, f.SignAct(ctx, recipient, a.ID))
	must(f.t, f.SignAct(ctx, world.Assistant, a.ID))
	f.Clock.Set(day.Clock(18, 0))
	return a
}

// until waits for what other processes bring about.
func (f *fleet) until(what string, holds func() bool) {
	f.t.Helper()
	late, look := time.After(time.Minute), time.NewTicker(20*time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			f.t.Fatalf("in vain waited for: %s", what)
		}
	}
}

func (f *fleet) statuses() map[acts.Status]int {
	f.t.Helper()
	count := map[acts.Status]int{}
	must(f.t, f.DB.Read(f.t.Context(), func(ctx context.Context, q *store.Reader) error {
		all, err := store.All(ctx, q, store.Value[string], `SELECT status FROM act`)
		for _, s := range all {
			count[acts.Status(s)]++
		}
		return err
	}))
	return count
}

func confirmPath(a acts.Act) string {
	return "/ru/orders/" + a.Order.String() + "/send/" + a.ID.String()
}

// TestTwoOfEachShareADatabase runs two that serve and two that work. A session is good at
// both, an act sent at both at once is sent once, and the payer is handed each act once.
func TestTwoOfEachShareADatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		f := newFleet(t, on, 8)
		serving := []*program.Process{program.Start(t, "asar", f.env, "serve"), program.Start(t, "asar", f.env, "serve")}
		working := []*program.Process{program.Start(t, "asar", f.env, "work"), program.Start(t, "asar", f.env, "work")}
		first, second := serving[0].Address(), serving[1].Address()
		here := program.NewClient(first, program.Keys(t, world.Assistant))
		must(t, here.SignIn())
		there := here.Elsewhere(second)
		for _, c := range []*program.Client{here, there} {
			page, err := c.Get("/ru/orders")
			must(t, err)
			if page.Status != http.StatusOK {
				t.Fatalf("a session of one process at %s: %d", c.Base, page.Status)
			}
		}
		f.sendEverywhere(here, there)
		f.until("every act at the payer", func() bool { return len(f.payer.Acts()) == len(f.acts) })
		f.payer.Advance()
		f.payer.Advance()
		f.until("every act accepted", func() bool { return f.statuses()[acts.Accepted] == len(f.acts) })
		for number, times := range f.payer.Acts() {
			if times != 1 {
				t.Errorf("the act %s was handed over %d times", number, times)
			}
		}
		if out, err := there.Post("/ru/sign-out", url.Values{}); err != nil || out.Status != http.StatusSeeOther {
			t.Errorf("signing out: %+v, %v", out, err)
		}
		if page, err := here.Get("/ru/orders"); err != nil || page.Status != http.StatusSeeOther {
			t.Errorf("a session that was ended elsewhere: %d, %v", page.Status, err)
		}
		for _, p := range append(serving, working...) {
			p.Stop()
		}
	})
}

// sendEverywhere sends each act at both processes at once.
func (f *fleet) sendEverywhere(clients ...*program.Client) {
	f.t.Helper()
	for _, a := range f.acts {
		var both sync.WaitGroup
		answers := make([]program.Answer, len(clients))
		for i, c := range clients {
			both.Go(func() { answers[i], _ = c.Post(confirmPath(a), url.Values{}) })
		}
		both.Wait()
		done := 0
		for _, answer := range answers {
			if answer.Status == http.StatusSeeOther && strings.Contains(answer.Location, "said=act-sent") {
				done++
			}
		}
		if done != 1 {
			f.t.Errorf("the act %s was sent %d times: %d, %d", a.Number, done, answers[0].Status, answers[1].Status)
		}
	}
}

// TestAStopFinishesWhatServeAndWorkBegan tells both to stop in the middle of a form that is
// being sent and of an act that is being handed over.
func TestAStopFinishesWhatServeAndWorkBegan(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		f := newFleet(t, on, 1)
		serve, work := program.Start(t, "asar", f.env, "serve"), program.Start(t, "asar", f.env, "work")
		address := serve.Address()
		c := program.NewClient(address, program.Keys(t, world.Assistant))
		must(t, c.SignIn())
		held, open := f.gate.hold()
		t.Cleanup(open) // a test that fails must not leave the payer waiting
		if sent, err := c.Post(confirmPath(f.acts[0]), url.Values{}); err != nil || sent.Status != http.StatusSeeOther {
			t.Fatalf("%+v, %v", sent, err)
		}
		<-held
		finish := f.halfARequest(c, strings.TrimPrefix(address, "http://"))
		for _, p := range []*program.Process{serve, work} {
			p.Signal(syscall.SIGTERM)
			p.Until(`"stopping"`)
		}
		if status := finish(); status != http.StatusSeeOther {
			t.Errorf("the form that had begun got %d", status)
		}
		open()
		for _, p := range []*program.Process{serve, work} {
			if err := p.Wait(); err != nil {
				t.Errorf("%v:\n%s", err, p.Said())
			}
		}
		if times := f.payer.Acts()[f.acts[0].Number]; times != 1 {
			t.Errorf("the act that had begun was handed over %d times", times)
		}
		left := f.ask(`SELECT count(*) FROM job WHERE kind = 'esobes.act' AND status <> 'done'`)
		entries := f.ask(`SELECT count(*) FROM journal_entry WHERE places_ru = 'Последняя запись'`)
		if left != 0 || entries != 1 {
			t.Errorf("%d jobs are not done, %d entries of the form", left, entries)
		}
	})
}

func (f *fleet) ask(question string) (n int) {
	f.t.Helper()
	must(f.t, f.DB.Read(f.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], question)
		return err
	}))
	return n
}

// halfARequest sends the head and a part of a form with hours of today, and comes back when
// the form is being read; finish sends the rest and returns the status.
func (f *fleet) halfARequest(c *program.Client, address string) (finish func() int) {
	f.t.Helper()
	day := calendar.System().Now().Date()
	form := url.Values{"hours": {"1"}, "places-kk": {"Соңғы"}, "places-ru": {"Последняя запись"},
		"day-day": {fmt.Sprint(day.Day)}, "day-month": {fmt.Sprint(int(day.Month))}, "day-year": {fmt.Sprint(day.Year)}}.Encode()
	conn, err := net.Dial("tcp", address)
	must(f.t, err)
	_, err = fmt.Fprintf(conn, "POST /ru/orders/%s/journal/add HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n%s",
		f.acts[0].Order, address, c.Cookie(), len(form), form[:10])
	must(f.t, err)
	answers := bufio.NewReader(conn)
	begun, err := answers.ReadString('\n')
	must(f.t, err)
	if begun != "HTTP/1.1 100 Continue\r\n" {
		f.t.Fatalf("the form that begins got %q", begun)
	}
	_, err = answers.ReadString('\n') // the empty line that ends it
	must(f.t, err)
	return func() int {
		_, err := conn.Write([]byte(form[10:]))
		must(f.t, err)
		reply, err := http.ReadResponse(answers, nil)
		must(f.t, err)
		must(f.t, reply.Body.Close())
		return reply.StatusCode
	}
}
