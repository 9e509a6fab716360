package offline_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"asar/internal/documents/seal"
	"asar/internal/lang"
	"asar/internal/testing/devca"
	"asar/internal/web/portal/acts"
	"asar/internal/web/portal/offline"
)

func page(t *testing.T, keys *seal.Keys, query string) (http.Header, string) {
	t.Helper()
	texts, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	offline.Area(keys, texts, "https://aleumet.example.kz").Plain["GET "+acts.OfflinePath].ServeHTTP(w, httptest.NewRequest(http.MethodGet, acts.OfflinePath+query, nil))
	return w.Header(), w.Body.String()
}

var (
	carriedIn = regexp.MustCompile(`(?s)<script type="application/json" id="carried">(.*?)</script>`)
	saidIn    = regexp.MustCompile(`data-say="([a-z-]+)"`)
)

type carried struct {
	Keys []struct {
		ID    string
		Codes bool
	}
	Words  map[string]map[string]string
	Months map[string][]string
}

func TestThePageCarriesAllItNeeds(t *testing.T) {
	folder := t.TempDir()
	if err := devca.Shared(t).System(folder, devca.SharedFrom); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	header, body := page(t, keys, "")
	var c carried
	if err := json.Unmarshal([]byte(carriedIn.FindStringSubmatch(body)[1]), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Keys) != 2 || !c.Keys[0].Codes || c.Keys[1].Codes || len(c.Keys[0].ID) != 8 {
		t.Errorf("keys %+v", c.Keys)
	}
	for _, l := range []string{"kk", "ru", "en"} {
		if len(c.Months[l]) != 12 || !strings.Contains(c.Months[l][10], "{year}") {
			t.Errorf("%s: months %q", l, c.Months[l])
		}
		for _, m := range saidIn.FindAllStringSubmatch(body, -1) {
			if text := c.Words[l][m[1]]; text == "" || strings.HasPrefix(text, "[") {
				t.Errorf("%s: the page says %q, and carries no words for it: %q", l, m[1], text)
			}
		}
	}
	for _, never := range []string{"<link", "src=", "@import", "url(", "PRIVATE", "{policy}", "{script}", "{carried}", "{style}"} {
		if strings.Contains(body, never) {
			t.Errorf("the page has %q", never)
		}
	}
	if policy := header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe-inline") || !strings.Contains(body, strings.TrimSuffix(policy, "; frame-ancestors 'none'")) {
		t.Errorf("the policy is %s", policy)
	}
	if header.Get("Content-Disposition") != "" {
		t.Error("the page is only to be kept")
	}
	if kept, same := page(t, keys, "?download"); kept.Get("Content-Disposition") == "" || same != body {
		t.Error("what is kept is another page")
	}
}

func TestWithoutKeysThePageSaysSo(t *testing.T) {
	_, body := page(t, nil, "")
	if !strings.Contains(body, `"keys":[]`) || !strings.Contains(body, `"no-keys"`) {
		t.Error("nothing is said of missing keys")
	}
}
