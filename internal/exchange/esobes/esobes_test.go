package esobes_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/exchange/esobes"
	"asar/internal/exchange/esobes/twin"
	"asar/internal/id"
	"asar/internal/jobs"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

type row struct{}

// setting is a town with one act that was sent, and its payer.
type setting struct {
	town   testdb.Town
	acts   *acts.Acts
	twin   *twin.ESobes
	client *esobes.Client
	runner *jobs.Runner
}

const number = "A-2026-000001"

func each(t *testing.T, test func(t *testing.T, s setting)) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		payer := twin.New(town.Clock)
		server := httptest.NewServer(payer)
		t.Cleanup(server.Close)
		s := setting{town: town, acts: actsOf(t, town), twin: payer, client: esobes.NewClient(server.URL)}
		s.runner = &jobs.Runner{DB: town.DB, Log: slog.New(slog.DiscardHandler),
			Handlers: map[string]jobs.Handler{acts.SendJob: esobes.Handler(s.acts, s.client)}}
		fill(t, town)
		test(t, s)
	})
}

// actsOf makes acts with what answers of the payer need.
func actsOf(t *testing.T, town testdb.Town) *acts.Acts {
	t.Helper()
	vault, err := registry.NewVault(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	needs := acts.Needs{Registry: registry.New(town.DB, vault), Notices: notices.New(town.DB)}
	needs.Orders = orders.New(town.DB, nil, needs.Registry, needs.Notices, orders.Options{})
	return acts.New(town.DB, needs)
}

// fill writes the rows an act stands on.
func fill(t *testing.T, town testdb.Town) {
	t.Helper()
	unit, recipient, worker, allotment, entry, order := id.New[row](), id.New[row](), id.New[row](), id.New[row](), id.New[row](), id.New[row]()
	act := id.MustParse[row](actID)
	day, last, month := calendar.MustDate("2026-11-01"), calendar.MustDate("2026-11-30"), calendar.MustMonth("2026-11")
	err := town.DB.Housekeep(context.Background(), "test", func(_ context.Context, tx *store.Tx) error {
		person := `INSERT INTO person (id, iin_mac, iin_sealed, surname, name, patronymic, surname_key, name_key, sort_key, phone, email, address, locale, created_at)
			VALUES ($1, $2, $2, '', '', '', '', '', '', '', '', '', 'ru', $3)`
		for _, step := range []struct {
			query string
			args  []any
		}{
			{`INSERT INTO unit (id, key, kind, name_kk, name_ru, name_en) VALUES ($1, 'd', 'district', '', '', '')`, []any{unit}},
			{person, []any{recipient, []byte{1}, tx.Now()}},
			{person, []any{worker, []byte{2}, tx.Now()}},
			{`INSERT INTO allotment (id, recipient_id, unit_id, service, amount, reserved, used, from_date, to_date, ground, entered_at)
				VALUES ($1, $2, $3, 'assistant', 600, 600, 0, $4, $5, '', $6)`, []any{allotment, recipient, unit, day, last, tx.Now()}},
			{`INSERT INTO register_entry (id, number, person_id, service, status, unit_id, sort_key, name_key, languages, about_kk, about_ru, capacity, taken, entered_at)
				VALUES ($1, 'R-1', $2, 'assistant', 'active', $3, '', '', '', '', '', 5, 1, $4)`, []any{entry, worker, unit, tx.Now()}},
			{`INSERT INTO orders (id, number, service, allotment_id, entry_id, unit_id, recipient_id, worker_id, amount, used, unsent, promised, from_date, to_date, status, placed_at, reason, reason_text, surname_key, name_key)
				VALUES ($1, 'Z-1', 'assistant', $2, $3, $4, $5, $6, 600, 300, 0, 0, $7, $8, 'on-execution', $9, '', '', '', '')`,
				[]any{order, allotment, entry, unit, recipient, worker, day, last, tx.Now()}},
			{`INSERT INTO act (id, number, order_id, month, edition, status, minutes, digest, content, ends_work, formed_at, sent_at, scan_code, answer_seq, return_reason, recipient_id, worker_id, unit_id)
				VALUES ($1, $2, $3, $4, 1, 'sent', 300, $5, '', FALSE, $6, $6, '', 0, '', $7, $8, $9)`,
				[]any{act, number, order, month, strings.Repeat("a", 64), tx.Now(), recipient, worker, unit}},
		} {
			if _, err := tx.Exec(step.query, step.args...); err != nil {
				return err
			}
		}
		which, err := id.Parse[row](actID)
		if err != nil {
			return err
		}
		return jobs.Add(tx, jobs.Job{Kind: acts.SendJob, Key: number, Subject: "order:" + order.String(), Payload: map[string]any{"act": which}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

const actID = "0193599a-0000-7000-8000-000000000001"

// work runs what is due, moving the clock so that pauses end.
func (s setting) work(t *testing.T, times int) {
	t.Helper()
	for range times {
		if _, err := s.runner.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.town.Clock.Set(s.town.Clock.Now().Plus(20 * time.Minute))
	}
}

func (s setting) status(t *testing.T) acts.Status {
	t.Helper()
	found, err := s.acts.Check(context.Background(), number, strings.Repeat("a", 64))
	if err != nil {
		t.Fatal(err)
	}
	return found.Status
}

func (s setting) kept(t *testing.T) (n int) {
	t.Helper()
	err := s.town.DB.Read(context.Background(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], `SELECT count(*) FROM act_answer`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOneActReachesThePayer(t *testing.T) {
	each(t, func(t *testing.T, s setting) {
		s.twin.Fail(twin.Faults{Down: true})
		s.work(t, 72) // a day
		if held := s.twin.Acts(); len(held) != 0 || s.status(t) != acts.Sent {
			t.Fatalf("payer down: holds %v, act %s", held, s.status(t))
		}
		s.twin.Fail(twin.Faults{LoseReply: true}) // it keeps the act, and we never hear
		s.work(t, 3)
		s.twin.Fail(twin.Faults{})
		s.work(t, 3)
		held := s.twin.Acts()
		if len(held) != 1 || held[number] < 2 {
			t.Errorf("the payer holds %v, want one act handed over more than once", held)
		}
		before := held[number]
		s.work(t, 3)
		if after := s.twin.Acts()[number]; after != before {
			t.Errorf("a delivered act is handed over again: %d, then %d", before, after)
		}
	})
}

func TestAnswersInAnyOrder(t *testing.T) {
	each(t, func(t *testing.T, s setting) {
		s.work(t, 1)
		s.twin.Fail(twin.Faults{Twice: true, Backwards: true, Forgetful: true})
		for _, kind := range []string{"delivered", "accepted", "paid"} {
			if err := s.twin.Say(number, kind, ""); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			if err := esobes.Poll(context.Background(), s.acts, s.client); err != nil {
				t.Fatal(err)
			}
		}
		if s.status(t) != acts.Paid || s.kept(t) != 3 {
			t.Errorf("act is %s with %d answers, want paid with 3", s.status(t), s.kept(t))
		}
	})
}

func TestReturnedWithAReason(t *testing.T) {
	each(t, func(t *testing.T, s setting) {
		s.work(t, 1)
		if err := s.twin.Say(number, "returned", ""); err != nil {
			t.Fatal(err)
		}
		if err := s.twin.Say(number, "returned", "нет подписи"); err != nil {
			t.Fatal(err)
		}
		err := esobes.Poll(context.Background(), s.acts, s.client)
		if !problem.HasKey(errFirst(err), "acts.answer-unclear") {
			t.Errorf("a return without a reason: %v", err)
		}
		if s.status(t) != acts.Returned || s.kept(t) != 1 {
			t.Errorf("act is %s with %d answers: the unclear one stopped the clear one", s.status(t), s.kept(t))
		}
	})
}

// errFirst opens a joined error.
func errFirst(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()[0]
	}
	return err
}

func TestReceiveRefuses(t *testing.T) {
	each(t, func(t *testing.T, s setting) {
		ctx := context.Background()
		good := acts.Answer{MessageID: "m1", Number: number, Seq: 1, Kind: acts.Delivered, SaidAt: s.town.Clock.Now()}
		if err := s.acts.Receive(ctx, access.Visitor(), good); !problem.Is(err, problem.Denied) {
			t.Errorf("a visitor reports: %v", err)
		}
		unknown := good
		unknown.Number = "A-0"
		if err := s.acts.Receive(ctx, esobes.Payer(), unknown); !problem.Is(err, problem.NotFound) {
			t.Errorf("an unknown act: %v", err)
		}
		if err := s.acts.Receive(ctx, esobes.Payer(), good); err != nil {
			t.Fatal(err)
		}
		other := good
		other.Kind = acts.Paid
		if err := s.acts.Receive(ctx, esobes.Payer(), other); !problem.HasKey(err, "acts.answer-differs") {
			t.Errorf("one message id, two meanings: %v", err)
		}
		if _, err := s.acts.Check(ctx, number, strings.Repeat("b", 64)); !problem.Is(err, problem.NotFound) {
			t.Errorf("another content is confirmed: %v", err)
		}
	})
}

func FuzzDecodeAnswers(f *testing.F) {
	f.Add([]byte(`{"answers":[{"message":"es-1","number":"A-1","seq":1,"kind":"paid","said_at":"2026-11-24T10:00:00Z"}]}`))
	f.Add([]byte(`{"answers":null}{}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		answers, err := esobes.DecodeAnswers(bytes.NewReader(text))
		if err != nil && answers != nil {
			t.Fatalf("both answers and %v", err)
		}
	})
}
