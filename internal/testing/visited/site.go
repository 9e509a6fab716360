// Package visited is a placed town with the portal open, and browsers in which its people
// are signed in. Tests of pages begin here. Never in the product.
package visited

import (
	"bytes"
	"encoding/base64"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/city/pages"
	"asar/internal/signing"
	"asar/internal/testing/devca"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
	"asar/internal/web"
)

// Base is the portal's address in tests.
const Base = "http://portal.example"

// Site is a portal over a town.
type Site struct {
	*placed.Town
	Handler http.Handler
	// Site is there when the whole portal is open.
	Site *web.Site
	t    testing.TB
}

// Open opens the portal over a town with these parts of it. Tune changes its settings.
func Open(t testing.TB, town *placed.Town, areas func(*Site) []web.Area, tune ...func(*pages.Settings)) *Site {
	t.Helper()
	s := &Site{Town: town, t: t}
	var err error
	s.Handler, err = web.New(pages.Frame(town.City, Settings(tune...)), areas(s)...)
	must(t, err)
	return s
}

// Whole opens the portal with everything in it, as the program does.
func Whole(t testing.TB, town *placed.Town) *Site {
	t.Helper()
	return WholeWith(t, town, Settings())
}

// WholeWith is Whole with settings of the test's own, for example the address of a server
// a real browser opens.
func WholeWith(t testing.TB, town *placed.Town, set pages.Settings) *Site {
	t.Helper()
	usual := Settings()
	set.Log, set.Metrics = usual.Log, usual.Metrics
	site, err := pages.Open(town.City, set)
	must(t, err)
	return &Site{Town: town, Handler: site, Site: site, t: t}
}

// Settings are those of a portal in tests, changed by tune.
func Settings(tune ...func(*pages.Settings)) pages.Settings {
	s := pages.Settings{Base: Base, Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()}
	for _, change := range tune {
		change(&s)
	}
	return s
}

// Browser is somebody's browser; nobody's when who is "".
type Browser struct {
	site *Site
	t    testing.TB
	// Token is the session's cookie, for a browser outside the test.
	Token string
}

// Visitor is a browser nobody is signed in in.
func (s *Site) Visitor() *Browser { return &Browser{site: s, t: s.t} }

// Browser signs a person in with their own key, and seats who has a position in its cabinet.
func (s *Site) Browser(who string) *Browser {
	s.t.Helper()
	b := &Browser{site: s, t: s.t, Token: s.enter(who)}
	by, session, err := s.Sessions.Find(s.t.Context(), b.Token)
	must(s.t, err)
	if !session.Staff {
		return b
	}
	seats, err := s.Sessions.Seats(s.t.Context(), by)
	must(s.t, err)
	b.Token, _, err = s.Sessions.Sit(s.t.Context(), by, seats[1].Key)
	must(s.t, err)
	return b
}

func (s *Site) enter(who string) string {
	w, browser := s.People[who].Who, make([]byte, 32)
	w.Role = "" // the own key, also of who acts for an organisation
	keys, err := world.Issue(devca.Shared(s.t), w, devca.SharedFrom, devca.SharedFrom)
	must(s.t, err)
	text, err := s.Desk.PrepareEntry(s.t.Context(), "ru", "Вход", browser)
	must(s.t, err)
	cms, err := keys.Auth.Sign(text.Content, s.Clock.Now())
	must(s.t, err)
	proof, err := s.Desk.CheckEntry(s.t.Context(), text.ID, browser, cms)
	must(s.t, err)
	token, err := s.Sessions.Begin(s.t.Context(), proof, "Firefox")
	must(s.t, err)
	return token
}

// Page is an answer of the portal.
type Page struct {
	Status   int
	Location string // of a redirect
	Body     string
}

// Get opens a path, for example "/ru/register".
func (b *Browser) Get(path string) Page {
	b.t.Helper()
	return b.ask(httptest.NewRequest(http.MethodGet, Base+path, nil))
}

// Sign signs the text of a page like "/ru/sign/…" with somebody's key and sends the
// signature, as a browser does without script. It returns the answer.
func (b *Browser) Sign(who, at string) Page {
	b.t.Helper()
	var text signing.TextID
	must(b.t, text.UnmarshalText([]byte(path.Base(at))))
	cms, err := b.site.Signature(who, text)
	must(b.t, err)
	return b.Post(at, url.Values{"cms": {base64.StdEncoding.EncodeToString(cms)}})
}

// Post sends a form.
func (b *Browser) Post(path string, form url.Values) Page {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, Base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", Base)
	return b.ask(r)
}

// Upload sends a form with a file in its field "file"; without one when name is "".
func (b *Browser) Upload(path string, form url.Values, name string, content []byte) Page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range form {
		for _, v := range values {
			must(b.t, w.WriteField(field, v))
		}
	}
	file, err := w.CreateFormFile("file", name)
	must(b.t, err)
	_, err = file.Write(content)
	must(b.t, err)
	must(b.t, w.Close())
	r := httptest.NewRequest(http.MethodPost, Base+path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", Base)
	return b.ask(r)
}

func (b *Browser) ask(r *http.Request) Page {
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if b.Token != "" {
		r.AddCookie(&http.Cookie{Name: "s", Value: b.Token})
	}
	w := httptest.NewRecorder()
	b.site.Handler.ServeHTTP(w, r)
	answer := w.Result()
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	must(b.t, err)
	return Page{Status: answer.StatusCode, Location: answer.Header.Get("Location"), Body: string(body)}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
