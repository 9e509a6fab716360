package browser_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/city"
	"asar/internal/city/pages"
	"asar/internal/documents/blob"
	"asar/internal/documents/intake"
	"asar/internal/eds"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/browser"
	"asar/internal/testing/nca"
	"asar/internal/testing/testdb"
	settled "asar/internal/testing/town"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// The one person of the authority's published keys.
const tested = "123456789011"

// real is a portal that believes the authority's test keys and nothing else, on a day when
// those are good, with the person they belong to. No key of ours is known to it.
type real struct {
	*settled.Town
	t      *testing.T
	server *browser.Server
	person registry.PersonID
}

func openReal(t *testing.T, day string, lists ...string) *real {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	trust := nca.Trust(t, lists...)
	on := testdb.SQLite(t)
	today := calendar.MustDate(day)
	on.Clock.Set(today.Clock(10, 0))
	files, err := blob.OpenStore(t.Context(), "file://"+t.TempDir())
	must(t, err)
	o := &real{t: t}
	o.server = browser.Serve(t, func(base string) http.Handler {
		parts, err := city.New(city.Settings{DB: on.DB, Secret: bytes.Repeat([]byte{1}, 32), Base: base, Check: eds.NewVerifier(trust), Files: files, Intake: intake.InProcess()})
		must(t, err)
		o.Town, err = settled.Settle(t.Context(), parts, today, today.PlusDays(60), nil)
		must(t, err)
		site, err := pages.Open(parts, visited.Settings(func(s *pages.Settings) { s.Base = base }))
		must(t, err)
		return site
	})
	number, err := registry.CertifiedIIN(tested)
	must(t, err)
	o.person, err = o.Registry.AddPerson(t.Context(), settled.Founder(), registry.NewPerson{IIN: number, Surname: "Тестов", Name: "Тест", Patronymic: "Тестович", Unit: o.Units[world.Bostandyk]})
	must(t, err)
	_, err = o.Registry.Allot(t.Context(), settled.Founder(), registry.NewAllotment{Recipient: o.person, Unit: o.Units[world.Bostandyk], Service: registry.Assistant,
		Amount: settled.Volume, From: o.From, To: o.To, Ground: "№ 1"})
	must(t, err)
	return o
}

func (o *real) key(tab *browser.Tab, file, password string) {
	o.t.Helper()
	tab.Choose("#key-file", nca.Path(o.t, file))
	tab.Type("#key-password", password)
	tab.Click("#key-open")
}

// order signs in with one key and orders an hour with the other.
func (o *real) order(tab *browser.Tab, auth, sign string) {
	o.t.Helper()
	tab.Open(o.server.Base + "/ru/sign-in")
	o.key(tab, auth, nca.Password)
	tab.See("#key-owner", "ТЕСТОВ ТЕСТ")
	tab.See("#key-iin", "11")
	looked(tab, "sign-in-real-ru-1280")
	tab.Click("#key-sign")
	tab.At("/ru/cabinet")
	tab.See(".asar-account", "Тест Т.")
	tab.Open(o.server.Base + "/kk/my-orders/new?entry=" + o.Entries["assistant/assistant"].String())
	tab.Type("#amount", "1")
	for id, date := range map[string]calendar.Date{"from": o.From, "to": o.From.PlusDays(9)} {
		tab.Type("#"+id+"-day", strconv.Itoa(date.Day))
		tab.Type("#"+id+"-month", strconv.Itoa(int(date.Month)))
		tab.Type("#"+id+"-year", strconv.Itoa(date.Year))
	}
	tab.Click("main form button")
	tab.See("h1", o.Texts.In("kk").Say("order-pages.check-title"))
	tab.Click("main form button")
	tab.See("#signed-text", "Тестов Тест Тестович")
	shown := browser.Ask[string](tab, `document.getElementById("signed-text").textContent`)
	o.key(tab, sign, nca.Password)
	looked(tab, "sign-order-real-kk-1280")
	tab.Click("#key-sign")
	tab.See(".govuk-notification-banner", o.Texts.In("kk").Say("done.order-placed"))
	o.kept(shown)
}

// kept looks at the signature of the order: over the very text that was shown.
func (o *real) kept(shown string) {
	o.t.Helper()
	must(o.t, o.DB.Read(o.t.Context(), func(ctx context.Context, q *store.Reader) error {
		which, err := store.One(ctx, q, func(r store.Row) (s signing.ID, err error) { return s, r.Scan(&s) },
			`SELECT id FROM signature WHERE purpose = $1 AND person_id = $2`, "orders.place", o.person)
		if err != nil {
			return err
		}
		found, err := signing.Find(ctx, q, which)
		if err == nil && string(found.Content) != shown+"\n" {
			o.t.Errorf("signed %q, shown %q", found.Content, shown)
		}
		return err
	}))
}

// The authority's own keys and lists, by years.
const (
	gost2024    = "p12/2024/individual_GOST512.p12"
	list2025    = "crl/2025/nca_gost2022_test.crl"
	rsa2023     = "p12/2023-rsa-gost2004/individual_valid_RSA256_641e729521986a2d12e5187dc6c605789e2365ef.p12"
	auth2023    = "p12/2023-rsa-gost2004/individual_valid_AUTH_RSA256_df5e58a1d8998ac28a8409ef1d9c7f41dfdbd114.p12"
	revoked2023 = "p12/2023-rsa-gost2004/individual_revoked_AUTH_RSA256_44135aa626739889241fabab549d1e9a677eaeef.p12"
	list2023    = "crl/2023/nca_rsa_test.crl"
	gost2026    = "p12/2026-gost2015/individual_valid_individual_valid.p12"
	revoked2026 = "p12/2026-gost2015/individual_revoked_individual_revoked.p12"
	list2026    = "crl/2026/nca_gost2022_test.crl"
)

// TestARealKeySignsInAndOrders: with a GOST key, and with a pair of RSA keys, of the
// authority's own making; neither file, password nor the key's number leaves the browser.
func TestARealKeySignsInAndOrders(t *testing.T) {
	for _, c := range []struct{ name, day, list, auth, sign string }{
		{"GOST", "2025-06-16", list2025, gost2024, gost2024},
		{"RSA", "2023-12-18", list2023, auth2023, rsa2023},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := openReal(t, c.day, c.list)
			chromium := browser.Start(t)
			o.order(chromium.Tab(), c.auth, c.sign)
			secrets := map[string][]byte{"password": []byte(nca.Password), "key file": locked(t, c.auth), "other key file": locked(t, c.sign)}
			if c.name == "GOST" {
				secrets["number of the key"] = scalarOf(t, nca.Path(t, c.sign))
			}
			for name, secret := range secrets {
				if found := browser.Leaks(o.server.Sent(), secret); len(found) > 0 {
					t.Errorf("the %s left the browser: %s", name, found[0])
				}
			}
			if strays := chromium.Strays(); len(strays) > 0 {
				t.Errorf("requests to other machines: %v", strays)
			}
		})
	}
}

// locked is a key file without the identifier that its name and its certificate carry too.
func locked(t *testing.T, file string) []byte {
	t.Helper()
	name := strings.TrimSuffix(file[strings.LastIndex(file, "_")+1:], ".p12")
	id, err := hex.DecodeString(name)
	if err != nil { // a file with another name
		return nca.Read(t, file)
	}
	return bytes.ReplaceAll(nca.Read(t, file), id, nil)
}

// scalarOf is the private number in a GOST key file.
func scalarOf(t *testing.T, file string) []byte {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		browser.Missing(t, "node is not installed")
	}
	assets, err := filepath.Abs("../../web/assets")
	must(t, err)
	number, err := exec.CommandContext(t.Context(), node, "testdata/scalar.mjs", assets, file, nca.Password).Output()
	must(t, err)
	if len(number) != 64 {
		t.Fatalf("the number has %d bytes", len(number))
	}
	return number
}

// TestARealKeyThatWasRevoked is refused with the day of it.
func TestARealKeyThatWasRevoked(t *testing.T) {
	o := openReal(t, "2023-12-18", list2023)
	tab := browser.Start(t).Tab()
	o.refused(tab, revoked2023, "Ключ отозван 16 ноября 2023")
}

func (o *real) refused(tab *browser.Tab, file, says string) {
	o.t.Helper()
	tab.Open(o.server.Base + "/ru/sign-in")
	o.key(tab, file, nca.Password)
	tab.Click("#key-sign")
	tab.See(".govuk-error-summary", says)
	tab.Axe()
}

// TestTheKeysOf2026: without a list of their time nothing tells whether they are good, and
// that is what the portal says. The list lies apart from the rest of the data; where it is
// there, the good key orders and the other one is refused by it.
func TestTheKeysOf2026(t *testing.T) {
	var lists []string
	if nca.Has(t, list2026) {
		lists = append(lists, list2026)
	}
	o := openReal(t, "2026-08-20", lists...)
	tab := browser.Start(t).Tab()
	if len(lists) == 0 {
		t.Log("the list of 2026 is not here: both keys cannot be checked")
		o.refused(tab, gost2026, "нельзя проверить, не отозван ли ключ")
		o.refused(tab, revoked2026, "нельзя проверить, не отозван ли ключ")
		return
	}
	o.refused(tab, revoked2026, "Действие ключа приостановлено")
	o.order(tab, gost2026, gost2026)
}

// TestRealKeysThePageTurnsAway: each with its own sentence, before anything is sent.
func TestRealKeysThePageTurnsAway(t *testing.T) {
	o := openReal(t, "2026-08-20")
	tab := browser.Start(t).Tab(browser.Width(390))
	for file, c := range map[string]struct{ word, at, says string }{
		"p12/2022/head_revoked_GOSTKNCA.p12":    {nca.Password, "#key-file-error", "Бұл ескі үлгідегі МЕМСТ кілті"},
		"p12/2022/individual_valid_GOST512.p12": {nca.OldPassword, "#key-judged", "мерзімі"},
		gost2024:                                {nca.Password, "#key-judged", "мерзімі"},
		gost2026:                                {"Qwerty13", "#key-password-error", "Құпиясөз қате"},
	} {
		o.server.Forget()
		tab.Open(o.server.Base + "/kk/sign-in")
		o.key(tab, file, c.word)
		tab.See(c.at, c.says)
		tab.Unseen("#key-sign")
		looked(tab, "sign-in-away-kk-390-"+strings.ReplaceAll(strings.TrimSuffix(file, ".p12"), "/", "-"))
		for _, s := range o.server.Sent() {
			if s.Method != http.MethodGet {
				t.Errorf("%s was sent something: %s", file, s.Path)
			}
		}
	}
}
