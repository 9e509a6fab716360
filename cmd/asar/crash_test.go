package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/exchange/messages/twin"
	"asar/internal/jobs"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/store"
	"asar/internal/testing/program"
	"asar/internal/testing/testdb"
	"asar/internal/testing/town"
	"asar/internal/testing/world"
)

// kills is how often each database's processes are killed.
const kills = 100

// TestKillsLoseNothingAcknowledged kills `asar serve` and `asar work` a hundred times while
// specialists keep their journals over HTTP and messages go out. After each kill what was
// answered with success is there, what was not is there wholly or not at all, every counter
// equals the journal, and the history tells of each change once.
func TestKillsLoseNothingAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes hundreds of times")
	}
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		r := newRuin(t, on)
		for n := range kills {
			r.round(n)
			if t.Failed() {
				t.Fatalf("after kill %d", n+1)
			}
		}
		r.deliverTheRest()
		r.historyIsWhole()
		if r.acknowledged.Load() < kills {
			t.Errorf("only %d changes were acknowledged", r.acknowledged.Load())
		}
		t.Logf("%d kills, %d changes acknowledged, %d unsure of which %d were there", kills, r.acknowledged.Load(), r.unsure, r.unsureDone)
	})
}

// ruin is a town whose processes are killed again and again.
type ruin struct {
	t            *testing.T
	town         *program.Town
	random       *rand.Rand
	writers      []*writer
	post         *twin.Gateways
	env          []string
	mail, sms    string
	told         int // notices told, each with a letter and an SMS
	acknowledged atomic.Int64
	unsure       int
	unsureDone   int
}

func newRuin(t *testing.T, on testdb.Town) *ruin {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := &ruin{t: t, town: program.Settle(t, on), random: rand.New(rand.NewPCG(seed, 1)), post: twin.New(calendar.System())}
	r.openPost()
	r.env = append(r.town.Env(), "ASAR_DATABASE="+named(t, on.URL), "ASAR_MAIL="+r.mail, "ASAR_MAIL_FROM=portal@town.invalid", "ASAR_SMS="+r.sms)
	for _, w := range []struct{ recipient, from, confirms, worker string }{
		{world.Recipient, "assistant/assistant", world.Assistant, world.Assistant},
		{world.ThirdRecipient, "sign-language/sign-language", world.SignLanguage, world.SignLanguage},
		{world.SecondRecipient, "qamqor/assistant", world.Supplier, world.Worker},
		{world.ThirdRecipient, "qamqor/assistant", world.Supplier, world.SecondWorker},
	} {
		r.addWriter(w.recipient, w.from, w.confirms, w.worker)
	}
	return r
}

// named marks the processes' connections, so that one can wait for their end.
func named(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" {
		return address
	}
	q := u.Query()
	q.Set("application_name", "victim")
	u.RawQuery = q.Encode()
	return u.String()
}

// openPost opens the gateways of messages in this process, which is not killed.
func (r *ruin) openPost() {
	r.t.Helper()
	server := httptest.NewServer(r.post)
	r.t.Cleanup(server.Close)
	on, err := net.Listen("tcp", "127.0.0.1:0")
	must(r.t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.post.ServeMail(ctx, on) }()
	r.t.Cleanup(func() {
		stop()
		must(r.t, <-ended)
	})
	r.mail, r.sms = "smtp://"+on.Addr().String(), server.URL
}

// addWriter gives a worker a running order of fifty hours.
func (r *ruin) addWriter(recipient, from, confirms, worker string) {
	r.t.Helper()
	r.town.Clock.Advance(time.Minute)
	ctx, day := r.t.Context(), r.town.Clock.Now().Date()
	o, err := r.town.Place(ctx, recipient, from, mostMinutes, day, r.town.To)
	must(r.t, err)
	who := orders.Who{}
	if confirms == world.Supplier {
		who.Worker = r.town.People[worker].ID
	}
	must(r.t, r.town.Confirm(ctx, confirms, o, who))
	r.writers = append(r.writers, &writer{client: program.NewClient("http://127.0.0.1:1", program.Keys(r.t, worker)), town: r.town, order: o, first: day,
		random: rand.New(rand.NewPCG(r.random.Uint64(), 1)), days: map[calendar.Date]entry{}})
}

// round lets everybody work until some changes were acknowledged, and kills both processes
// in the middle of the others.
func (r *ruin) round(n int) {
	r.t.Helper()
	serve := program.Start(r.t, "asar", r.env, "serve")
	work := program.Start(r.t, "asar", r.env, "work")
	r.tell()
	base := serve.Address()
	until := r.acknowledged.Load() + 1 + r.random.Int64N(12)
	enough, once := make(chan struct{}), sync.Once{}
	var writing sync.WaitGroup
	for _, w := range r.writers {
		writing.Go(func() {
			w.write(base, func() {
				if r.acknowledged.Add(1) >= until {
					once.Do(func() { close(enough) })
				}
			})
		})
	}
	go func() { // nobody writes any more: something is wrong, and is told below
		writing.Wait()
		once.Do(func() { close(enough) })
	}()
	<-enough
	if n%2 == 0 {
		work.Kill()
	}
	serve.Kill()
	work.Kill()
	writing.Wait()
	r.lookAround()
}

// lookAround compares what is there with what was acknowledged.
func (r *ruin) lookAround() {
	r.t.Helper()
	r.waitForBackends()
	for _, w := range r.writers {
		must(r.t, w.failure)
		if w.unsure != nil {
			r.unsure++
		}
		done, err := w.settle(r.t.Context())
		must(r.t, err)
		if done {
			r.unsureDone++
		}
	}
	for what, question := range broken {
		if n := r.count(question); n != 0 {
			r.t.Errorf("%s: %d", what, n)
		}
	}
}

// broken asks for what may never be.
var broken = map[string]string{
	"orders whose used hours are not those of the journal": `SELECT count(*) FROM orders o WHERE o.used <> COALESCE((SELECT sum(minutes) FROM journal_entry e WHERE e.order_id = o.id AND e.removed_at IS NULL), 0)`,
	"months whose hours are not those of the journal": `SELECT count(*) FROM journal_month m WHERE m.minutes <> COALESCE((SELECT sum(minutes) FROM journal_entry e
		WHERE e.order_id = m.order_id AND e.removed_at IS NULL AND substr(CAST(e.day AS text), 1, 7) = substr(CAST(m.month AS text), 1, 7)), 0)`,
	"days of workers that are not those of the journal": `SELECT count(*) FROM day_hours d WHERE d.side = 'worker' AND d.minutes <> COALESCE((SELECT sum(minutes) FROM journal_entry e
		WHERE e.worker_id = d.person_id AND e.day = d.day AND e.removed_at IS NULL), 0)`,
	"days of recipients that are not those of the journal": `SELECT count(*) FROM day_hours d WHERE d.side = 'recipient' AND d.minutes <> COALESCE((SELECT sum(minutes) FROM journal_entry e
		WHERE e.recipient_id = d.person_id AND e.day = d.day AND e.removed_at IS NULL), 0)`,
	"volumes whose used hours are not those of the orders": `SELECT count(*) FROM allotment a WHERE a.used <> COALESCE((SELECT sum(used) FROM orders o WHERE o.allotment_id = a.id), 0)`,
	"entries without each of their earlier versions":       `SELECT count(*) FROM journal_entry e WHERE e.version - 1 <> (SELECT count(*) FROM journal_version v WHERE v.entry_id = e.id)`,
	"orders whose history does not tell each change once": `SELECT count(*) FROM orders o WHERE (SELECT COALESCE(sum(version), 0) FROM journal_entry e WHERE e.order_id = o.id) <>
		(SELECT count(*) FROM audit_entry a WHERE a.book = 'order:' || CAST(o.id AS text) AND a.action IN ('journal.save', 'journal.remove'))`,
	"gaps in the history":        `SELECT count(*) FROM audit_book b WHERE b.n <> (SELECT count(*) FROM audit_entry a WHERE a.book = b.book)`,
	"notices without their jobs": `SELECT count(*) FROM notice n WHERE (SELECT count(*) FROM job j WHERE j.key = CAST(n.id AS text)) = 0 AND n.kind = 'crash'`,
}

func (r *ruin) count(question string) (n int) {
	r.t.Helper()
	must(r.t, r.town.DB.Read(r.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], question)
		return err
	}))
	return n
}

// waitForBackends waits until PostgreSQL has ended what killed processes left it: a commit
// that was asked for may still be done.
func (r *ruin) waitForBackends() {
	r.t.Helper()
	for r.town.DB.Kind() == "postgres" && r.count(`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'victim' AND datname = current_database()`) > 0 {
		if r.t.Context().Err() != nil {
			r.t.Fatal("the connections of a killed process do not end")
		}
	}
}

// tell gives the postman something to do.
func (r *ruin) tell() {
	r.t.Helper()
	must(r.t, r.town.DB.Write(r.t.Context(), town.Founder(), func(_ context.Context, tx *store.Tx) error {
		tx.Told()
		for range 5 {
			if err := r.town.Notices.Tell(tx, notices.Notice{Person: r.town.People[world.Recipient].ID, Kind: "crash"}); err != nil {
				return err
			}
			r.told++
		}
		return nil
	}))
}

// deliverTheRest does the jobs that are left when their leases are over, and finds every
// message delivered.
func (r *ruin) deliverTheRest() {
	r.t.Helper()
	r.town.Clock.Set(calendar.System().Now().Plus(time.Hour))
	runner, err := newRunner(r.town.City, partners{Mail: r.mail, MailFrom: "portal@town.invalid", SMS: r.sms}, program.Base, slog.New(slog.DiscardHandler))
	must(r.t, err)
	for did := 1; did > 0; {
		did, err = runner.Once(r.t.Context())
		must(r.t, err)
	}
	counts, _, err := jobs.Count(r.t.Context(), r.town.DB, operator())
	must(r.t, err)
	if counts[jobs.Waiting]+counts[jobs.Failed]+counts[jobs.Stopped] > 0 || counts[jobs.Done] != len(r.post.Messages()) || counts[jobs.Done] < 2*r.told {
		r.t.Errorf("%d notices told, jobs %v, %d messages delivered", r.told, counts, len(r.post.Messages()))
	}
}

func (r *ruin) historyIsWhole() {
	r.t.Helper()
	report, err := audit.Verify(r.t.Context(), r.town.DB, operator())
	must(r.t, err)
	for _, f := range report.Findings {
		r.t.Error(f)
	}
	verify := program.Start(r.t, "asar", r.env, "audit", "verify")
	if err := verify.Wait(); err != nil {
		r.t.Errorf("asar audit verify: %v\n%s", err, verify.Said())
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
