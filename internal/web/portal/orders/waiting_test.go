package ordering_test

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"asar/internal/jobs"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/signing"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// The whole story on pages: «подпись проверяется» begins, stands on the order's page, and
// ends with the order taken on and a notice.
func TestASignatureThatWaitsIsSeenToBeginAndEnd(t *testing.T) {
	town := placed.New(t, testdb.SQLite(t))
	site := visited.Whole(t, town)
	o := town.Place(world.Recipient, "assistant/assistant", 120, placed.To)
	here, other := site.Browser(world.Assistant), site.Browser(world.Recipient)
	text, err := town.Orders.PrepareConfirm(t.Context(), town.As(world.Assistant), o, orders.Who{}, lang.RU)
	if err != nil {
		t.Fatal(err)
	}
	sign, order := "/ru/sign/"+text.String(), "/ru"+orders.Order{ID: o}.Link()
	town.Word.Silence()
	if got := here.Sign(world.Assistant, sign); got.Status != http.StatusSeeOther || got.Location != sign {
		t.Fatalf("%d to %s: %s", got.Status, got.Location, got.Body)
	}
	says := func(path string, all ...string) {
		t.Helper()
		page := here.Get(path)
		for _, want := range all {
			if page.Status != http.StatusOK || !strings.Contains(page.Body, want) {
				t.Errorf("%s (%d) does not say %q", path, page.Status, want)
			}
		}
	}
	says(sign, "Подпись проверяется", "Ничего делать не нужно", "Подпись получена")
	says("/kk/sign/"+text.String(), "Қолтаңба тексерілуде")
	says("/en/sign/"+text.String(), "The signature is being checked")
	says(order, "Подпись проверяется", "Подписывать ещё раз не нужно", sign)
	if foreign := other.Get(sign); foreign.Status != http.StatusNotFound {
		t.Errorf("somebody else's text: %d", foreign.Status)
	}
	town.Word.Speak()
	town.Clock.Advance(time.Minute)
	runner := &jobs.Runner{DB: town.DB, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Handlers: map[string]jobs.Handler{signing.CheckJob: town.Carrying.Handler()}}
	if _, err := runner.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	says(sign, "Подпись принята", "Открыть запись", order)
	says(order, "На исполнении")
	if strings.Contains(here.Get(order).Body, "Подпись проверяется") {
		t.Error("the order's page still says that it is being checked")
	}
	says("/ru/notifications", "Ваша подпись проверена и принята")
}
