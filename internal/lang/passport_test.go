package lang_test

import (
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/lang"
)

func TestAPassportIsSaidInThreeLanguages(t *testing.T) {
	texts, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	hours, err := calendar.ProfileNamed("almaty_district")
	if err != nil {
		t.Fatal(err)
	}
	three, err := calendar.LengthOf(3, calendar.WorkingDays)
	if err != nil {
		t.Fatal(err)
	}
	c := calendar.Counting{Table: calendar.Kazakhstan(), Hours: hours, ThroughCorporation: true}
	var ledger calendar.Ledger
	if err := ledger.Suspend("papers", calendar.MustDate("2026-12-18"), calendar.MustDate("2026-12-18")); err != nil {
		t.Fatal(err)
	}
	p, err := c.DueWith(calendar.MustDate("2026-12-14").Clock(19, 0), three, &ledger)
	if err != nil {
		t.Fatal(err)
	}
	want := map[lang.Locale]string{
		lang.RU: "Поступило: 14 декабря 2026, 19:00, вне рабочего времени; считается поступившим 15 декабря 2026, 09:00. Срок: 3 рабочих дня, до 22 декабря 2026, 18:00. " +
			"Не засчитаны: 16 дек. 2026 (праздник, День Независимости), 18 дек. 2026 (срок приостановлен), 19 дек. 2026 (выходной), 20 дек. 2026 (выходной). " +
			"Срок приостановлен: 18 декабря 2026 – 18 декабря 2026. Результат передаётся в Государственную корпорацию до 21 декабря 2026, 18:00.",
		lang.KK: "Мерзімі: 3 жұмыс күні",
		lang.EN: "Received: 14 December 2026, 19:00, outside working time",
	}
	same, err := calendar.LengthOf(0, calendar.SameDay)
	if err != nil || texts.In(lang.EN).Length(same) != "the same day" || texts.In(lang.RU).Length(three) != "3 рабочих дня" {
		t.Errorf("lengths: %q, %q", texts.In(lang.EN).Length(same), texts.In(lang.RU).Length(three))
	}
	for l, sentence := range want {
		got := strings.ReplaceAll(texts.In(l).Passport(p), "\u00a0", " ")
		if !strings.Contains(got, sentence) || strings.Contains(got, "[passport") {
			t.Errorf("%s: %s", l, got)
		}
	}
}
