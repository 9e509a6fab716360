package matrix

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"asar/internal/access"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestGoldenAccess is which role passes the door of which route. What they find behind it
// is in the tables of TestGoldenEverybodyEverywhere.
func TestGoldenAccess(t *testing.T) {
	site := visited.Whole(t, placed.New(t, testdb.SQLite(t)))
	var b strings.Builder
	for _, r := range sorted(site.Site.Routes()) {
		var roles []string
		for _, role := range access.Roles() {
			if access.System("matrix", role).May(access.Permission(r.Need)) {
				roles = append(roles, string(role))
			}
		}
		line := fmt.Sprintf("%-4s %-58s %-18s %s", r.Method, r.Path, r.Need, strings.Join(roles, " "))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	golden(t, "access.golden", b.String())
}

func sorted(routes []web.Route) []web.Route {
	return slices.SortedFunc(slices.Values(routes), func(a, b web.Route) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
}

// TestGoldenEverybodyEverywhere opens every route as everybody, with the order in each of
// its states, and keeps what was answered and whose data was in it.
func TestGoldenEverybodyEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("opens everything as everybody")
	}
	seen := leaks{}
	for _, state := range states {
		t.Run(state, func(t *testing.T) {
			s := newStage(t, state)
			golden(t, "idor-"+state+".golden", s.table(state, seen))
			s.logNamesNobody()
		})
	}
	golden(t, "canaries.golden", seen.table())
	seen.forbidden(t)
}

// logNamesNobody wants the log of all these requests to hold nobody's data, and no address
// with what stood in it.
func (s *stage) logNamesNobody() {
	s.t.Helper()
	log := s.log.String()
	if n := strings.Count(log, `"msg":"request"`); n < len(visitors)*50 {
		s.t.Errorf("only %d requests are in the log", n)
	}
	for _, w := range world.People() {
		for kind, canary := range canaries(w) {
			if canary != "" && strings.Contains(log, canary) {
				s.t.Errorf("the log holds the %s of %s", kind, w.Key)
			}
		}
	}
	for name, id := range s.ids {
		if name != "{file}" && strings.Contains(log, id) {
			s.t.Errorf("the log holds what stood for %s", name)
		}
	}
}

// table is a line a route and a column a visitor. "in" leads to signing in; a star marks
// what the history tells of.
func (s *stage) table(state string, seen leaks) string {
	s.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%-63s", "")
	for _, v := range visitors {
		fmt.Fprintf(&b, " %-4s", v.short)
	}
	b.WriteString("\n")
	first := s.open()
	routes := sorted(first.site.Routes())
	must(s.t, first.db.Close())
	rows := make([]string, len(routes))
	for _, v := range visitors {
		var on *stageCopy
		for i, r := range routes {
			a := s.ask(&on, v.name, r)
			s.inspect(v.name, r, a)
			seen.look(state, v.name, r, a)
			rows[i] += fmt.Sprintf(" %-4s", cell(a))
		}
		must(s.t, on.db.Close())
	}
	for i, r := range routes {
		fmt.Fprintf(&b, "%-4s %-58s%s\n", r.Method, r.Path, strings.TrimRight(rows[i], " "))
	}
	return b.String()
}

func cell(a answer) string {
	text := strconv.Itoa(a.StatusCode)
	if a.StatusCode == http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Location"), "/ru/sign-in") {
		text = "in"
	}
	if a.told {
		text += "*"
	}
	return text
}

// inspect wants what is true of every answer.
func (s *stage) inspect(who string, r web.Route, a answer) {
	s.t.Helper()
	at := r.Method + " " + r.Path + " as " + who
	if a.StatusCode >= http.StatusInternalServerError {
		s.t.Errorf("%s: %d", at, a.StatusCode)
	}
	if r.Method == http.MethodGet && a.told {
		s.t.Errorf("%s: reading wrote into the history", at)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=63072000; includeSubDomains"} {
		if a.Header.Get(name) != want {
			s.t.Errorf("%s: %s is %q", at, name, a.Header.Get(name))
		}
	}
	policy, kind := a.Header.Get("Content-Security-Policy"), a.Header.Get("Content-Type")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		s.t.Errorf("%s: policy %q", at, policy)
	}
	if strings.HasPrefix(kind, "text/") && !strings.HasSuffix(kind, "; charset=utf-8") || len(a.body) > 0 && kind == "" {
		s.t.Errorf("%s: Content-Type %q", at, kind)
	}
	for _, c := range a.Cookies() {
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			s.t.Errorf("%s: cookie %s", at, c)
		}
	}
}

// golden compares with a file under review; -update writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs; review it, then `make golden` (-want +got):\n%s", name, diff)
	}
}
