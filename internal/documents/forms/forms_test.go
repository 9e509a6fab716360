package forms_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"pgregory.net/rapid"

	"asar/internal/calendar"
	"asar/internal/documents/forms"
)

func TestDigestChangesWithEveryFactAndWithNothingElse(t *testing.T) {
	want := forms.Digest(month())
	for name, change := range map[string]func(*forms.ActContent){
		"number": func(c *forms.ActContent) { c.Number += "1" }, "version": func(c *forms.ActContent) { c.Version++ },
		"order": func(c *forms.ActContent) { c.OrderNumber = "x" }, "order date": func(c *forms.ActContent) { c.OrderDate = c.OrderDate.PlusDays(1) },
		"month": func(c *forms.ActContent) { c.Month = c.Month.Plus(1) }, "service": func(c *forms.ActContent) { c.Service.KK = "x" },
		"customer": func(c *forms.ActContent) { c.Customer.RU = "x" }, "recipient": func(c *forms.ActContent) { c.Recipient.IIN = "x" },
		"specialist": func(c *forms.ActContent) { c.Specialist.Name = "x" }, "organisation": func(c *forms.ActContent) { c.Organisation.BIN = "x" },
		"register": func(c *forms.ActContent) { c.RegisterNo = "x" }, "volume": func(c *forms.ActContent) { c.VolumeMinutes++ },
		"used": func(c *forms.ActContent) { c.UsedBeforeMinutes++ }, "minutes": func(c *forms.ActContent) { c.Entries[3].Minutes++ },
		"day": func(c *forms.ActContent) { c.Entries[3].Day = c.Entries[4].Day }, "place": func(c *forms.ActContent) { c.Entries[3].Places.KK += "." },
		"form": func(c *forms.ActContent) { c.Entries[3].Form.RU = "x" }, "one less": func(c *forms.ActContent) { c.Entries = c.Entries[1:] },
		"order of days": func(c *forms.ActContent) { slices.Reverse(c.Entries) },
	} {
		c := month()
		if change(&c); forms.Digest(c) == want {
			t.Errorf("%s may be changed unnoticed", name)
		}
	}
	c := month()
	c.Made, c.CheckBase, c.RecipientSignature = c.Made.Plus(1), "x", &forms.Signature{Signer: "x"}
	if forms.Digest(c) != want {
		t.Error("the digest depends on how the act is printed or signed")
	}
}

// The digest of a content is printed on paper that people keep: it may never change.
func TestDigestStaysAsItIs(t *testing.T) {
	const printed = "d4b4536ade0179c145666abf6cfeb77e32edf6af4ccf63cdf180645f7ad8b6f0"
	if got := forms.Digest(month()); got != printed {
		t.Errorf("the canonical form has changed: %s", got)
	}
}

func TestCodeSaysWhatTheAddressSaid(t *testing.T) {
	digest := forms.Digest(month())
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[A-ZА-ЯӘҒҚҢӨҰҮҺІ0-9№ .?&#%+=-]{1,30}`).Draw(t, "number")
		base := rapid.SampledFrom([]string{"https://asar.kz", "http://localhost:8080", "https://asar.kz/", "https://a.kz/portal"}).Draw(t, "base")
		got, d, ok := forms.ReadQR(forms.CheckURL(base, number, digest))
		if !ok || got != number || d != digest {
			t.Fatalf("read %q %q %v", got, d, ok)
		}
	})
}

func TestForeignCodesAreNotOurs(t *testing.T) {
	d := strings.Repeat("a", 64)
	for _, text := range []string{"", "hello", "https://egov.kz", "https://a.kz/check/", "https://a.kz/check/1", "https://a.kz/check/1?d=" + d[1:],
		"https://a.kz/check/1?d=" + strings.ToUpper(d), "javascript:/check/1?d=" + d, "https://a.kz/check/1/2?d=" + d, "https://a.kz/check/" + strings.Repeat("1", 500) + "?d=" + d, "%zz"} {
		if n, _, ok := forms.ReadQR(text); ok {
			t.Errorf("%q was taken for act %q", text, n)
		}
	}
}

func FuzzReadQR(f *testing.F) {
	f.Add(forms.CheckURL("https://a.kz", "А-1", strings.Repeat("0", 64)))
	f.Fuzz(func(t *testing.T, text string) {
		if n, d, ok := forms.ReadQR(text); ok && (n == "" || len(d) != 64) {
			t.Errorf("%q: %q %q", text, n, d)
		}
	})
}

func TestFormsHaveTheSameWordsInBothLanguages(t *testing.T) {
	read := func(locale string) map[string]any {
		var v map[string]any
		if _, err := toml.DecodeFile("words."+locale+".toml", &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	kk, ru := read("kk"), read("ru")
	source, err := os.ReadFile("forms.go")
	columns, err2 := os.ReadFile("columns.go")
	words, err3 := os.ReadFile("words.go")
	if err != nil || err2 != nil || err3 != nil {
		t.Fatal(err, err2, err3)
	}
	all := string(source) + string(columns) + string(words) + `"act" "sheet"`
	for key := range ru {
		if kk[key] == nil {
			t.Errorf("kk lacks %s", key)
		}
		if !strings.Contains(all, `"`+key+`"`) {
			t.Errorf("nothing prints %s", key)
		}
	}
	if len(kk) != len(ru) {
		t.Errorf("%d texts in Kazakh, %d in Russian", len(kk), len(ru))
	}
}

func TestContentThatCannotBePrinted(t *testing.T) {
	for _, spoil := range []func(*forms.ActContent){
		func(c *forms.ActContent) { c.Number = "" }, func(c *forms.ActContent) { c.Month = calendar.Month{} }, func(c *forms.ActContent) { c.Made = calendar.Instant{} },
	} {
		c := month()
		spoil(&c)
		if _, err := forms.Act(c, "ru"); err == nil {
			t.Error("printed")
		}
	}
	if _, err := forms.Act(month(), "fr"); err == nil {
		t.Error("printed in a language that is not there")
	}
}

// What the act says, as a person copies it out of the page.
func TestActSaysWhatWasDelivered(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed")
	}
	c := month()
	c.RecipientSignature = &forms.Signature{Signer: "ҚУАНЫШБЕКҰЛЫ ӘДІЛҒАЗЫ", Serial: "5c11", At: calendar.MustDate("2026-11-30").Clock(19, 30)}
	for locale, want := range map[string][]string{
		"ru": {"Акт оказанных услуг № АУ-2026-000317", "За ноябрь 2026 года", "К заказу № З-2026-000142 от 14.09.2026", "Форма условная", "ИИН 810314300012",
			"30.11.2026", "Акимат Ауэзовского района", "Всего часов", "83,5", "Остаток: 196 ч.", "Подписано ЭЦП: ҚУАНЫШБЕКҰЛЫ", "30.11.2026 19:30:00 (UTC+05:00)", forms.Digest(c)},
		"kk": {"Көрсетілген қызметтер актісі № АУ-2026-000317", "2026 жылғы қараша", "Нысан шартты", "ЖСН 810314300012", "Әуезов ауданының әкімдігі", "Қалдығы: 196 сағ.", forms.Digest(c)},
	} {
		b, err := forms.Act(c, locale)
		if err != nil {
			t.Fatal(err)
		}
		text := textOf(t, b)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the act does not say %q", locale, w)
			}
		}
		for _, bad := range []string{"{", "}", "<nil>"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: the act says %q", locale, bad)
			}
		}
	}
}

func textOf(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(out, []byte("\n"), []byte(" ")))
}

// BenchmarkAct says how many tagged pages are made a second; GOMAXPROCS=1 for one core.
func BenchmarkAct(b *testing.B) {
	c, pages := month(), 0
	for b.Loop() {
		file, err := forms.Act(c, "kk")
		if err != nil {
			b.Fatal(err)
		}
		pages += bytes.Count(file, []byte("/Type /Page "))
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
