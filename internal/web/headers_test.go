package web_test

import (
	"net/http"
	"strings"
	"testing"

	"asar/internal/city/pages"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web/assets"
)

// always are the headers of every answer.
var always = map[string]string{
	"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin", "Reporting-Endpoints": `csp="/csp-report"`,
}

func TestEveryAnswerCarriesItsHeaders(t *testing.T) {
	s := open(t, func(p *pages.Settings) { p.Base = "https://portal.example" })
	c := newClient(t, s)
	c.base = "https://portal.example"
	for _, r := range []*http.Request{
		c.request("GET", "/", ""), c.request("GET", "/ru/", ""), c.request("GET", "/kk/none", ""), c.request("GET", "/ru/me", ""), c.request("GET", "/ru/probe/fault", ""), c.request("GET", "/ru/probe/crash", ""),
		c.request("POST", "/ru/probe", "role=x"), c.request("PUT", "/ru/probe", ""), c.request("POST", "/ru/probe", "", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"),
		c.request("GET", assets.URL("app.css"), ""), c.request("GET", "/health", ""), c.request("POST", "/csp-report", "{}"), c.request("GET", "/ru/probe/download", ""), c.request("GET", "/robots.txt", ""),
		c.request("GET", "/ru/sign-in", ""), c.request("GET", "/ru/probe", "", "Sec-Fetch-Dest", "iframe"),
	} {
		got := c.do(r)
		for name, want := range always {
			if value := got.Header.Get(name); value != want {
				t.Errorf("%s %s: %s is %q", r.Method, r.URL.Path, name, value)
			}
		}
		policy := got.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.HasPrefix(r.URL.Path, assets.Prefix) && !strings.Contains(policy, "sandbox") && !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s %s: policy %q", r.Method, r.URL.Path, policy)
		}
		if hsts := got.Header.Get("Strict-Transport-Security"); !strings.Contains(hsts, "max-age=63072000; includeSubDomains") {
			t.Errorf("%s %s: %q", r.Method, r.URL.Path, hsts)
		}
		if kept := got.Header.Get("Cache-Control"); (kept == "no-store") == strings.HasPrefix(r.URL.Path, assets.Prefix) {
			t.Errorf("%s %s: Cache-Control %q", r.Method, r.URL.Path, kept)
		}
		if kind := got.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8") {
			t.Errorf("%s %s: Content-Type %q", r.Method, r.URL.Path, kind)
		}
		for _, name := range []string{"Server", "X-Powered-By", "Access-Control-Allow-Origin"} {
			if got.Header.Get(name) != "" {
				t.Errorf("%s %s: %s is there", r.Method, r.URL.Path, name)
			}
		}
	}
}

// Only the pages of signing may reach the reader's own machine.
func TestOnlySigningReachesTheReadersMachine(t *testing.T) {
	c := newClient(t, open(t))
	for path, may := range map[string]bool{"/ru/sign-in": true, "/ru/": false, "/ru/help": false, "/ru/none": false} {
		got := c.get(path)
		reaches := strings.Contains(got.Header.Get("Content-Security-Policy"), "wss://127.0.0.1:13579")
		asks := strings.Contains(got.Header.Get("Permissions-Policy"), "loopback-network=(self)")
		if reaches != may || asks != may {
			t.Errorf("%s: reaches %v, asks %v", path, reaches, asks)
		}
	}
}

func TestCookiesOverTLS(t *testing.T) {
	s := open(t, func(p *pages.Settings) { p.Base = "https://portal.example" })
	c := newClient(t, s)
	c.base = "https://portal.example"
	set := append(c.get("/ru/sign-in").Cookies(), c.post("/ru/view/switch", map[string][]string{"turn": {"on"}}).Cookies()...)
	set = append(set, c.signInAt(s, world.Recipient).Cookies()...)
	names := map[string]bool{}
	for _, k := range set {
		names[k.Name] = true
		if !k.Secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || len(k.String()) > 4096 {
			t.Errorf("%s", k)
		}
	}
	for _, name := range []string{"__Host-s", "__Host-e", "view"} {
		if !names[name] {
			t.Errorf("no cookie %s", name)
		}
	}
}

func (c *client) signInAt(s *visited.Site, who string) answer { return c.signIn(s, who, "/ru/sign-in") }

func TestChangesAskedForByOtherSites(t *testing.T) {
	c := newClient(t, open(t))
	for name, one := range map[string]struct {
		site, origin string
		want         int
	}{
		"our page":                  {"same-origin", visited.Base, http.StatusSeeOther},
		"our page, an old browser":  {"", visited.Base, http.StatusSeeOther},
		"typed by the reader":       {"none", "", http.StatusSeeOther},
		"another site":              {"cross-site", "https://evil.example", http.StatusForbidden},
		"a neighbour":               {"same-site", "http://other.example", http.StatusForbidden},
		"another site, old browser": {"", "https://evil.example", http.StatusForbidden},
		"an origin that hides":      {"", "null", http.StatusForbidden},
		"hides and crosses":         {"cross-site", "null", http.StatusForbidden},
		"says nothing":              {"", "", http.StatusForbidden},
		"lies about our page":       {"cross-site", visited.Base, http.StatusForbidden},
	} {
		got := c.do(c.request("POST", "/kk/probe", "word=a", "Sec-Fetch-Site", one.site, "Origin", one.origin))
		if got.StatusCode != one.want {
			t.Errorf("%s: %d, want %d", name, got.StatusCode, one.want)
		}
		if one.want == http.StatusForbidden && !strings.Contains(got.body, "порталдың бетінен келген жоқ") {
			t.Errorf("%s: no page in the reader's language: %.200s", name, got.body)
		}
	}
	c.do(c.request("POST", "/csp-report", "{}", "Sec-Fetch-Site", "", "Origin", "")).wants(t, http.StatusNoContent)
}

func TestOurDocumentsAreOurs(t *testing.T) {
	c := newClient(t, open(t))
	for name, one := range map[string]struct {
		site, dest string
		want       int
	}{
		"opened":                   {"none", "document", http.StatusOK},
		"a link of another site":   {"cross-site", "document", http.StatusOK},
		"our script":               {"same-origin", "empty", http.StatusOK},
		"a frame of our own":       {"same-origin", "iframe", http.StatusForbidden},
		"a frame of another":       {"cross-site", "iframe", http.StatusForbidden},
		"an old frame":             {"cross-site", "frame", http.StatusForbidden},
		"an object":                {"same-site", "object", http.StatusForbidden},
		"embedded":                 {"cross-site", "embed", http.StatusForbidden},
		"fetched by another":       {"cross-site", "empty", http.StatusForbidden},
		"a picture of another":     {"cross-site", "image", http.StatusForbidden},
		"a script of another":      {"cross-site", "script", http.StatusForbidden},
		"a browser without a word": {"", "", http.StatusOK},
	} {
		if got := c.get("/ru/probe", "Sec-Fetch-Site", one.site, "Sec-Fetch-Dest", one.dest); got.StatusCode != one.want {
			t.Errorf("%s: %d, want %d", name, got.StatusCode, one.want)
		}
	}
}

func TestUnknownMethods(t *testing.T) {
	c := newClient(t, open(t))
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X"} {
		got := c.do(c.request(method, "/ru/probe", ""))
		if got.StatusCode != http.StatusMethodNotAllowed || got.Header.Get("Allow") != "GET, POST" {
			t.Errorf("%s: %d, Allow %q", method, got.StatusCode, got.Header.Get("Allow"))
		}
	}
	sent := c.get("/ru/probe/5/do")
	sent.wants(t, http.StatusMethodNotAllowed, "открывается только из своей формы")
	if sent.Header.Get("Allow") != "POST" {
		t.Errorf("Allow %q", sent.Header.Get("Allow"))
	}
	if head := c.do(c.request("HEAD", "/ru/probe", "")); head.StatusCode != http.StatusOK {
		t.Errorf("HEAD: %d", head.StatusCode)
	}
	c.do(c.request("DELETE", "/ru/none", "")).wants(t, http.StatusNotFound)
}

// Nothing answers at the addresses that are tried on every site.
func TestNothingElseIsThere(t *testing.T) {
	c := newClient(t, open(t))
	for _, path := range []string{"/.git/HEAD", "/.env", "/debug/pprof/", "/debug/vars", "/metrics", "/admin", "/phpmyadmin", "/wp-login.php", "/server-status", "/assets/", "/assets/../go.mod", "/assets/app.css.map",
		"/assets/%2e%2e/%2e%2e/go.mod", "/swagger", "/api", "/config.json", "/backup.zip", "/asar.db", "/internal", "/ru/../../etc/passwd", "/.well-known/x", "/ru/.git/config", "/trace", "/actuator/health"} {
		got := c.get(path)
		if got.StatusCode != http.StatusNotFound && got.StatusCode != http.StatusTemporaryRedirect && got.StatusCode != http.StatusMovedPermanently {
			t.Errorf("%s: %d %.100s", path, got.StatusCode, got.body)
		}
	}
}
