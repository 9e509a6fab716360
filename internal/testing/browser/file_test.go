package browser_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// TestSignInWithAKeyFile: the page shows whose key it is before anything is sent, and what
// is sent holds neither the key nor the password.
func TestSignInWithAKeyFile(t *testing.T) {
	o := open(t)
	chromium := browser.Start(t)
	tab := chromium.Tab()
	key := o.of(world.Recipient).Auth
	tab.Open(o.server.Base + "/ru/sign-in")
	tab.See("h1", "Вход на портал")
	tab.See("label", "Выберите ЭЦП")
	tab.Axe()
	tab.Shot("sign-in-ru-1280")
	o.opened(tab, o.file(key))
	tab.See("#key-owner", "СЕЙТОВА АЙГҮЛ МАРАТҚЫЗЫ")
	tab.See("#key-iin", "•••••••••• 21")
	tab.See("#key-purpose", "Вход на портал")
	tab.See("#key-until", "2027")
	tab.Axe()
	tab.Shot("sign-in-opened-ru-1280")
	tab.Click("#key-sign")
	tab.At("/ru/cabinet")
	file, err := os.ReadFile(o.file(key))
	must(t, err)
	for name, secret := range map[string][]byte{"password": []byte(devca.Password), "key file": file, "exponent": key.Private.D.Bytes(), "prime": key.Private.Primes[0].Bytes(), "other prime": key.Private.Primes[1].Bytes()} {
		if found := browser.Leaks(o.server.Sent(), secret); len(found) > 0 {
			t.Errorf("the %s left the browser: %s", name, found[0])
		}
	}
	if strays := chromium.Strays(); len(strays) > 0 {
		t.Errorf("requests to other machines: %v", strays)
	}
}

// TestSignADocument: in Kazakh, on a phone, with the keyboard where it matters.
func TestSignADocument(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab(browser.Width(390))
	o.enter(tab, world.Recipient)
	path := o.document(world.Recipient, "kk")
	tab.Open(o.server.Base + path)
	tab.See(".asar-sign-text__words", "Ұұ Үү Һһ Іі")
	tab.Sideways()
	tab.Axe()
	tab.Shot("sign-kk-390")
	o.opened(tab, o.file(o.of(world.Recipient).Auth))
	tab.See("#key-judged", "Құжатқа басқа кілтпен қол қойылады") // the key for signing in
	tab.Unseen("#key-sign")
	tab.Shot("sign-wrong-kk-390")
	tab.Choose("#key-file", o.file(o.of(world.Recipient).Sign))
	tab.Type("#key-password", devca.Password+"\r") // Enter opens
	tab.See("#key-purpose", "Құжаттарға қол қою")
	tab.Click("#key-sign")
	tab.At("/kk/me")
}

// TestOneGOSTKeyForAll: it signs in and signs a document; its number stays in the browser.
func TestOneGOSTKeyForAll(t *testing.T) {
	o := open(t)
	chromium := browser.Start(t)
	tab := chromium.Tab(browser.Width(390))
	key := o.of(world.Recipient).GOST
	tab.Open(o.server.Base + "/kk/sign-in")
	o.opened(tab, o.file(key))
	tab.See("#key-purpose", "Порталға кіру және құжаттарға қол қою")
	looked(tab, "sign-in-gost-kk-390")
	tab.Click("#key-sign")
	tab.At("/kk/cabinet")
	tab.Open(o.server.Base + o.document(world.Recipient, "ru"))
	o.opened(tab, o.file(key))
	tab.See("#key-purpose", "Вход на портал и подписание документов")
	looked(tab, "sign-gost-ru-390")
	tab.Click("#key-sign")
	tab.At("/ru/me")
	file, err := os.ReadFile(o.file(key))
	must(t, err)
	for name, secret := range map[string][]byte{"password": []byte(devca.Password), "key file": file[:1000]} {
		if found := browser.Leaks(o.server.Sent(), secret); len(found) > 0 {
			t.Errorf("the %s left the browser: %s", name, found[0])
		}
	}
}

// TestSignWithTheKeyboard: no pointer, from the file to the signature.
func TestSignWithTheKeyboard(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	tab.Open(o.server.Base + "/ru/sign-in")
	tab.Choose("#key-file", o.file(o.of(world.Recipient).Auth))
	_ = browser.Ask[bool](tab, `document.getElementById("key-file").focus() || true`)
	tab.Keys("\t" + devca.Password + "\r")
	tab.See("#key-owner", "СЕЙТОВА АЙГҮЛ")
	tab.Keys("\t\r")
	tab.At("/ru/cabinet")
}

// TestSigningIsForEverySight: narrow, and large in every scheme of the low-vision version.
func TestSigningIsForEverySight(t *testing.T) {
	o := open(t)
	chromium := browser.Start(t)
	key := o.file(o.of(world.Recipient).Sign)
	for _, width := range []int64{320, 1280} {
		for _, view := range []string{"", "lv=1&size=200&scheme=wb", "lv=1&size=150&scheme=bw&spacing=1&line=1"} {
			tab := chromium.Tab(browser.Width(width))
			tab.Open(o.server.Base + "/kk/help")
			_ = browser.Ask[string](tab, fmt.Sprintf(`document.cookie = "view=%s; path=/"`, view))
			tab.Open(o.server.Base + "/kk/sign-in")
			o.opened(tab, key)
			tab.See("#key-judged", "AUTH_RSA256")
			tab.Click("#way-layer summary")
			tab.Sideways()
			tab.Axe()
			tab.Shot(fmt.Sprintf("sign-in-kk-%d%s", width, strings.Map(letters, view)))
		}
	}
}

func letters(r rune) rune {
	if strings.ContainsRune("=&", r) {
		return '-'
	}
	return r
}

// TestEveryWrongKeyIsNamed: each by its own sentence, where it can be put right.
func TestEveryWrongKeyIsNamed(t *testing.T) {
	revoked, held := issue(t, devca.Auth, inDate(), devca.Revoked()), issue(t, devca.Auth, inDate(), devca.OnHold())
	o := open(t)
	tab := browser.Start(t).Tab()
	w := personOf(world.Recipient)
	firm, err := devca.Shared(t).Issue(devca.Person{IIN: w.IIN, Surname: w.Surname, Name: w.Name, BIN: world.BIN, Organisation: "ТОО «Қамқор»", Role: devca.Head}, devca.Sign, inDate())
	must(t, err)
	for _, c := range []struct{ name, file, password, at, says string }{
		{"no file", "", "", "#key-file-error", "Выберите файл ключа"},
		{"no password", o.file(o.of(world.Recipient).Auth), "", "#key-password-error", "Введите пароль"},
		{"wrong password", o.file(o.of(world.Recipient).Auth), "Asar2025", "#key-password-error", "Неверный пароль"},
		{"no key file", o.write("photo.p12", []byte("\xff\xd8\xff\xe0 no key")), devca.Password, "#key-file-error", "Это не файл ключа .p12"},
		{"cut short", o.write("short.p12", short(t, o.file(o.of(world.Recipient).Auth))), devca.Password, "#key-file-error", "Это не файл ключа .p12"},
		{"for documents", o.file(o.of(world.Recipient).Sign), devca.Password, "#key-judged", "Для входа выберите файл, имя которого начинается с AUTH_RSA256"},
		{"expired", o.file(issue(t, devca.Auth, devca.Expired())), devca.Password, "#key-judged", "Срок действия ключа закончился 30 сентября 2026"},
		{"not yet valid", o.file(issue(t, devca.Auth, devca.Valid(devca.SharedFrom.Plus(100*day), devca.SharedFrom.Plus(200*day)))), devca.Password, "#key-judged", "Ключ ещё не действует: срок начинается 9 января 2027"},
		{"no IIN", o.file(issue(t, devca.Auth, inDate(), devca.NoIIN())), devca.Password, "#key-judged", "нет ИИН"},
		{"an organisation's for documents", o.file(firm), devca.Password, "#key-judged", "Это ключ для подписания документов"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab.Open(o.server.Base + "/ru/sign-in")
			if c.file != "" {
				tab.Choose("#key-file", c.file)
			}
			if c.password != "" {
				tab.Type("#key-password", c.password)
			}
			tab.Click("#key-open")
			tab.See(c.at, c.says)
			tab.Unseen("#key-sign")
			tab.Axe()
		})
	}
	for name, c := range map[string]struct {
		key  *devca.Key
		says string
	}{
		"revoked": {revoked, "Ключ отозван"}, "on hold": {held, "приостановлено"}, "foreign": {issue(t, devca.Auth, inDate(), devca.Foreign()), "выдан не Национальным удостоверяющим центром"},
	} {
		t.Run(name, func(t *testing.T) {
			tab.Open(o.server.Base + "/ru/sign-in")
			o.sign(tab, o.file(c.key))
			tab.See(".govuk-error-summary", c.says)
			tab.See("#way-file", "Выберите ЭЦП") // another key can be taken at once
		})
	}
}

// TestWrongKeysOfADocument: who must sign is known there.
func TestWrongKeysOfADocument(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	o.enter(tab, world.Recipient)
	w := personOf(world.Recipient)
	firm, err := devca.Shared(t).Issue(devca.Person{IIN: w.IIN, Surname: w.Surname, Name: w.Name, BIN: world.BIN, Organisation: "ТОО «Қамқор»", Role: devca.Head}, devca.Sign, inDate())
	must(t, err)
	path := o.document(world.Recipient, "ru")
	tab.Open(o.server.Base + path)
	o.opened(tab, o.file(firm))
	tab.See("#key-organisation", "ТОО «ҚАМҚОР»")
	tab.See("#key-judged", "Это ключ организации")
	o.sign(tab, o.file(o.of(world.Assistant).Sign))
	tab.See(".govuk-error-summary", "Это ключ другого человека")
	o.sign(tab, o.file(o.of(world.Recipient).Sign)) // nothing is lost: the same text
	tab.At("/ru/me")
}

func short(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	return b[:len(b)/2]
}

const day = 24 * 3600 * 1e9
