package ordering_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	ordering "asar/internal/web/portal/orders"
	"asar/internal/web/portal/register"
)

func open(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{ordering.Area(s.Orders, s.Registry), register.Area(s.Registry, s.Applications)}
	})
}

// holds tells whether a page has all the words, and no key without a text.
func holds(t *testing.T, p visited.Page, status int, words ...string) {
	t.Helper()
	if p.Status != status {
		t.Fatalf("status %d, want %d: %s", p.Status, status, p.Body)
	}
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
	for _, key := range []string{"[order-pages.", "[orders.", "[history.", "[fields.", "[registry.", "[menu.", "[done."} {
		if i := strings.Index(p.Body, key); i >= 0 {
			t.Errorf("a text is missing: %s", p.Body[i:min(len(p.Body), i+40)])
		}
	}
}

// lacks tells whether a page has none of the words.
func lacks(t *testing.T, p visited.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(p.Body, w) {
			t.Errorf("the page says %q", w)
		}
	}
}

// goes tells whether an answer leads to a place.
func goes(t *testing.T, p visited.Page, to string) string {
	t.Helper()
	if p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, to) {
		t.Fatalf("%d %s, want %s: %s", p.Status, p.Location, to, p.Body)
	}
	return p.Location
}

// signs signs the text a page led to, and opens the order it was about.
func signs(t *testing.T, who string, b *visited.Browser, p visited.Page) visited.Page {
	t.Helper()
	return b.Get(goes(t, b.Sign(who, goes(t, p, "/ru/sign/")), "/ru/orders/"))
}

// days are the three fields of a date, empty for none.
func days(name string, d calendar.Date) url.Values {
	if d.IsZero() {
		return url.Values{name + "-day": {""}, name + "-month": {""}, name + "-year": {""}}
	}
	return url.Values{name + "-day": {fmt.Sprint(d.Day)}, name + "-month": {fmt.Sprint(int(d.Month))}, name + "-year": {fmt.Sprint(d.Year)}}
}

func joined(all ...url.Values) url.Values {
	out := url.Values{}
	for _, one := range all {
		for name, values := range one {
			out[name] = values
		}
	}
	return out
}

// path is the address of an order's page in Russian.
func path(o orders.ID, page string) string { return "/ru/orders/" + o.String() + page }

// TestEveryPageIsOnlyItsOwnPeoples: a foreign order is not found, whoever asks for it, and
// an action of the other side is refused.
func TestEveryPageIsOnlyItsOwnPeoples(t *testing.T) {
	s := open(t)
	waiting := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	pages := []string{"", "/answer", "/withdraw", "/end-work", "/cancel"}
	for who, want := range map[string][]int{
		world.Recipient:       {200, 403, 200, 303, 303},
		world.Assistant:       {200, 200, 303, 303, 303}, // an assistant is a recipient too
		world.SecondRecipient: {404, 403, 404, 404, 404},
		world.SignLanguage:    {404, 404, 404, 404, 404},
		world.Supplier:        {404, 404, 403, 404, 404},
		world.Officer:         {200, 403, 403, 403, 403},
		world.OtherOfficer:    {404, 403, 403, 403, 403},
		world.Administrator:   {403, 403, 403, 403, 403},
	} {
		b := s.Browser(who)
		for i, page := range pages {
			if p := b.Get(path(waiting, page)); p.Status != want[i] {
				t.Errorf("%s opens %q: %d, want %d", who, page, p.Status, want[i])
			}
		}
	}
	visitor := s.Visitor()
	for _, page := range []string{path(waiting, ""), path(waiting, "/answer"), "/ru/orders", "/ru/my-orders", "/ru/my-orders/new"} {
		goes(t, visitor.Get(page), "/ru/sign-in")
	}
	for _, page := range []string{"/ru/orders/x", "/ru/orders/" + s.Organisation.String(), "/ru/orders/x/answer"} {
		holds(t, s.Browser(world.Assistant).Get(page), http.StatusNotFound)
	}
}

// TestNobodyActsOnAForeignOrder sends the forms without their pages.
func TestNobodyActsOnAForeignOrder(t *testing.T) {
	s := open(t)
	waiting := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	why := url.Values{"reason": {"illness"}, "reason-text": {""}}
	for page, form := range map[string]url.Values{"/answer": {"answer": {"confirm"}}, "/withdraw": nil, "/end-work": nil, "/cancel": why} {
		holds(t, s.Browser(world.SignLanguage).Post(path(waiting, page), form), http.StatusNotFound)
	}
	holds(t, s.Browser(world.SecondRecipient).Post(path(waiting, "/withdraw"), nil), http.StatusNotFound)
	holds(t, s.Browser(world.Recipient).Post(path(waiting, "/answer"), url.Values{"answer": {"confirm"}}), http.StatusForbidden)
	if o := s.Order(waiting); o.Status != orders.Waiting || o.WorkEnded() {
		t.Errorf("the order moved: %+v", o)
	}
}
