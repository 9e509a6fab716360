package office_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"asar/internal/jobs"
	"asar/internal/store"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// troubled is a town with a message that was refused and one that waits for hours.
func troubled(t *testing.T) *visited.Site {
	t.Helper()
	s := open(t)
	err := s.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(`UPDATE job SET status = 'done', done_at = $1`, tx.Now()); err != nil {
			return err
		}
		if err := jobs.Add(tx, jobs.Job{Kind: "esobes.act", Key: "refused", Subject: "order:01930000-0000-7000-8000-00000000abcd"}); err != nil {
			return err
		}
		return jobs.Add(tx, jobs.Job{Kind: "sms", Key: "waits", Subject: "person:1", Due: tx.Now().Plus(24 * time.Hour)})
	})
	if err != nil {
		t.Fatal(err)
	}
	r := jobs.Runner{DB: s.DB, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Handlers: map[string]jobs.Handler{
		"esobes.act": func(context.Context, jobs.Task) error { return jobs.Refused(errors.New("esobes: status 422")) }}}
	if _, err := r.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// pathTo is the first address on a page that begins so.
func pathTo(t *testing.T, body, begins string) string {
	t.Helper()
	_, rest, found := strings.Cut(body, `href="`+begins)
	if !found {
		t.Fatalf("no link to %s", begins)
	}
	end, _, _ := strings.Cut(rest, `"`)
	return begins + end
}

func TestTheDeskSaysWhatDidNotGetThrough(t *testing.T) {
	s := troubled(t)
	s.Clock.Advance(3 * time.Hour)
	for _, who := range []string{world.Administrator, world.Auditor} {
		b := s.Browser(who)
		holds(t, b.Get("/ru/office"), http.StatusOK, "1 сообщение не прошло", "Обмен с E-Собес")
		page := b.Get("/ru/office/exchange")
		holds(t, page, http.StatusOK, "Акт в E-Собес", "SMS", "3 часа", "Не прошли (1)", "Ждут отправки (1)", "esobes: status 422")
		holds(t, b.Get("/kk/office/exchange?status=waiting"), http.StatusOK, "Жіберуді күтуде (1)", "SMS")
		holds(t, b.Get("/ru/office/exchange?status=waiting&after=x"), http.StatusNotFound)
		one := b.Get(pathTo(t, page.Body, "/ru/office/exchange/0"))
		holds(t, one, http.StatusOK, "Заказ\u00a0…0000abcd", "Узнайте причину")
		if may := strings.Contains(one.Body, "Повторить отправку"); may != (who == world.Administrator) {
			t.Errorf("%s may send again: %v", who, may)
		}
	}
	holds(t, s.Browser(world.Officer).Get("/ru/office/exchange"), http.StatusForbidden)
}

func TestSendingAgainAndStoppingAskFirst(t *testing.T) {
	s := troubled(t)
	b := s.Browser(world.Administrator)
	at := pathTo(t, b.Get("/ru/office/exchange").Body, "/ru/office/exchange/0")
	if p := s.Browser(world.Auditor).Post(at+"/retry", nil); p.Status != http.StatusForbidden {
		t.Errorf("the auditor sends again: %d", p.Status)
	}
	holds(t, b.Get(at+"/retry"), http.StatusOK, "Получатель не получит его дважды", "Акт в E-Собес")
	holds(t, b.Get("/ru/office/exchange"), http.StatusOK, "Не прошли (1)") // asking changed nothing
	goes(t, b.Post(at+"/retry", nil), at+"?said=job-retried")
	holds(t, b.Get(at+"?said=job-retried"), http.StatusOK, "Сообщение отправляется заново", "Следующая попытка")
	holds(t, b.Post(at+"/retry", nil), http.StatusConflict, "уже отправлено или остановлено")
	goes(t, b.Get(at+"/retry"), at)
	holds(t, b.Get(at+"/stop"), http.StatusOK, "не будет оплачен")
	holds(t, b.Post(at+"/stop", url.Values{"why": {"x"}}), http.StatusBadRequest)
	goes(t, b.Post(at+"/stop", nil), at+"?said=job-stopped")
	holds(t, b.Get(at), http.StatusOK, "Остановлено", "Повторить отправку")
	holds(t, b.Get("/ru/office/exchange/01930000-0000-7000-8000-000000000000"), http.StatusNotFound)
}

func goes(t *testing.T, p visited.Page, to string) {
	t.Helper()
	if p.Status != http.StatusSeeOther || p.Location != to {
		t.Errorf("%d to %s, want to %s: %s", p.Status, p.Location, to, p.Body)
	}
}
