package web_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/devca"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
)

func TestSigningInOnThePage(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	c.get("/ru/sign-in").wants(t, http.StatusOK, "Вход на портал", "portal.example")
	c.signIn(s, world.Recipient, "/ru/sign-in").goes(t, "/ru/cabinet")
	c.get("/ru/sign-in").goes(t, "/ru/cabinet") // who is in need not sign in
	out := c.post("/ru/sign-out", nil)
	out.goes(t, "/ru/?said=signed-out")
	if got := out.Header.Get("Clear-Site-Data"); got != `"cache", "storage"` || c.cookies["s"] != "" {
		t.Errorf("after signing out: Clear-Site-Data %s, cookie %q", got, c.cookies["s"])
	}
	c.get("/ru/me").goes(t, "/ru/sign-in?next=%2Fme")
}

// Each mistake says what is wrong, on the page where another key can be taken at once.
func TestAFailureToSignInSaysWhy(t *testing.T) {
	s := open(t)
	c := newClient(t, s)
	good := entryForm(t, c.get("/ru/sign-in?next=%2Fme"))
	send := func(change func(url.Values)) answer {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		change(form)
		return c.post("/ru/sign-in", form)
	}
	send(func(url.Values) {}).wants(t, http.StatusUnprocessableEntity, "выберите файл подписи .cms", `value="/me"`)
	send(func(f url.Values) { f.Set("cms", "это не подпись") }).wants(t, http.StatusUnprocessableEntity, "Подпись не принята")
	send(func(f url.Values) { f.Set("cms", c.signed(s, world.Recipient, "другой текст")) }).wants(t, http.StatusUnprocessableEntity, "Подпись не принята")
	send(func(f url.Values) { f.Set("text", "x") }).wants(t, http.StatusUnprocessableEntity)
	send(func(f url.Values) { f.Set("role", "administrator") }).wants(t, http.StatusBadRequest)
	c.get("/ru/sign-in/text/x").wants(t, http.StatusNotFound)
}

// A text for signing in belongs to the browser that asked for it, and is good once.
func TestAnEntryIsForOneBrowserAndOnce(t *testing.T) {
	s := open(t)
	mine, other := newClient(t, s), newClient(t, s)
	form := entryForm(t, mine.get("/ru/sign-in"))
	text := mine.get("/ru/sign-in/text/" + form.Get("text"))
	other.get("/ru/sign-in/text/"+form.Get("text")).wants(t, http.StatusNotFound)
	form.Set("cms", mine.signed(s, world.Recipient, text.body))
	other.post("/ru/sign-in", form).wants(t, http.StatusUnprocessableEntity, "Время на подписание этого текста вышло")
	mine.post("/ru/sign-in", form).goes(t, "/ru/cabinet")
	again := newClient(t, s)
	again.cookies["e"] = mine.cookies["e"]
	again.post("/ru/sign-in", form).wants(t, http.StatusUnprocessableEntity, "Подпись не принята")
	if again.cookies["s"] != "" {
		t.Error("a signature opens a second session")
	}
}

func wrongEntry(c *client, s *visited.Site, who string) answer {
	form := entryForm(c.t, c.get("/kk/sign-in"))
	form.Set("cms", c.signed(s, who, "not this text"))
	return c.post("/kk/sign-in", form)
}

// Ten failures of an address in ten minutes are answered; then a page says how long to wait.
func TestAnAddressMayFailTenTimes(t *testing.T) {
	s := open(t)
	s.Clock.Set(beginOf(s.Clock.Now().Time()))
	people := []string{world.Recipient, world.SecondRecipient, world.ThirdRecipient}
	for i := range 10 {
		wrongEntry(newClient(t, s), s, people[i%3]).wants(t, http.StatusUnprocessableEntity)
	}
	s = again(t, s) // a restart does not forget
	refused := wrongEntry(newClient(t, s), s, world.Assistant)
	refused.wants(t, http.StatusTooManyRequests, "Әрекет тым көп")
	if after, err := strconv.Atoi(refused.Header.Get("Retry-After")); err != nil || after < 60 || after > 600 {
		t.Errorf("Retry-After %q", refused.Header.Get("Retry-After"))
	}
	elsewhere := newClient(t, s)
	elsewhere.from = "192.0.2.2:1"
	wrongEntry(elsewhere, s, world.Assistant).wants(t, http.StatusUnprocessableEntity)
	newClient(t, s).signIn(s, world.Recipient, "/ru/sign-in").goes(t, "/ru/cabinet") // others of a hall still enter
	s.Clock.Advance(10 * time.Minute)
	wrongEntry(newClient(t, s), s, world.Assistant).wants(t, http.StatusUnprocessableEntity)
}

func TestACertificateMayFailFiveTimes(t *testing.T) {
	s := open(t)
	s.Clock.Set(beginOf(s.Clock.Now().Time()))
	fail := func(i int, who string) answer {
		c := newClient(t, s)
		c.from = fmt.Sprintf("198.51.100.%d:1", i)
		return wrongEntry(c, s, who)
	}
	for i := range 5 {
		fail(i, world.Recipient).wants(t, http.StatusUnprocessableEntity)
	}
	fail(6, world.Recipient).wants(t, http.StatusTooManyRequests)
	fail(7, world.SecondRecipient).wants(t, http.StatusUnprocessableEntity)
	// Nobody locks another person out by failing in their name.
	newClient(t, s).signIn(s, world.Recipient, "/ru/sign-in").goes(t, "/ru/cabinet")
}

func TestTheEntryPageIsNotOpenedWithoutEnd(t *testing.T) {
	s := open(t)
	s.Clock.Set(beginOf(s.Clock.Now().Time()))
	c := newClient(t, s)
	for range 240 {
		if got := c.get("/ru/sign-in"); got.StatusCode != http.StatusOK {
			t.Fatalf("%d", got.StatusCode)
		}
	}
	c.get("/ru/sign-in").wants(t, http.StatusTooManyRequests)
}

// An organisation's key whose holder acts for nobody is refused in words.
func TestAKeyOfAnOrganisationThatIsNotHere(t *testing.T) {
	s := open(t)
	w := s.People[world.Supplier].Who
	w.IIN = s.People[world.Recipient].IIN
	keys, err := world.Issue(devca.Shared(t), w, devca.SharedFrom, devca.SharedFrom)
	must(t, err)
	c := newClient(t, s)
	form := entryForm(t, c.get("/ru/sign-in"))
	cms, err := keys.Auth.Sign([]byte(c.get("/ru/sign-in/text/"+form.Get("text")).body), s.Clock.Now())
	must(t, err)
	form.Set("cms", base64.StdEncoding.EncodeToString(cms))
	got := c.post("/ru/sign-in", form)
	if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Подпись не принята") || c.cookies["s"] != "" {
		t.Errorf("%d: %.300s", got.StatusCode, got.body)
	}
}

// beginOf is the begin of a window in which failures are counted.
func beginOf(now time.Time) calendar.Instant {
	return calendar.At(now.Truncate(10 * time.Minute).Add(10 * time.Minute))
}

// again is the portal after a restart, over the same database.
func again(t *testing.T, s *visited.Site) *visited.Site {
	t.Helper()
	return visited.Open(t, s.Town, func(*visited.Site) []web.Area { return []web.Area{probe()} })
}
