package matrix

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/acts"
	"asar/internal/audit"
	"asar/internal/city"
	"asar/internal/city/pages"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
)

// states are where the order stands that everybody tries to reach: Сейтова's, of the
// assistant Ахметов.
var states = []string{"pending", "running", "sent", "cancelled"}

// stage is a town with the order in one state, everybody's session, and the records that
// paths are filled with. Every visitor gets a copy of it, and a new one after each change.
type stage struct {
	t      *testing.T
	town   *placed.Town
	file   []byte // the database
	tokens map[string]string
	ids    map[string]string // what a name in a path stands for
	log    bytes.Buffer      // what the portal wrote for operators
	order  orders.ID
	act    acts.Act
	entry  journal.EntryID
}

func newStage(t *testing.T, state string) *stage {
	t.Helper()
	s := &stage{t: t, town: placed.New(t, testdb.SQLite(t)), tokens: map[string]string{}, ids: map[string]string{}}
	s.play(state)
	site := visited.Whole(t, s.town)
	s.enterAll(site)
	s.name()
	s.file = copied(t, s.town.URL)
	return s
}

// play brings the order into its state.
func (s *stage) play(state string) {
	s.t.Helper()
	s.order = s.town.Place(world.Recipient, "assistant/assistant", 30*60, placed.To)
	if state == "pending" {
		return
	}
	s.town.Confirm(world.Assistant, s.order, orders.Who{})
	if state == "cancelled" {
		must(s.t, s.town.Orders.EndWork(s.t.Context(), s.town.As(world.Recipient), s.order))
		must(s.t, s.town.Cancel(world.Recipient, s.order, orders.Reason{Code: "not-needed"}))
		return
	}
	saved, err := s.town.Journal.Save(s.t.Context(), s.town.As(world.Assistant), s.order, journal.Draft{Day: s.town.Clock.Now().Date(), Minutes: 120, PlacesKK: "Емхана", PlacesRU: "Поликлиника"})
	must(s.t, err)
	s.entry = saved.Entry.ID
	s.act, err = s.town.Acts.Form(s.t.Context(), s.town.As(world.Assistant), s.order, s.town.Clock.Now().Date().InMonth())
	must(s.t, err)
	if state == "sent" {
		must(s.t, s.town.SignAct(s.t.Context(), world.Recipient, s.act.ID))
		must(s.t, s.town.SignAct(s.t.Context(), world.Assistant, s.act.ID))
		must(s.t, s.town.Acts.Send(s.t.Context(), s.town.As(world.Assistant), s.act.ID, false))
	}
}

// nothing is an id of no record.
const nothing = "01900000-0000-7000-8000-000000000000"

func named(id fmt.Stringer) string {
	if id.String() == "" {
		return nothing
	}
	return id.String()
}

// name fills in the records of the paths: Сейтова's where there is a choice.
func (s *stage) name() {
	s.t.Helper()
	day, ctx := s.town.Clock.Now().Date(), s.t.Context()
	text, err := s.town.Orders.PreparePlace(ctx, s.town.As(world.Recipient), orders.Wish{Entry: s.town.Entries["sign-language/sign-language"],
		Allotment: s.town.Allotments["recipient/sign-language"], Amount: 60, From: day, To: placed.To}, lang.RU)
	must(s.t, err)
	entering, err := s.town.Applications.PrepareEnter(ctx, s.town.As(world.SignLanguage), registry.Entering{Service: registry.Assistant,
		Unit: s.town.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"ru"}}}, lang.RU)
	must(s.t, err)
	application, err := s.town.Applications.Enter(ctx, s.town.As(world.SignLanguage), s.town.Sign(world.SignLanguage, entering))
	must(s.t, err)
	workers, err := s.town.Registry.Workers(ctx, s.town.As(world.Supplier))
	must(s.t, err)
	s.ids = map[string]string{
		"{order}": s.order.String(), "{text}": text.String(), "{application}": application.String(), "{worker}": workers[0].ID.String(),
		"{bed}": s.town.Beds[0].String(), "{person}": s.town.People[world.Recipient].ID.String(), "{allotment}": s.town.Allotments["recipient/assistant"].String(),
		"{position}": s.one(`SELECT id FROM person_position WHERE role = 'officer' ORDER BY id LIMIT 1`), "{session}": s.one(`SELECT id FROM session WHERE person_id = $1 AND ended_at IS NULL`, s.town.People[world.Recipient].ID),
		"{job}": s.failedJob(), "{book}": audit.Book("order", s.order), "{act}": named(s.act.ID), "{file}": "act-ru", "{number}": cmp.Or(s.act.Number, "2026-00000000"),
		"journal/{entry}": "journal/" + named(s.entry), "{entry}": s.town.Entries["assistant/assistant"].String(), "{service}": "home-care",
	}
}

// failedJob is a message that waits at the desk for a person.
func (s *stage) failedJob() string {
	s.t.Helper()
	job := s.one(`SELECT id FROM job ORDER BY id LIMIT 1`)
	must(s.t, s.town.DB.Housekeep(s.t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE job SET status = 'failed' WHERE id = $1`, job)
		return err
	}))
	return job
}

func (s *stage) one(question string, args ...any) (found string) {
	s.t.Helper()
	must(s.t, s.town.DB.Read(s.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		found, err = store.One(ctx, q, store.Value[string], question, args...)
		return err
	}))
	return found
}

// path is a route's path with its records in it.
func (s *stage) path(r web.Route) string {
	s.t.Helper()
	path := r.Path
	for _, name := range slices.SortedFunc(maps.Keys(s.ids), func(a, b string) int { return len(b) - len(a) }) {
		path = strings.ReplaceAll(path, name, s.ids[name])
	}
	if strings.Contains(path, "{") {
		s.t.Fatalf("%s: give its records a name in stage.name", r.Path)
	}
	return "/ru" + path
}

// copied is the database's file with everything in it.
func copied(t *testing.T, address string) []byte {
	t.Helper()
	from, to := strings.TrimPrefix(address, "sqlite:"), filepath.Join(t.TempDir(), "copy.db")
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(from + end)
		must(t, err)
		must(t, os.WriteFile(to+end, b, 0o600))
	}
	db, err := store.Open(t.Context(), store.Settings{URL: "sqlite:" + to})
	must(t, err)
	must(t, db.Close()) // takes the log into the file
	b, err := os.ReadFile(to)
	must(t, err)
	return b
}

// copy is the portal over a copy of the stage.
type stageCopy struct {
	db    *store.DB
	site  *web.Site
	file  string
	dirty bool
}

func (s *stage) open() *stageCopy {
	s.t.Helper()
	c := &stageCopy{file: filepath.Join(s.t.TempDir(), "asar.db")}
	must(s.t, os.WriteFile(c.file, s.file, 0o600))
	var err error
	c.db, err = store.Open(s.t.Context(), store.Settings{URL: "sqlite:" + c.file, Clock: s.town.Clock})
	must(s.t, err)
	set := s.town.Settings
	set.DB = c.db
	parts, err := city.New(set)
	must(s.t, err)
	c.site, err = pages.Open(parts, pages.Settings{Base: "https://portal.example", Log: slog.New(slog.NewJSONHandler(&s.log, nil)), Metrics: prometheus.NewRegistry()})
	must(s.t, err)
	return c
}

// logSize grows with every write.
func (c *stageCopy) logSize() int64 {
	info, err := os.Stat(c.file + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

func (c *stageCopy) events(t *testing.T) (n int) {
	t.Helper()
	must(t, c.db.Read(t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], `SELECT count(*) FROM audit_entry`)
		return err
	}))
	return n
}

// answer is what a visitor got.
type answer struct {
	*http.Response
	body  string
	told  bool // the history has a new event
	wrote bool
}

// ask opens a route as a visitor, on a copy nobody has changed.
func (s *stage) ask(on **stageCopy, who string, r web.Route) answer {
	s.t.Helper()
	if *on == nil || (*on).dirty {
		if *on != nil {
			must(s.t, (*on).db.Close())
		}
		*on = s.open()
	}
	c := *on
	size, events := c.logSize(), c.events(s.t)
	request := httptest.NewRequest(r.Method, "https://portal.example"+s.path(r), nil)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if r.Method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token := s.tokens[who]; token != "" {
		request.AddCookie(&http.Cookie{Name: "__Host-s", Value: token})
	}
	w := httptest.NewRecorder()
	c.site.ServeHTTP(w, request)
	a := answer{Response: w.Result(), body: w.Body.String(), wrote: c.logSize() != size}
	c.dirty = a.wrote
	a.told = a.wrote && c.events(s.t) != events
	return a
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
