package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"asar/internal/orders"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	ordering "asar/internal/web/portal/orders"
	"asar/internal/web/portal/register"
)

// withOrders is a portal with the pages that notices lead to.
func withOrders(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{ordering.Area(s.Orders, s.Registry), register.Area(s.Registry, s.Applications)}
	})
}

func says(t *testing.T, p visited.Page, words ...string) {
	t.Helper()
	if p.Status != http.StatusOK {
		t.Fatalf("status %d: %s", p.Status, p.Body)
	}
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
}

// TestTheMainPageOfACabinet: what waits for a person stands on top and leads where it can
// be done; a specialist's places stand apart.
func TestTheMainPageOfACabinet(t *testing.T) {
	s := withOrders(t)
	recipient := s.Browser(world.Recipient).Get("/ru/cabinet")
	says(t, recipient, "Кабинет получателя", "Сейчас от вас ничего не требуется", "/ru/my-orders", "/ru/register")
	if strings.Contains(recipient.Body, "Кабинет специалиста") {
		t.Error("a recipient has a specialist's places")
	}
	o := s.Place(world.Recipient, "assistant/assistant", 60, placed.To)
	for locale, words := range map[string]string{"ru": "Новый заказ услуги № ", "kk": " жаңа тапсырыс", "en": "New order No. "} {
		says(t, s.Browser(world.Assistant).Get("/"+locale+"/cabinet"), words, `href="/`+locale+s.Order(o).Link()+`"`)
	}
	page := s.Browser(world.Assistant).Get("/ru/cabinet")
	says(t, page, "Кабинет специалиста", "Ждёт вас", "непрочитанных")
	s.Confirm(world.Assistant, o, orders.Who{})
	says(t, s.Browser(world.Assistant).Get("/ru/cabinet"), "Сейчас от вас ничего не требуется")
	says(t, s.Browser(world.Supplier).Get("/ru/cabinet"), "Кабинет организации")
}

var noticeLink = regexp.MustCompile(`asar-notices__text"><a class="govuk-link" href="([^"]+)"`)

// TestEveryNoticeLeadsSomewhere: the page a notice points to opens for who has it.
func TestEveryNoticeLeadsSomewhere(t *testing.T) {
	s := withOrders(t)
	running := s.Running(world.Recipient, 600)
	if err := s.Orders.EndWork(t.Context(), s.As(world.Recipient), running); err != nil {
		t.Fatal(err)
	}
	if err := s.Cancel(world.Recipient, running, orders.Reason{Code: "moved"}); err != nil {
		t.Fatal(err)
	}
	hours := s.Place(world.Recipient, "qamqor/assistant", 60, placed.To)
	s.Confirm(world.Supplier, hours, orders.Who{Worker: s.People[world.Worker].ID})
	for who, least := range map[string]int{world.Recipient: 5, world.Assistant: 3, world.Supplier: 1, world.Worker: 1} {
		b := s.Browser(who)
		page := b.Get("/ru/notifications")
		links := noticeLink.FindAllStringSubmatch(page.Body, -1)
		if len(links) < least || len(links) != strings.Count(page.Body, "asar-notices__text") {
			t.Errorf("%s has %d notices with a link: %s", who, len(links), page.Body)
		}
		for _, l := range links {
			if p := b.Get(l[1]); p.Status != http.StatusOK {
				t.Errorf("%s is led to %s: %d", who, l[1], p.Status)
			}
		}
	}
}
