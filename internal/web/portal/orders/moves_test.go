package ordering_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/testing/placed"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// TestConfirming is steps 6 to 9 of the manual.
func TestConfirming(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	b := s.Browser(world.Assistant)
	holds(t, b.Get(path(o, "")), http.StatusOK, "Ответить", "Заказ ждёт вашего ответа до")
	lacks(t, b.Get(path(o, "")), "Тимирязева") // an address is shown while the order runs
	holds(t, b.Get(path(o, "/answer")), http.StatusOK, "Подтверждение заказа услуги", "Подтвердить", "Отклонить", "Сейтова Айгүл Маратқызы", "10\u00a0ч")
	holds(t, b.Get("/kk/orders/"+o.String()+"/answer"), http.StatusOK, "Қызметке тапсырысты растау")
	holds(t, b.Get("/en/orders/"+o.String()+"/answer"), http.StatusOK, "Confirmation of a service order")
	done := signs(t, world.Assistant, b, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}}))
	holds(t, done, http.StatusOK, "Заказ подтверждён и на исполнении", "На исполнении", "Добавить запись об оказанной услуге", path(o, "/journal"), "Отмена заказа",
		"Тимирязева", "Заказ оформлен", "Ахметов Нұрлан Серікұлы, специалист", "Сейтова Айгүл Маратқызы, получатель")
	if s.Order(o).Status != orders.OnExecution {
		t.Error("the order was not confirmed")
	}
	goes(t, b.Get(path(o, "/answer")), path(o, ""))
	holds(t, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}}), http.StatusConflict, "уже на исполнении", "История заказа")
	holds(t, s.Browser(world.Recipient).Get(path(o, "")), http.StatusOK, "+7 701 000 02 01", "Отмена заказа")
	lacks(t, s.Browser(world.Officer).Get(path(o, "")), "Тимирязева", "Отмена заказа")
}

func TestDeclining(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	b := s.Browser(world.Assistant)
	holds(t, b.Get(path(o, "/answer?answer=decline")), http.StatusOK, "Причина отказа", "Нет свободных часов", "Другая причина")
	answer := func(code, text string) visited.Page {
		return b.Post(path(o, "/answer"), url.Values{"answer": {"decline"}, "reason": {code}, "reason-text": {text}})
	}
	holds(t, answer("", "мой текст"), http.StatusUnprocessableEntity, "Выберите причину", `href="#reason"`, "мой текст")
	holds(t, answer("hospital", ""), http.StatusUnprocessableEntity, "Выберите причину") // the recipient's, not the specialist's
	holds(t, answer("other", " "), http.StatusUnprocessableEntity, "Опишите причину", `href="#reason-text"`, `value="other" checked`)
	done := signs(t, world.Assistant, b, answer("too-far", "Другой конец города"))
	holds(t, done, http.StatusOK, "Заказ отклонён", "Отклонен специалистом", "Далеко добираться. Другой конец города")
	holds(t, s.Browser(world.Recipient).Get(path(o, "")), http.StatusOK, "Далеко добираться", "Выбрать другого специалиста", "?service=assistant")
}

// TestWhoLeavesTheRegisterCanOnlyDecline is the note to step 7.
func TestWhoLeavesTheRegisterCanOnlyDecline(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	me := s.As(world.Assistant)
	text, err := s.Applications.PrepareLeave(t.Context(), me, s.Entries["assistant/assistant"], "Переезжаю", lang.RU)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Applications.Leave(t.Context(), me, s.Sign(world.Assistant, text)); err != nil {
		t.Fatal(err)
	}
	b := s.Browser(world.Assistant)
	page := b.Get(path(o, "/answer"))
	holds(t, page, http.StatusOK, "у вас есть действующее заявление на исключение из реестра", "Отклонить")
	lacks(t, page, `value="confirm"`)
	holds(t, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}}), http.StatusConflict, "Заказ можно только отклонить")
	goes(t, b.Post(path(o, "/answer"), url.Values{"answer": {"decline"}, "reason": {"illness"}}), "/ru/sign/")
}

func TestAnOrganisationAppoints(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Supplier)
	o := s.Place(world.Recipient, "qamqor/assistant", 600, placed.To)
	holds(t, b.Get(path(o, "/answer")), http.StatusOK, "Кто будет исполнять заказ", "Жүнісбеков Ерлан", "Цой Алина")
	holds(t, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}}), http.StatusUnprocessableEntity, "Выберите специалиста, который будет оказывать услугу", `href="#worker"`)
	foreign := url.Values{"answer": {"confirm"}, "worker": {s.People[world.Assistant].ID.String()}}
	holds(t, b.Post(path(o, "/answer"), foreign), http.StatusUnprocessableEntity, "Этот специалист не может исполнять заказ")
	done := signs(t, world.Supplier, b, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}, "worker": {s.People[world.Worker].ID.String()}}))
	holds(t, done, http.StatusOK, "Исполняет", "Жүнісбеков Ерлан Болатұлы")
	lacks(t, done, "Добавить запись об оказанной услуге") // the worker keeps the journal
	holds(t, s.Browser(world.Worker).Get("/ru/orders"), http.StatusOK, path(o, "/journal"))
}

func TestABedPlace(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Supplier)
	last := s.Clock.Now().Date().PlusDays(9)
	o := s.Place(world.Recipient, "qamqor/bed-place", 0, last)
	holds(t, b.Get(path(o, "/answer")), http.StatusOK, "Какое место займёт получатель", "1-1", "место будет занято")
	holds(t, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}}), http.StatusUnprocessableEntity, "Выберите койко-место", `href="#bed"`)
	holds(t, signs(t, world.Supplier, b, b.Post(path(o, "/answer"), url.Values{"answer": {"confirm"}, "bed": {s.Beds[0].String()}})), http.StatusOK, "На исполнении", "1-1", "Отмена заказа")
	second := s.Place(world.SecondRecipient, "qamqor/bed-place", 0, last)
	page := b.Get(path(second, "/answer"))
	holds(t, page, http.StatusOK, "1-2")
	lacks(t, page, "1-1")
	s.Confirm(world.Supplier, second, orders.Who{Bed: s.Beds[1]})
	third := s.Place(world.ThirdRecipient, "qamqor/bed-place", 0, last)
	full := b.Get(path(third, "/answer"))
	holds(t, full, http.StatusOK, "нет ни одного свободного места")
	lacks(t, full, `value="confirm"`)
	s.Clock.Advance(48 * time.Hour)
	b = s.Browser(world.Supplier) // the session is over
	holds(t, b.Get(path(o, "/end-work")), http.StatusOK, "место освободится с завтрашнего дня")
	goes(t, b.Post(path(o, "/end-work"), nil), path(o, ""))
}

func TestWithdrawing(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	b := s.Browser(world.Recipient)
	holds(t, b.Get(path(o, "/withdraw")), http.StatusOK, "Отзыв заказа", "Заказ ещё не подтверждён")
	holds(t, signs(t, world.Recipient, b, b.Post(path(o, "/withdraw"), nil)), http.StatusOK, "Заказ отозван", "Отозван получателем")
	holds(t, b.Post(path(o, "/withdraw"), nil), http.StatusConflict, "уже отозван получателем")
	goes(t, b.Get(path(o, "/withdraw")), path(o, ""))
}

// TestEndingAndCancelling is steps 21 to 28 of the manual.
func TestEndingAndCancelling(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	worker, recipient := s.Browser(world.Assistant), s.Browser(world.Recipient)
	why := url.Values{"reason": {"illness"}, "reason-text": {""}}
	holds(t, worker.Get(path(o, "/cancel")), http.StatusOK, "только после отправки акта", path(o, "/end-work"))
	holds(t, worker.Post(path(o, "/cancel"), why), http.StatusConflict, "только после отправки акта")
	day := s.Clock.Now().Date()
	if _, err := s.Journal.Save(t.Context(), s.As(world.Assistant), o, journal.Draft{Day: day, Minutes: 120, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}); err != nil {
		t.Fatal(err)
	}
	holds(t, worker.Get(path(o, "")), http.StatusOK, "Запись в журнале", "2\u00a0ч из 10\u00a0ч")
	early := worker.Get(path(o, "/end-work"))
	holds(t, early, http.StatusOK, "Сначала отправьте акт оказанных услуг", path(o, "/journal"))
	lacks(t, early, "Подтвердить")
	holds(t, worker.Post(path(o, "/end-work"), nil), http.StatusConflict, "Сначала отправьте акт оказанных услуг")
	if err := s.Send(s.As(world.Assistant), o, day.InMonth()); err != nil {
		t.Fatal(err)
	}
	holds(t, worker.Get(path(o, "/end-work")), http.StatusOK, "Отмена заказа", "Вы прекращаете оказание услуги", "Подтвердить")
	ended := worker.Get(goes(t, worker.Post(path(o, "/end-work"), nil), path(o, "")))
	holds(t, ended, http.StatusOK, "Совместная работа окончена", path(o, "/cancel"), "Отказаться от исполнения")
	lacks(t, ended, "Добавить запись об оказанной услуге")
	holds(t, recipient.Get("/ru/my-orders"), http.StatusOK, "Отказаться от исполнения", path(o, "/cancel"))
	holds(t, recipient.Get(path(o, "/cancel")), http.StatusOK, "Отказ от исполнения заказа", "Услуга больше не нужна", "Подтвердить")
	lacks(t, recipient.Get(path(o, "/cancel")), "Получатель отсутствует")
	holds(t, recipient.Post(path(o, "/cancel"), url.Values{"reason": {""}, "reason-text": {"текст"}}), http.StatusUnprocessableEntity, "Выберите причину", "текст")
	done := signs(t, world.Recipient, recipient, recipient.Post(path(o, "/cancel"), url.Values{"reason": {"moved"}, "reason-text": {""}}))
	holds(t, done, http.StatusOK, "Отменен по инициативе получателя", "Заказ отменен, теперь получатель может выбрать другого специалиста или организацию", "Переезд")
	holds(t, worker.Get("/ru/orders"), http.StatusOK, "Отменен по инициативе получателя", "Просмотреть причины", "Переезд")
	holds(t, worker.Post(path(o, "/cancel"), why), http.StatusConflict, "уже отменён получателем")
}

func TestASpecialistCancels(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	b := s.Browser(world.Assistant)
	goes(t, b.Post(path(o, "/end-work"), nil), path(o, ""))
	holds(t, signs(t, world.Assistant, b, b.Post(path(o, "/cancel"), url.Values{"reason": {"recipient-absent"}, "reason-text": {""}})), http.StatusOK, "Отменен по инициативе специалиста", "Получатель отсутствует")
}

// TestALongHistoryIsFolded: all of it is on the page, the newest in sight.
func TestALongHistoryIsFolded(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	day := s.Clock.Now().Date()
	for version := range 13 {
		d := journal.Draft{Day: day, Minutes: 30 * (1 + version%2), Version: version, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}
		if _, err := s.Journal.Save(t.Context(), s.As(world.Assistant), o, d); err != nil {
			t.Fatal(err)
		}
	}
	page := s.Browser(world.Recipient).Get(path(o, ""))
	holds(t, page, http.StatusOK, "Ещё 3 события раньше", "было 30\u00a0мин, стало 1\u00a0ч", "Заказ оформлен")
	shown, folded, _ := strings.Cut(page.Body, "<details class=\"govuk-details\"")
	if n := strings.Count(shown, "moj-timeline__item"); n != 12 {
		t.Errorf("%d events in sight", n)
	}
	if n := strings.Count(folded, "moj-timeline__item"); n != 3 {
		t.Errorf("%d events folded", n)
	}
}
