package matrix

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"asar/internal/testing/world"
)

// TestNoRouteIsOpenedAnotherWay asks every route with methods it does not have, and every
// changing one as a page of another site would, or as no browser would.
func TestNoRouteIsOpenedAnotherWay(t *testing.T) {
	s := newStage(t, "running")
	c := s.open()
	defer func() { must(t, c.db.Close()) }()
	events, size := c.events(t), c.logSize()
	own := map[string]string{"Sec-Fetch-Site": "same-origin"}
	ask := func(method, path string, headers map[string]string) int {
		r := httptest.NewRequest(method, "https://portal.example"+path, nil)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "__Host-s", Value: s.tokens[world.Recipient]})
		for name, value := range headers {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		c.site.ServeHTTP(w, r)
		return w.Code
	}
	for _, r := range c.site.Routes() {
		path := s.path(r)
		for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodTrace, http.MethodOptions, "PROPFIND"} {
			if got := ask(method, path, own); got != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d, want 405", method, r.Path, got)
			}
		}
		if r.Method != http.MethodPost {
			continue
		}
		for name, headers := range map[string]map[string]string{
			"nothing said": {}, "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, "a sister site": {"Sec-Fetch-Site": "same-site"},
			"no origin": {"Origin": "null"}, "another origin": {"Origin": "https://evil.example"},
		} {
			if got := ask(http.MethodPost, path, headers); got != http.StatusForbidden {
				t.Errorf("POST %s, %s: %d, want 403", r.Path, name, got)
			}
		}
	}
	if c.events(t) != events || c.logSize() != size {
		t.Error("something was written")
	}
}
