package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
)

// concrete is an address of a route: its named parts are records nobody has.
func concrete(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "{") {
			parts[i] = "01930000-0000-7000-8000-000000000001"
		}
	}
	return strings.Join(parts, "/")
}

// Every route of the whole portal turns away whom it does not name.
func TestEveryRouteTurnsAwayWhomItDoesNotName(t *testing.T) {
	s := visited.Whole(t, placed.New(t, testdb.SQLite(t)))
	seats := map[string][]access.Role{
		world.Recipient: {access.Recipient}, world.Assistant: {access.Recipient, access.Specialist}, world.Supplier: {access.Supplier},
		world.Officer: {access.Officer}, world.Administrator: {access.Administrator}, world.Auditor: {access.Auditor},
	}
	clients := map[string]*client{}
	for who := range seats {
		clients[who] = as(t, s, who)
	}
	for _, r := range s.Site.Routes() {
		if r.Path == "/sign-out" || r.Path == "/choose-cabinet" {
			continue // would end the session this test works in
		}
		nobody := newClient(t, s).do(newClient(t, s).request(r.Method, "/ru"+concrete(r.Path), ""))
		if sent := strings.HasPrefix(nobody.Header.Get("Location"), "/ru/sign-in"); sent != (r.Need != web.Public) && r.Path != "/sign-in" {
			t.Errorf("%s %s asks %s; nobody gets %d to %s", r.Method, r.Path, r.Need, nobody.StatusCode, nobody.Header.Get("Location"))
		}
		for who, roles := range seats {
			by := access.Person(s.People[who].ID, access.NewSessionID(), access.Seat{Roles: roles, Organisation: s.Organisation, Unit: s.Units[world.Bostandyk]})
			may := r.Need == web.Public || r.Need == web.SignedIn || by.May(access.Permission(r.Need))
			got := clients[who].do(clients[who].request(r.Method, "/kk"+concrete(r.Path), ""))
			if denied := got.StatusCode == http.StatusForbidden; denied == may {
				t.Errorf("%s %s asks %s; %s gets %d", r.Method, r.Path, r.Need, who, got.StatusCode)
			}
			if got.StatusCode >= 500 {
				t.Errorf("%s %s: %s gets %d", r.Method, r.Path, who, got.StatusCode)
			}
		}
	}
}

func TestARouteThatNamesNobodyStopsTheProgram(t *testing.T) {
	page := func(*web.Visit) error { return nil }
	for name, r := range map[string]web.Route{
		"no need":   {Method: http.MethodGet, Path: "/x", Page: page},
		"no page":   {Method: http.MethodGet, Path: "/x", Need: web.Public},
		"no method": {Method: http.MethodPut, Path: "/x", Need: web.Public, Page: page},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the program goes on")
				}
			}()
			visited.Open(t, placed.New(t, testdb.SQLite(t)), func(*visited.Site) []web.Area { return []web.Area{{Routes: []web.Route{r}}} })
		})
	}
}

// Who was away too long signs in and stands where they were, with the whole address.
func TestBackToTheSameStep(t *testing.T) {
	s := open(t)
	c := as(t, s, world.Recipient)
	c.get("/kk/notifications?after=x").wants(t, http.StatusOK)
	s.Clock.Advance(31 * time.Minute)
	away := c.get("/ru/notifications?after=x&said=view")
	away.goes(t, "/ru/sign-in?next=%2Fnotifications%3Fafter%3Dx")
	if c.cookies["s"] != "" {
		t.Error("the cookie of a session that is over stays")
	}
	c.get(away.Header.Get("Location")).wants(t, http.StatusOK, "После входа вы попадёте на неё")
	c.signIn(s, world.Recipient, away.Header.Get("Location")).goes(t, "/ru/notifications?after=x")
	c.get("/ru/me").wants(t, http.StatusOK)
}

// What was sent by a form is lost, its page is not.
func TestAFormSentTooLateLeadsToItsPage(t *testing.T) {
	s := open(t)
	c := as(t, s, world.Recipient)
	s.Clock.Advance(31 * time.Minute)
	c.post("/ru/notifications/read", nil, "Referer", visited.Base+"/ru/notifications?after=x").goes(t, "/ru/sign-in?next=%2Fnotifications%3Fafter%3Dx")
	c = as(t, s, world.Recipient)
	s.Clock.Advance(31 * time.Minute)
	// The form stood at an address that is only sent to: its page is above.
	c.post("/ru/probe/5/do", nil, "Referer", visited.Base+"/ru/probe/5/do").goes(t, "/ru/sign-in?next=%2Fprobe%2F5")
	c.post("/ru/probe/5/do", nil, "Referer", "https://evil.example/ru/me").goes(t, "/ru/sign-in")
	c.post("/ru/probe/5/do", nil).goes(t, "/ru/sign-in")
}

func TestStaffChooseACabinetAndStandWhereTheyWere(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	next := c.get("/ru/probe/5?tab=x").Header.Get("Location")
	chosen := c.signIn(s, world.Administrator, next)
	chosen.goes(t, "/ru/choose-cabinet?next=%2Fprobe%2F5%3Ftab%3Dx")
	page := c.get(chosen.Header.Get("Location"))
	page.wants(t, http.StatusOK, "Выберите кабинет")
	c.post("/ru/choose-cabinet", url.Values{"next": {"/probe/5?tab=x"}}).wants(t, http.StatusUnprocessableEntity, "в котором будете работать", `value="/probe/5?tab=x"`)
	_, rest, _ := strings.Cut(page.body, `name="seat" type="radio" value="`)
	seats := strings.Split(page.body, `value="`)
	var keys []string
	for _, part := range seats[1:] {
		if key, _, _ := strings.Cut(part, `"`); len(key) == 36 || key == "own" {
			keys = append(keys, key)
		}
	}
	if len(keys) < 2 || !slices.Contains(keys, "own") {
		t.Fatalf("cabinets %v on %.200s", keys, rest)
	}
	c.post("/ru/choose-cabinet", url.Values{"seat": {"nobody's"}, "next": {""}}).wants(t, http.StatusUnprocessableEntity)
	c.post("/ru/choose-cabinet", url.Values{"seat": {"own"}, "next": {"/probe/5?tab=x"}}).goes(t, "/ru/cabinet") // the page is closed there
	office := keys[slices.IndexFunc(keys, func(k string) bool { return k != "own" })]
	before := c.cookies["s"]
	c.post("/ru/choose-cabinet", url.Values{"seat": {office}, "next": {"/probe/5?tab=x"}}).goes(t, "/ru/probe/5?tab=x")
	if c.cookies["s"] == before {
		t.Error("the token is the same in another cabinet")
	}
}

// hostile are addresses that shall lead nobody anywhere.
var hostile = []string{
	"https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/%2f/evil.example", "/%5cevil.example", "https:evil.example", "http:///evil.example",
	"javascript:alert(1)", "data:text/html,x", "/ru//evil.example", "/..//evil.example", "/me/..//evil.example", "/./me", "/me/", "/ru/me", "/sign-in", "/sign-in?next=/me", "/sign-in/text/5", "/sign-out",
	"/me\r\nX-Evil: 1", "/me\tx", " /me", "me", "?x", "#x", "/none", "/assets/app.css", "/csp-report", "http://portal.example@evil.example/", "/@evil.example", "//portal.example/me", "/me%0d%0aX: 1", "/me\x00",
	"/пробел", "/me;x", "ftp://evil.example/me", "//evil.example/%2e%2e", "/office/%2e%2e/me", "/office/people/a%2fb", "https://portal.example/me", ":", "%", "/%", "/%zz",
}

func FuzzNextLeadsNowhereElse(f *testing.F) {
	for _, address := range hostile {
		f.Add(address)
	}
	for _, address := range []string{"/me", "/notifications?after=x", "/office?a=b&c=//evil.example", "/help#x"} {
		f.Add(address)
	}
	s := visited.Whole(f, placed.New(f, testdb.SQLite(f)))
	token := s.Browser(world.Administrator).Token
	var own string
	for _, m := range strings.Split((&client{t: new(testing.T), handler: s.Handler, base: visited.Base, cookies: map[string]string{"s": token}}).get("/ru/choose-cabinet").body, `value="`)[1:] {
		if key, _, _ := strings.Cut(m, `"`); len(key) == 36 {
			own = key
		}
	}
	f.Fuzz(func(t *testing.T, address string) {
		c := &client{t: t, handler: s.Handler, base: visited.Base, from: "192.0.2.1:1", cookies: map[string]string{"s": token}}
		got := c.post("/ru/choose-cabinet", url.Values{"seat": {own}, "next": {address}})
		token = c.cookies["s"]
		if got.StatusCode == http.StatusBadRequest || got.StatusCode == http.StatusUnprocessableEntity {
			return
		}
		to, err := url.Parse(got.Header.Get("Location"))
		if err != nil || to.Host != "" || to.Scheme != "" {
			t.Fatalf("%q leads to %q", address, got.Header.Get("Location"))
		}
		if at := c.get(to.String()); at.StatusCode != http.StatusOK && at.StatusCode != http.StatusSeeOther && at.StatusCode != http.StatusNotFound {
			t.Errorf("%q leads to %q, which is %d", address, to, at.StatusCode)
		}
	})
}

func TestHostileAddressesAreForgotten(t *testing.T) {
	s := open(t)
	for _, address := range hostile {
		c := newClient(t, s)
		form := entryForm(t, c.get("/ru/sign-in?"+url.Values{"next": {address}}.Encode()))
		if next := form.Get("next"); next != "" {
			t.Errorf("%q becomes %q", address, next)
		}
	}
}

func TestTheLanguageChangesAndThePageStays(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	for at, want := range map[string]string{
		"/ru/probe?tab=x&after=y":   "/kk/probe?tab=x&amp;after=y",
		"/ru/sign-in?next=%2Fme":    "/kk/sign-in?next=%2Fme",
		"/ru/none/at/all":           "/kk/none/at/all",
		"/none":                     "/en/",
		"/rubbish":                  "/en/",
		"/ru/probe/crash":           "/kk/probe/crash",
		"/ru/probe?x=%22%3E%3Cb%3E": "/kk/probe?x=%22%3E%3Cb%3E",
	} {
		page := c.get(at, "Accept-Language", "kk")
		if !strings.Contains(page.body, `href="`+want+`"`) {
			t.Errorf("on %s no link to %s", at, want)
		}
	}
	page := c.post("/ru/probe", url.Values{"number": {"x"}}, "Referer", visited.Base+"/ru/probe?tab=x")
	page.wants(t, http.StatusUnprocessableEntity, `href="/kk/probe?tab=x"`)
	page = c.post("/ru/probe/sub/act", url.Values{"number": {"x"}}, "Referer", visited.Base+"/ru/probe/sub/act") // sent again after a mistake
	page.wants(t, http.StatusUnprocessableEntity, `href="/kk/probe/sub"`)
	for _, l := range lang.Locales() {
		got := c.get("/" + string(l) + "/probe")
		if got.Header.Get("Content-Language") != string(l) || !strings.Contains(got.body, `<html lang="`+string(l)+`"`) {
			t.Errorf("%s: Content-Language %q", l, got.Header.Get("Content-Language"))
		}
	}
}
