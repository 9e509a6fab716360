package lang_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"asar/internal/calendar"
	"asar/internal/lang"
)

func texts(t *testing.T) *lang.Texts {
	t.Helper()
	all, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestDatesAndHours(t *testing.T) {
	all := texts(t)
	d := calendar.MustDate("2026-11-23")
	cases := []struct {
		name, kk, ru, en string
		say              func(*lang.Words) string
	}{
		{"date", "2026 ж. 23 қараша", "23 ноября 2026", "23 November 2026", func(w *lang.Words) string { return w.Date(d) }},
		{"short", "2026 ж. 23 қар.", "23 нояб. 2026", "23 Nov 2026", func(w *lang.Words) string { return w.ShortDate(d) }},
		{"moment", "2026 ж. 23 қараша, 18:05", "23 ноября 2026, 18:05", "23 November 2026, 18:05", func(w *lang.Words) string { return w.DateTime(d.Clock(18, 5)) }},
		{"month", "2026 ж. қараша", "ноябрь 2026", "November 2026", func(w *lang.Words) string { return w.Month(d.InMonth()) }},
		{"hours", "4 сағ 30 мин", "4 ч 30 мин", "4 h 30 min", func(w *lang.Words) string { return w.Hours(270) }},
		{"whole hours", "60 сағ", "60 ч", "60 h", func(w *lang.Words) string { return w.Hours(3600) }},
		{"number", "12 345", "12 345", "12,345", func(w *lang.Words) string { return w.Number(12345) }},
		{"money", "1 234 567,05 ₸", "1 234 567,05 ₸", "1,234,567.05 ₸", func(w *lang.Words) string { return w.Money(123456705) }},
		{"whole money", "−500 ₸", "−500 ₸", "−500 ₸", func(w *lang.Words) string { return w.Money(-50000) }},
		{"size", "1,5 МБ", "1,5 МБ", "1.5 MB", func(w *lang.Words) string { return w.Size(3 << 19) }},
		{"weekday", "дүйсенбі", "понедельник", "Monday", func(w *lang.Words) string { return w.Weekday(d.Weekday()) }},
		{"no date", "", "", "", func(w *lang.Words) string { return w.Date(calendar.Date{}) }},
	}
	for _, c := range cases {
		for l, want := range map[lang.Locale]string{lang.KK: c.kk, lang.RU: c.ru, lang.EN: c.en} {
			if got := spaced(c.say(all.In(l))); got != want {
				t.Errorf("%s in %s: %q, want %q", c.name, l, got, want)
			}
		}
	}
}

// spaced writes spaces that do not break as plain ones.
func spaced(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if r == '\u00a0' {
			runes[i] = ' '
		}
	}
	return string(runes)
}

func TestSortKeyFollowsTheKazakhAlphabet(t *testing.T) {
	want := []string{"Абай", "Әлия", "Бақыт", "Ғани", "Дана", "Қанат", "Мади", "Оспан", "Өмір", "Ұлан", "Үміт", "Һәнипа", "Ілияс"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int {
		if lang.SortKey(a) < lang.SortKey(b) {
			return -1
		}
		return 1
	})
	order := func(name string) int { return slices.Index(got, name) }
	for _, pair := range [][2]string{{"Абай", "Әлия"}, {"Әлия", "Бақыт"}, {"Ғани", "Дана"}, {"Оспан", "Өмір"}, {"Ұлан", "Үміт"}, {"Қанат", "Мади"}} {
		if order(pair[0]) > order(pair[1]) {
			t.Errorf("%s after %s: %v", pair[0], pair[1], got)
		}
	}
}

func TestFoldForgivesLookAlikes(t *testing.T) {
	for _, pair := range [][2]string{{"Қасымова", "касымова"}, {"Әбдірахманов", "АБДИРАХМАНОВ"}, {"Өмірұлы", "омирулы"}, {"Ким ", "ким"}, {"Семёнова", "Семенова"}, {"Һәнипа", "Ханипа"}, {"Абдул-Азиз", "абдулазиз"}} {
		if lang.Fold(pair[0]) != lang.Fold(pair[1]) {
			t.Errorf("%q and %q fold apart", pair[0], pair[1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := lang.Fold(s); lang.Fold(once) != once {
			t.Fatalf("folding %q twice differs", s)
		}
	})
}

func TestCleanText(t *testing.T) {
	cases := []struct {
		in, want string
		ok       bool
	}{
		{"Айгүл", "Айгүл", true},
		{"\ufeffАйгүл", "Айгүл", true},
		{"й", "й", true}, // и and a breve become one letter
		{"a\u202eb", "ab", false},
		{"a\x00b", "ab", false},
		{"a\u200bb", "ab", false},
		{"a\xffb", "ab", false},
		{"two\nlines", "two\nlines", true},
	}
	for _, c := range cases {
		if got, ok := lang.CleanText(c.in); got != c.want || ok != c.ok {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

func TestPrefer(t *testing.T) {
	cases := map[string]lang.Locale{"": lang.RU, "kk-KZ,kk;q=0.9,ru;q=0.8": lang.KK, "en-GB": lang.EN, "ru": lang.RU, "fr": lang.RU, "\x00": lang.RU, "fr,kk;q=0.5": lang.KK}
	for header, want := range cases {
		if got := lang.Prefer(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add("Айгүл")
	f.Add("\u202e\x00\xff")
	f.Fuzz(func(t *testing.T, s string) {
		once, _ := lang.CleanText(s)
		if again, ok := lang.CleanText(once); again != once || !ok {
			t.Errorf("%q cleans to %q, then to %q", s, once, again)
		}
	})
}
