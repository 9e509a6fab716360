package browser_test

import (
	"log/slog"
	"testing"
	"time"

	"asar/internal/jobs"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/signing"
	"asar/internal/testing/browser"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

// «Подпись проверяется» is seen to begin while the authority is silent, and to end when it
// speaks again: the order is taken on, and a notice says so.
func TestASignatureWaitsForTheAuthority(t *testing.T) {
	for _, c := range []struct {
		name string
		l    lang.Locale
		hand hand
	}{
		{"in Russian", lang.RU, hand{width: 1280, script: true, look: true}},
		{"in Kazakh on a phone, without script", lang.KK, hand{width: 390}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := open(t)
			order := o.Place(world.Recipient, "assistant/assistant", 120, placed.To)
			p := o.person(browser.Start(t), world.Assistant, c.l, c.hand)
			p.open(orders.Order{ID: order}.Link() + "/answer")
			p.press("order-pages.confirm")
			o.Word.Silence()
			p.signed()
			p.at(p.say("waiting.title.waiting"))
			p.See("main", p.say("waiting.what.waiting"))
			p.Settled()
			p.Shot("signature-waiting-" + string(c.l))
			p.open(orders.Order{ID: order}.Link())
			p.See("main", p.say("waiting.note-more"))
			p.Settled()
			p.Shot("order-waiting-" + string(c.l))
			p.See("main", p.say("orders.status.waiting"))
			o.Word.Speak()
			o.Clock.Advance(time.Minute)
			runner := &jobs.Runner{DB: o.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{signing.CheckJob: o.Carrying.Handler()}}
			_, err := runner.Once(t.Context())
			must(t, err)
			p.open("/notifications")
			p.See("main", p.say("notices.signature-accepted"))
			p.open(orders.Order{ID: order}.Link())
			p.See("main", p.say("orders.status.on-execution"))
		})
	}
}
