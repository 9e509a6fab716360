package catalogue_test

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"asar/internal/regulation"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	"asar/internal/web/portal/catalogue"
)

func open(t *testing.T, editions string) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(*visited.Site) []web.Area {
		return []web.Area{catalogue.Area(editions)}
	})
}

// holds tells whether a page has all the words, and no key without a text.
func holds(t *testing.T, where string, p visited.Page, words ...string) {
	t.Helper()
	if p.Status != http.StatusOK {
		t.Fatalf("%s: status %d: %s", where, p.Status, p.Body)
	}
	said := html.UnescapeString(p.Body)
	for _, w := range words {
		if !strings.Contains(said, w) {
			t.Errorf("%s does not say %q", where, w)
		}
	}
	for _, key := range []string{"[catalogue.", "[regulation.", "[start.", "[passport."} {
		if i := strings.Index(said, key); i >= 0 {
			t.Errorf("%s: a text is missing: %s", where, said[i:min(i+60, len(said))])
		}
	}
}

// titles are the services' names by language.
func titles(e *regulation.Edition) map[string]string {
	return map[string]string{"ru": e.Title.RU, "kk": e.Title.KK, "en": e.Title.EN}
}

func TestTheCatalogueNamesEveryService(t *testing.T) {
	s := open(t, "")
	law, err := regulation.Load()
	if err != nil {
		t.Fatal(err)
	}
	for locale, words := range map[string][]string{"ru": {"Каталог услуг", "утратило силу 20\u00a0октября\u00a02020"}, "kk": {"Қызметтер каталогы"}, "en": {"Catalogue of services"}} {
		page := s.Visitor().Get("/" + locale + "/services")
		for _, e := range law.Last() {
			words = append(words, titles(e)[locale], "/"+locale+"/services/"+e.Key)
		}
		holds(t, locale, page, words...)
		holds(t, locale, s.Visitor().Get("/"+locale+"/"), "/"+locale+"/services") // the start page leads here
	}
	holds(t, "a signed-in person", s.Browser(world.Recipient).Get("/ru/services"), "Каталог услуг")
}

// Each service's page has each step's law, each picture with its words, every remembered
// row, and says of each that nobody checked it.
func TestEveryServiceShowsItsStepsTermsPapersAndGrounds(t *testing.T) {
	s := open(t, "")
	law, err := regulation.Load()
	if err != nil {
		t.Fatal(err)
	}
	unchecked := map[string]string{"ru": "не проверено", "kk": "тексерілмеген", "en": "not checked"}
	for locale, unverified := range unchecked {
		for _, e := range law.Last() {
			where := locale + " " + e.Key
			page := s.Visitor().Get("/" + locale + "/services/" + e.Key)
			words, pictures := []string{titles(e)[locale], e.Result.RU}, 0
			for _, p := range e.Processes {
				if p.Key == regulation.ByProviderAgain {
					continue
				}
				pictures++
				for _, step := range p.Steps {
					words = append(words, step.TextRU)
				}
			}
			for _, c := range e.Channels {
				words = append(words, c.RU)
			}
			holds(t, where, page, words...)
			if got := strings.Count(page.Body, `role="img"`); got != pictures || strings.Count(page.Body, "</desc>") != pictures {
				t.Errorf("%s has %d pictures for %d lists", where, got, pictures)
			}
			rows := len(e.Reference.Terms) + len(e.Reference.Papers) + len(e.Reference.Grounds)
			if got := strings.Count(page.Body, `govuk-tag--yellow">`+unverified); got != rows {
				t.Errorf("%s says %d times that a row was not checked, there are %d rows", where, got, rows)
			}
		}
	}
}

func TestOnlyTheEditionsInUseAreShown(t *testing.T) {
	s := open(t, "14-home-care")
	holds(t, "the list", s.Visitor().Get("/ru/services"), "/ru/services/home-care")
	if p := s.Visitor().Get("/ru/services/sanatorium"); p.Status != http.StatusNotFound {
		t.Errorf("a service that is not in use is answered with %d", p.Status)
	}
	if p := s.Visitor().Get("/ru/services/nothing"); p.Status != http.StatusNotFound {
		t.Errorf("an unknown service is answered with %d", p.Status)
	}
	if p := open(t, "no-such-edition").Visitor().Get("/ru/services"); p.Status != http.StatusInternalServerError {
		t.Errorf("a wrong setting is answered with %d", p.Status)
	}
}
