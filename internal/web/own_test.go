package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/store"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web/ui"
)

func TestMyDataShowsTwoDigitsOfMyNumber(t *testing.T) {
	s := open(t)
	who := s.People[world.Recipient]
	page := as(t, s, world.Recipient).get("/ru/me")
	page.wants(t, http.StatusOK, who.Surname, "••••••••••"+who.IIN[10:], "Кабинет получателя", "Где выполнен вход", "Этот вход")
	for n := 3; n <= 12; n++ {
		if strings.Contains(page.body, who.IIN[12-n:]) || strings.Contains(page.body, who.IIN[:n]) {
			t.Errorf("%d digits of the number are shown", n)
		}
	}
	if strings.Contains(page.body, "choose-cabinet") {
		t.Error("a person with one cabinet is asked to choose")
	}
	as(t, s, world.Administrator).get("/ru/me").wants(t, http.StatusOK, "Выберите кабинет")
}

func TestSessionsAreSeenAndEnded(t *testing.T) {
	s := open(t)
	mine, other, stranger := as(t, s, world.Recipient), as(t, s, world.Recipient), as(t, s, world.SecondRecipient)
	page := mine.get("/ru/me")
	_, rest, found := strings.Cut(page.body, `action="/ru/me/sessions/`)
	session, _, _ := strings.Cut(rest, "/end")
	if !found || strings.Count(page.body, "/me/sessions/") != 1 {
		t.Fatalf("%d sessions can be ended", strings.Count(page.body, "/me/sessions/"))
	}
	stranger.post("/ru/me/sessions/"+session+"/end", nil).wants(t, http.StatusNotFound)
	other.get("/ru/me").wants(t, http.StatusOK)
	mine.post("/ru/me/sessions/x/end", nil).wants(t, http.StatusNotFound)
	mine.post("/ru/me/sessions/"+session+"/end", nil).goes(t, "/ru/me?said=session-ended")
	other.get("/ru/me").goes(t, "/ru/sign-in?next=%2Fme")
	mine.get("/ru/me?said=session-ended").wants(t, http.StatusOK, "Вход завершён")
	mine.post("/ru/session", nil).wants(t, http.StatusNoContent)
}

func tell(t *testing.T, s *visited.Site, who string, n int) {
	t.Helper()
	must(t, s.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		for i := range n {
			if err := s.Notices.Tell(tx, notices.Notice{Person: s.People[who].ID, Kind: "new-sign-in", Link: fmt.Sprintf("/me?n=%d", i)}); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestNoticesAreReadInParts(t *testing.T) {
	s := open(t)
	c := as(t, s, world.SecondWorker)
	c.get("/ru/notifications").wants(t, http.StatusOK, "Уведомлений нет")
	tell(t, s, world.SecondWorker, 35)
	c.get("/ru/cabinet").wants(t, http.StatusOK, "35")
	page := c.get("/ru/notifications")
	page.wants(t, http.StatusOK, "Отметить все прочитанными", "Новое")
	_, rest, found := strings.Cut(page.body, `href="/ru/notifications?after=`)
	after, _, _ := strings.Cut(rest, `"`)
	if !found || strings.Count(page.body, `class="asar-notices__item`) != 30 {
		t.Fatalf("%d notices on the page", strings.Count(page.body, `class="asar-notices__item`))
	}
	older := c.get("/ru/notifications?after=" + after)
	if n := strings.Count(older.body, `class="asar-notices__item`); n != 5 {
		t.Errorf("%d older notices", n)
	}
	as(t, s, world.Recipient).get("/ru/notifications?after="+after).wants(t, http.StatusOK) // another person's place is forgotten
	c.post("/ru/notifications/read", url.Values{"all": {"x"}}).wants(t, http.StatusBadRequest)
	c.post("/ru/notifications/read", nil).goes(t, "/ru/notifications")
	if body := c.get("/ru/notifications").body; strings.Contains(body, "Отметить все прочитанными") || strings.Contains(body, ">Новое<") {
		t.Error("read notices are new")
	}
}

// How the portal looks is kept by the browser, on every page and in every language.
func TestTheLowVisionVersion(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	c.post("/ru/view/switch", url.Values{"turn": {"on"}}, "Referer", visited.Base+"/ru/probe?tab=x").goes(t, "/ru/probe?tab=x")
	c.get("/kk/probe").wants(t, http.StatusOK, "lv-")
	c.get("/ru/view").wants(t, http.StatusOK, "Настройки отображения", `value="150" checked`)
	c.post("/ru/view", url.Values{"size": {"200"}, "scheme": {string(ui.SchemeWhiteOnBlack)}, "more": {"spacing", "line"}}).goes(t, "/ru/view?said=view")
	c.get("/ru/view?said=view").wants(t, http.StatusOK, "Настройки отображения сохранены", `value="200" checked`, `value="line" checked`)
	c.post("/ru/view", url.Values{"size": {"999"}, "scheme": {"x onload=alert(1)"}, "more": {"everything"}}).goes(t, "/ru/view?said=view")
	if kept := c.cookies["view"]; kept != "lv=1" {
		t.Errorf("what is not offered is kept: %q", kept)
	}
	c.post("/ru/view/switch", url.Values{"turn": {"off"}}, "Referer", visited.Base+"/kk/sign-in?next=%2Fme").goes(t, "/ru/sign-in?next=%2Fme")
	c.post("/ru/view/switch", url.Values{"turn": {"on"}}, "Referer", "https://evil.example/ru/me").goes(t, "/ru/")
	c.post("/ru/view/switch", url.Values{"turn": {"on"}}, "Referer", visited.Base+"/ru/notifications/read").goes(t, "/ru/notifications")
	for _, cookie := range []string{"%%%", "size=0&scheme=%22%3E%3Cscript%3E", strings.Repeat("x", 3000), "lv=1&size=-1"} {
		c.cookies["view"] = cookie
		if got := c.get("/ru/probe"); got.StatusCode != http.StatusOK || strings.Contains(got.body, "<script>") {
			t.Errorf("cookie %.20q: %d", cookie, got.StatusCode)
		}
	}
}

// The pages about the portal stand in every language, for everybody and for search engines.
func TestThePagesAboutThePortal(t *testing.T) {
	s := open(t)
	c, inside := newClient(t, s), as(t, s, world.Recipient)
	for _, page := range []string{"/", "/help", "/accessibility", "/privacy", "/cookies", "/view", "/sign-in"} {
		for _, l := range lang.Locales() {
			got := c.get("/" + string(l) + page)
			got.wants(t, http.StatusOK, `<html lang="`+string(l)+`"`, `href="/`+string(l)+`/view"`)
			if strings.Count(got.body, "<h1") != 1 {
				t.Errorf("%s in %s has %d headings of the first level", page, l, strings.Count(got.body, "<h1"))
			}
			if page != "/sign-in" {
				inside.get("/"+string(l)+page).wants(t, http.StatusOK, "noindex")
			}
		}
		if indexed := !strings.Contains(c.get("/ru"+page).body, "noindex"); indexed == (page == "/view") {
			t.Errorf("%s: found by search engines %v", page, indexed)
		}
	}
	inside.get("/ru/").wants(t, http.StatusOK, "Перейти в кабинет")
}

func TestACabinetLeadsWhereItsPersonMay(t *testing.T) {
	s := open(t)
	c := as(t, s, world.Recipient)
	page := c.get("/ru/cabinet")
	page.wants(t, http.StatusOK, "Кабинет получателя", "Мои заказы", "Мои услуги")
	if strings.Contains(page.body, "Кабинет специалиста") {
		t.Error("a recipient is led to the specialist's cabinet")
	}
	as(t, s, world.Assistant).get("/ru/cabinet").wants(t, http.StatusOK, "Кабинет специалиста – Заказы услуг")
	as(t, s, world.Officer).get("/ru/cabinet").goes(t, "/ru/desk")
	as(t, s, world.Auditor).get("/ru/cabinet").goes(t, "/ru/office")
}
