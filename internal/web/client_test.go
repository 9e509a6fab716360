package web_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"asar/internal/city/pages"
	"asar/internal/testing/devca"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
)

// open is a portal with the frame and a room for trying it.
func open(t *testing.T, tune ...func(*pages.Settings)) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(*visited.Site) []web.Area { return []web.Area{probe()} }, tune...)
}

// client is a browser that keeps cookies, and sends what it is told to.
type client struct {
	t       *testing.T
	handler http.Handler
	base    string
	from    string // the network address
	cookies map[string]string
}

func newClient(t *testing.T, s *visited.Site) *client {
	return &client{t: t, handler: s.Handler, base: visited.Base, from: "192.0.2.1:50000", cookies: map[string]string{}}
}

// as is a client in which somebody is signed in.
func as(t *testing.T, s *visited.Site, who string) *client {
	c := newClient(t, s)
	c.cookies["s"] = s.Browser(who).Token
	return c
}

type answer struct {
	*http.Response
	body string
}

func (c *client) do(r *http.Request) answer {
	c.t.Helper()
	r.RemoteAddr = c.from
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	got := w.Result()
	body, err := io.ReadAll(got.Body)
	must(c.t, err)
	for _, cookie := range got.Cookies() {
		c.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(c.cookies, cookie.Name)
		}
	}
	return answer{Response: got, body: string(body)}
}

// request is a request as a page of the portal makes it, unless the headers say otherwise.
func (c *client) request(method, path, body string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, c.base+path, strings.NewReader(body))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", c.base)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Del(headers[i])
		if headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	return r
}

func (c *client) get(path string, headers ...string) answer {
	c.t.Helper()
	return c.do(c.request(http.MethodGet, path, "", headers...))
}

func (c *client) post(path string, form url.Values, headers ...string) answer {
	c.t.Helper()
	return c.do(c.request(http.MethodPost, path, form.Encode(), headers...))
}

// signIn signs in through the page as a person does, and returns the answer to it.
func (c *client) signIn(s *visited.Site, who, at string) answer {
	c.t.Helper()
	form := entryForm(c.t, c.get(at))
	text := c.get("/ru/sign-in/text/" + form.Get("text"))
	form.Set("cms", c.signed(s, who, text.body))
	return c.post("/ru/sign-in", form)
}

func (c *client) signed(s *visited.Site, who, content string) string {
	c.t.Helper()
	cms, err := keyOf(c.t, s.People[who].Who).Sign([]byte(content), s.Clock.Now())
	must(c.t, err)
	return base64.StdEncoding.EncodeToString(cms)
}

var issued sync.Map

// keyOf is a person's own key for signing in, the same one through all tests.
func keyOf(t *testing.T, w world.Who) *devca.Key {
	t.Helper()
	if known, ok := issued.Load(w.IIN); ok {
		return known.(*devca.Key)
	}
	w.Role = "" // the own key
	keys, err := world.Issue(devca.Shared(t), w, devca.SharedFrom, devca.SharedFrom)
	must(t, err)
	known, _ := issued.LoadOrStore(w.IIN, keys.Auth)
	return known.(*devca.Key)
}

var hiddenField = regexp.MustCompile(`name="(text|next)" value="([^"]*)"`)

// entryForm is the form of the sign-in page as it stands there.
func entryForm(t *testing.T, page answer) url.Values {
	t.Helper()
	form := url.Values{"way": {"upload"}}
	for _, m := range hiddenField.FindAllStringSubmatch(page.body, -1) {
		form.Set(m[1], strings.ReplaceAll(m[2], "&amp;", "&"))
	}
	if form.Get("text") == "" {
		t.Fatalf("no text to sign on the page: %d %s", page.StatusCode, page.body)
	}
	return form
}

func (a answer) wants(t *testing.T, status int, words ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("status %d, want %d: %.2000s", a.StatusCode, status, a.body)
		return
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
	if i := strings.Index(a.body, ">["); i >= 0 {
		t.Errorf("a text is missing: %.60s", a.body[i:])
	}
}

func (a answer) goes(t *testing.T, to string) {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != to {
		t.Errorf("%d to %q, want to %q", a.StatusCode, a.Header.Get("Location"), to)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
