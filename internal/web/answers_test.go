package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"asar/internal/city/pages"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/testing/world"
	"asar/internal/web/assets"
)

func TestPagesAreCompressed(t *testing.T) {
	c := newClient(t, open(t))
	plain := c.get("/ru/probe/large")
	for accepts, want := range map[string]bool{"": false, "gzip": false, "br": true, "gzip, deflate, br, zstd": true, "br;q=0": false, "br; q=0.0": false, "gzip, br;q=0.5": true, "brx": false, "br;q=x": false} {
		got := c.get("/ru/probe/large", "Accept-Encoding", accepts)
		body := got.body
		if small := got.Header.Get("Content-Encoding") == "br"; small != want {
			t.Errorf("%q: compressed %v", accepts, small)
		}
		if want {
			b, err := io.ReadAll(brotli.NewReader(strings.NewReader(body)))
			must(t, err)
			if body = string(b); len(got.body) > len(body)/10 {
				t.Errorf("%d bytes of %d", len(got.body), len(body))
			}
		}
		if body != plain.body || got.StatusCode != http.StatusOK || !strings.Contains(got.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%q: %d, %d bytes of %d, Vary %q", accepts, got.StatusCode, len(body), len(plain.body), got.Header.Get("Vary"))
		}
	}
	file := c.get("/ru/probe/download", "Accept-Encoding", "br")
	if file.Header.Get("Content-Encoding") != "" || len(file.body) != 5000 || file.Header.Get("Content-Length") != "5000" {
		t.Errorf("a file: %q, %d bytes", file.Header.Get("Content-Encoding"), len(file.body))
	}
	c.get("/ru/me", "Accept-Encoding", "br").goes(t, "/ru/sign-in?next=%2Fme")
	if got := c.get("/health", "Accept-Encoding", "br"); got.StatusCode != http.StatusOK || got.body != "ok\n" {
		t.Errorf("%d %q", got.StatusCode, got.body)
	}
	if got := c.do(c.request("POST", "/csp-report", "{}", "Accept-Encoding", "br")); got.StatusCode != http.StatusNoContent {
		t.Errorf("%d", got.StatusCode)
	}
	if css := c.get(assets.URL("app.css"), "Accept-Encoding", "br"); css.StatusCode != http.StatusOK || css.body == "" {
		t.Errorf("%d", css.StatusCode)
	}
}

func TestADownloadIsAFileAndNeverAPage(t *testing.T) {
	got := newClient(t, open(t)).get("/ru/probe/download")
	name := got.Header.Get("Content-Disposition")
	if !strings.HasPrefix(name, "attachment; filename*=utf-8''") || strings.ContainsAny(name, "\r\n") || got.Header.Get("X-Evil") != "" {
		t.Errorf("Content-Disposition %q", name)
	}
	if policy := got.Header.Get("Content-Security-Policy"); policy != "sandbox; default-src 'none'" {
		t.Errorf("policy %q", policy)
	}
}

// A fault is a page in the reader's language with a number, and nothing else of it leaves.
func TestAFaultIsAPageWithANumber(t *testing.T) {
	var log bytes.Buffer
	s := open(t, func(p *pages.Settings) { p.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	for _, accepts := range []string{"", "br"} {
		for path, inLog := range map[string]string{"/kk/probe/crash": `"what":"string"`, "/kk/probe/fault": "probe: a fault", "/kk/probe/half": "broke off", "/kk/probe/half-crash": `"what":"string"`} {
			log.Reset()
			c := as(t, s, world.Recipient)
			got := c.get(path, "Accept-Encoding", accepts)
			if accepts == "br" {
				b, err := io.ReadAll(brotli.NewReader(strings.NewReader(got.body)))
				must(t, err)
				got.body = string(b)
			}
			got.wants(t, http.StatusInternalServerError, "Порталда қате болды", `<html lang="kk"`, "</html>")
			for _, secret := range []string{"HALFWRITTEN", "goroutine", ".go:", "probe: a fault", "Сейтова Айгүл name", "panic"} {
				if strings.Contains(strings.ReplaceAll(got.body, path, ""), secret) {
					t.Errorf("%s: %q leaves", path, secret)
				}
			}
			_, number, _ := strings.Cut(log.String(), `"request":"`)
			number, _, _ = strings.Cut(number, `"`)
			if number == "" || !strings.Contains(got.body, number) || !strings.Contains(log.String(), inLog) {
				t.Errorf("%s: the number %q is on no page, or the log says nothing: %.300s", path, number, log.String())
			}
			if strings.Contains(log.String(), "the name of") {
				t.Errorf("%s: what was panicked with is in the log", path)
			}
		}
	}
	if late := newClient(t, s).get("/ru/probe/late"); late.body != "whole" || late.StatusCode != http.StatusOK {
		t.Errorf("a file with a page appended: %d %q", late.StatusCode, late.body)
	}
}

// The log knows the route and not who asked for whom.
func TestTheLogHoldsNoAddresses(t *testing.T) {
	var log bytes.Buffer
	s := open(t, func(p *pages.Settings) { p.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	c := as(t, s, world.Administrator)
	c.get("/ru/probe/" + url.PathEscape("Сейтова\nX") + "?" + url.Values{"surname": {"Сейтова"}}.Encode())
	c.get("/ru/none/" + url.PathEscape("Сейтова"))
	c.post("/ru/probe", map[string][]string{"word": {"Сейтова\nlevel=ERROR"}})
	for _, canary := range []string{"Сейтова", "%D0", "surname", "192.0.2.1", c.cookies["s"]} {
		if strings.Contains(log.String(), canary) {
			t.Errorf("the log holds %q", canary)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != 3 || !strings.Contains(log.String(), `"route":"GET /ru/probe/{record}"`) {
		t.Errorf("%d lines: %s", lines, log.String())
	}
}

func TestEveryProblemIsAPageInEveryLanguage(t *testing.T) {
	s := open(t)
	c := as(t, s, world.Recipient)
	for kind, status := range map[problem.Kind]int{problem.NotFound: 404, problem.Denied: 403, problem.Invalid: 422, problem.Conflict: 409, problem.Closed: 409, problem.Busy: 429, problem.Outside: 503} {
		for _, l := range lang.Locales() {
			got := c.get("/" + string(l) + "/probe/problem/" + string(kind))
			got.wants(t, status, `<html lang="`+string(l)+`"`, `href="/`+string(l)+`/cabinet"`)
			if got.Header.Get("Content-Language") != string(l) {
				t.Errorf("%s: Content-Language %q", l, got.Header.Get("Content-Language"))
			}
			if after, _ := strconv.Atoi(got.Header.Get("Retry-After")); (after > 0) != (kind == problem.Busy) {
				t.Errorf("%s: Retry-After %q", kind, got.Header.Get("Retry-After"))
			}
		}
	}
}

func TestAnAddressNobodyHas(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	c.get("/kk/none").wants(t, 404, "Бет табылмады")
	c.get("/en/none").wants(t, 404, `<html lang="en"`)
	c.get("/none", "Accept-Language", "kk-KZ, ru;q=0.5").wants(t, 404, "Бет табылмады")
	c.get("/none", "Accept-Language", "de").wants(t, 404, `<html lang="`)
	c.get("/ru/none?said=view").wants(t, 404, "Страница не найдена")
	as(t, s, world.Recipient).get("/ru/none").wants(t, 404, "Мои данные", "Выйти")
	if got := c.get("/", "Accept-Language", "kk"); got.Header.Get("Location") != "/kk/" || got.Header.Get("Vary") == "" {
		t.Errorf("to %q, Vary %q", got.Header.Get("Location"), got.Header.Get("Vary"))
	}
}

func TestHealthAndReadiness(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	c.get("/ready").wants(t, http.StatusOK, "ready")
	must(t, s.DB.Close())
	if got := c.get("/ready"); got.StatusCode != http.StatusServiceUnavailable || strings.Contains(got.body, "sql") {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	c.get("/health").wants(t, http.StatusOK, "ok")
	c.get("/ru/").wants(t, http.StatusOK) // asks the database nothing
}
