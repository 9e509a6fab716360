package browser_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/ncalayer"
	"asar/internal/testing/world"
)

const loopback = "loopback-network"

// asksLayer opens the way of NCALayer and presses its button.
func asksLayer(o *town, tab *browser.Tab) {
	tab.Open(o.server.Base + "/ru/sign-in")
	tab.Click("#way-layer summary")
	tab.Click("#layer-sign")
}

// TestLayerInEveryShape: each shape of answer signs in, and each trouble has its sentence.
func TestLayerInEveryShape(t *testing.T) {
	o := open(t)
	chromium := browser.Start(t)
	says := map[ncalayer.Mode]string{
		ncalayer.Cancelled: "Подписание отменено", ncalayer.Refused: "keystore password was incorrect", ncalayer.NoModule: "нет модуля подписания",
		ncalayer.Dropped: "прервал связь", ncalayer.Garbled: "непонятен", ncalayer.Unanswered: "",
	}
	for _, mode := range ncalayer.Modes() {
		t.Run(string(mode), func(t *testing.T) {
			tab := chromium.Tab()
			o.layer.Set(mode, o.of(world.Recipient).Auth)
			asksLayer(o, tab)
			switch {
			case mode.Signs():
				if mode == ncalayer.Slow {
					tab.See("#layer-said", "всё ещё ждёт вас")
				}
				tab.At("/ru/cabinet")
			case mode == ncalayer.OtherText:
				tab.See(".govuk-error-summary", "Подписан другой текст")
			case mode == ncalayer.Unanswered:
				tab.See("#layer-said", "Ждём NCALayer")
				tab.Axe()
				tab.Click("#layer-stop")
				tab.See("#layer-failed", "Подписание отменено")
			default:
				tab.See("#layer-failed", says[mode])
				tab.Axe()
				o.layer.Set(ncalayer.Array, o.of(world.Recipient).Auth) // and it can be tried again at once
				tab.Click("#layer-sign")
				tab.At("/ru/cabinet")
			}
		})
	}
}

// TestLayerIsAskedForTheShownText: the very bytes, detached, in the page's language.
func TestLayerIsAskedForTheShownText(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	o.enter(tab, world.Recipient)
	o.layer.Set(ncalayer.Array, o.of(world.Recipient).Sign)
	tab.Open(o.server.Base + o.document(world.Recipient, "kk"))
	shown := browser.Ask[string](tab, `document.getElementById("signed-text").textContent`)
	tab.Click("#way-layer summary")
	tab.Click("#layer-sign")
	tab.At("/kk/me")
	asked := o.layer.Asked()
	if len(asked) != 1 {
		t.Fatalf("asked %d times", len(asked))
	}
	content, err := base64.StdEncoding.DecodeString(asked[0].Args.Data[0])
	must(t, err)
	if !bytes.Equal(content, []byte(shown+"\n")) || asked[0].Args.Locale != "kk" || bool(asked[0].Args.SigningParams.Encapsulate) {
		t.Errorf("asked for %q (%+v), shown %q", content, asked[0].Args, shown)
	}
}

// TestLayerBehindTheBrowsersQuestion: Chromium asks before a page of the internet may talk
// to programs of this machine. The page says so before it opens a socket, and what to do
// when the answer was no.
func TestLayerBehindTheBrowsersQuestion(t *testing.T) {
	o := open(t)
	o.layer.Set(ncalayer.Array, o.of(world.Recipient).Auth)
	chromium := browser.Start(t, browser.Public(o.server))
	t.Run("prompt", func(t *testing.T) {
		tab := chromium.Tab(browser.Permit(loopback, "prompt", o.server.Base))
		tab.Open(o.server.Base + "/ru/sign-in")
		tab.Click("#way-layer summary")
		tab.See("#layer-prompt", "Браузер спросит")
		tab.Unseen("#layer-denied")
		tab.Axe()
		tab.Shot("layer-prompt-ru-1280")
		if n := sockets(tab); n > 0 {
			t.Errorf("a socket was opened before the page explained: %d", n)
		}
		tab.Click("#layer-sign")
		tab.See("#layer-failed", "Если браузер спросил о доступе") // nobody answers the question here
		if n := sockets(tab); n != 1 {
			t.Errorf("%d sockets, want one", n)
		}
	})
	t.Run("denied", func(t *testing.T) {
		tab := chromium.Tab(browser.Permit(loopback, "denied", o.server.Base))
		asksLayer(o, tab)
		tab.See("#layer-denied", "Настройки сайтов")
		tab.See("#layer-failed", "Браузер не пускает портал к NCALayer")
		tab.Axe()
		tab.Shot("layer-denied-ru-1280")
		if n := len(o.layer.Asked()); n > 0 {
			t.Errorf("asked in spite of the ban: %d", n)
		}
	})
	t.Run("granted", func(t *testing.T) {
		tab := chromium.Tab(browser.Permit(loopback, "granted", o.server.Base))
		tab.Open(o.server.Base + "/ru/sign-in")
		tab.Click("#way-layer summary")
		tab.See("#layer-granted", "уже разрешил")
		tab.Click("#layer-sign")
		tab.At("/ru/cabinet")
	})
}

func sockets(tab *browser.Tab) (n int) {
	for _, r := range tab.Requests() {
		if strings.HasPrefix(r, "SOCKET ") {
			n++
		}
	}
	return n
}
