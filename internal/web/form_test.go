package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/testing/visited"
)

func TestAFormTakesWhatItsPageAsksForAndNothingElse(t *testing.T) {
	c := newClient(t, open(t))
	form := func(pairs ...string) url.Values {
		f := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			f.Add(pairs[i], pairs[i+1])
		}
		return f
	}
	long := strings.Repeat("қ", 4000)
	for name, one := range map[string]struct {
		form url.Values
		want int
		says string
	}{
		"nothing":              {form(), http.StatusSeeOther, ""},
		"what is asked":        {form("word", "Әуез", "many", "a", "many", "b"), http.StatusSeeOther, ""},
		"lines":                {form("word", "a\r\nb\tc"), http.StatusSeeOther, ""},
		"another field":        {form("word", "a", "role", "administrator"), http.StatusBadRequest, "Портал не понял"},
		"a field twice":        {form("word", "a", "word", "b"), http.StatusBadRequest, "Портал не понял"},
		"a field with no name": {form("", "a"), http.StatusBadRequest, ""},
		"a control sign":       {form("word", "a\x07b"), http.StatusUnprocessableEntity, `value="ab"`},
		"a null":               {form("word", "a\x00b"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"a sign that turns":    {form("word", "a\u202eb"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"a sign of no width":   {form("word", "a\u200bb"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"isolates":             {form("word", "a\u2066b\u2069"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"a private sign":       {form("word", "a\ue000b"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"broken letters":       {form("word", "a\xffb"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"hidden in a list":     {form("many", "a", "many", "b\u200d"), http.StatusUnprocessableEntity, "невидимые знаки"},
		"the longest":          {form("word", long), http.StatusSeeOther, ""},
		"too long":             {form("word", long+"қ"), http.StatusUnprocessableEntity, "не больше 4"},
		"no date":              {form("date-day", "31", "date-month", "2", "date-year", "2026"), http.StatusUnprocessableEntity, "Введите дату"},
		"half a date":          {form("date-day", "1", "date-month", "", "date-year", ""), http.StatusUnprocessableEntity, "Введите дату"},
		"a date of no time":    {form("date-day", "1", "date-month", "1", "date-year", "0001"), http.StatusUnprocessableEntity, "Введите дату"},
		"a leap day":           {form("date-day", "29", "date-month", "2", "date-year", "2028"), http.StatusSeeOther, ""},
		"hours":                {form("hours", "2,5"), http.StatusSeeOther, ""},
		"hours with a point":   {form("hours", "2.5"), http.StatusSeeOther, ""},
		"no hours":             {form("hours", "NaN"), http.StatusUnprocessableEntity, "Введите число"},
		"endless hours":        {form("hours", "1e308"), http.StatusUnprocessableEntity, "Введите число"},
		"hours below nothing":  {form("hours", "-1"), http.StatusUnprocessableEntity, "Введите число"},
		"seconds":              {form("hours", "0.001"), http.StatusUnprocessableEntity, "Введите число"},
		"a large number":       {form("number", "99999999999999999999"), http.StatusUnprocessableEntity, "Введите число"},
	} {
		got := c.post("/ru/probe", one.form)
		if got.StatusCode != one.want || !strings.Contains(got.body, one.says) {
			t.Errorf("%s: %d, want %d and %q", name, got.StatusCode, one.want, one.says)
		}
	}
}

func TestBodiesOfOtherShapesAreRefused(t *testing.T) {
	c := newClient(t, open(t))
	for name, one := range map[string]struct {
		kind, body string
		want       int
	}{
		"json":           {"application/json", `{"word":"a"}`, http.StatusBadRequest},
		"text":           {"text/plain", "word=a", http.StatusBadRequest},
		"no multipart":   {"multipart/form-data", "word=a", http.StatusBadRequest},
		"broken":         {"application/x-www-form-urlencoded", "word=%zz", http.StatusBadRequest},
		"semicolons":     {"application/x-www-form-urlencoded", "word=a;word=b", http.StatusBadRequest},
		"too much":       {"application/x-www-form-urlencoded", "word=" + strings.Repeat("a", 64<<10), http.StatusRequestEntityTooLarge},
		"no type at all": {"", "word=a", http.StatusSeeOther}, // nothing is read from it
	} {
		got := c.do(c.request(http.MethodPost, "/ru/probe", one.body, "Content-Type", one.kind))
		if got.StatusCode != one.want {
			t.Errorf("%s: %d, want %d", name, got.StatusCode, one.want)
		}
	}
}

func envelope(t *testing.T, files map[string][]byte, words ...string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(words); i += 2 {
		must(t, w.WriteField(words[i], words[i+1]))
	}
	for field, content := range files {
		part, err := w.CreateFormFile(field, "../../скан\u202e.pdf")
		must(t, err)
		_, err = part.Write(content)
		must(t, err)
	}
	must(t, w.Close())
	return w.FormDataContentType(), b.String()
}

// A file is read without being put anywhere: no temporary file holds somebody's papers.
func TestAFileIsNeverPutIntoATemporaryFile(t *testing.T) {
	s := open(t)
	t.Setenv("TMPDIR", "/nonexistent")
	c := newClient(t, s)
	content := bytes.Repeat([]byte("0123456789abcdef"), 10<<20/16)
	kind, body := envelope(t, map[string][]byte{"file": content}, "word", "a")
	got := c.do(c.request(http.MethodPost, "/ru/probe/file", body, "Content-Type", kind))
	if got.StatusCode != http.StatusOK || got.body != string(content) {
		t.Errorf("%d, %d bytes back", got.StatusCode, len(got.body))
	}
	kind, body = envelope(t, map[string][]byte{"file": append(content, content...)})
	c.do(c.request(http.MethodPost, "/ru/probe/file", body, "Content-Type", kind)).wants(t, http.StatusRequestEntityTooLarge, "не больше 10 МБ")
	kind, body = envelope(t, map[string][]byte{"file": []byte("a"), "other": []byte("b")})
	c.do(c.request(http.MethodPost, "/ru/probe/file", body, "Content-Type", kind)).wants(t, http.StatusBadRequest)
	kind, body = envelope(t, nil, "word", "a", "word", "b")
	c.do(c.request(http.MethodPost, "/ru/probe/file", body, "Content-Type", kind)).wants(t, http.StatusBadRequest)
	kind, body = envelope(t, map[string][]byte{"file": content})
	c.do(c.request(http.MethodPost, "/ru/probe", body, "Content-Type", kind)).wants(t, http.StatusRequestEntityTooLarge)
}

// What a person typed is shown again as words, whatever it looks like.
func TestTypedWordsStayWords(t *testing.T) {
	c := newClient(t, open(t))
	for _, typed := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `{{7*7}}`, `' OR 1=1`, `javascript:alert(1)`} {
		got := c.post("/ru/probe", url.Values{"word": {typed}, "number": {"x"}}, "Referer", visited.Base+"/ru/probe")
		if got.StatusCode != http.StatusUnprocessableEntity || strings.Contains(got.body, "<script>alert") || strings.Contains(got.body, "<img src=x") {
			t.Errorf("%q: %d", typed, got.StatusCode)
		}
	}
	c.post("/ru/probe", url.Values{"word": {"{{7*7}}"}, "number": {"x"}}).wants(t, http.StatusUnprocessableEntity, `value="{{7*7}}"`)
}
