package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/problem"
)

// Form is what a person typed. Only the fields a page declares are let in: an unknown or
// repeated field is a request no page of ours makes, and is refused.
type Form struct {
	values map[string][]string
	wrong  []problem.Field
}

// errForeignForm refuses requests that no page of ours makes.
var errForeignForm = problem.New(problem.Invalid, "problem.foreign-form")

var errTooLarge = problem.New(problem.Invalid, "problem.too-large")

// longestField is how many signs a field may hold. A signature may be longer.
const longestField = 4000

// Form reads the declared fields. A name that ends in "*" may be repeated.
func (v *Visit) Form(fields ...string) (*Form, error) {
	if err := v.parse(); err != nil {
		return nil, err
	}
	may, many := map[string]bool{}, map[string]bool{}
	for _, f := range fields {
		name := strings.TrimSuffix(f, "*")
		may[name], many[name] = true, name != f
	}
	form := &Form{values: map[string][]string{}}
	for name, values := range v.R.PostForm {
		if v.leftOut(name, values) && !may[name] {
			continue
		}
		if !may[name] || len(values) > 1 && !many[name] {
			return nil, errForeignForm
		}
		for _, raw := range values {
			form.take(name, raw)
		}
	}
	return form, nil
}

// Typed is a form of values that were typed before, for showing a kept search again.
func Typed(values map[string]string) *Form {
	form := &Form{values: map[string][]string{}}
	for name, text := range values {
		form.values[name] = []string{text}
	}
	return form
}

// inMemory is more than any body that is let in: what people send is never put into
// temporary files.
const inMemory = int64(File) + 1<<20

// leftOut tells whether it may be a field for a file that was left empty: that arrives as
// an empty value beside the files.
func (v *Visit) leftOut(name string, values []string) bool {
	return v.R.MultipartForm != nil && len(v.R.MultipartForm.File[name]) == 0 && len(values) == 1 && values[0] == ""
}

func (v *Visit) parse() error {
	media, _, _ := mime.ParseMediaType(v.R.Header.Get("Content-Type"))
	var err error
	switch media {
	case "multipart/form-data":
		err = v.R.ParseMultipartForm(inMemory)
	case "application/x-www-form-urlencoded", "":
		err = v.R.ParseForm()
	default:
		return errForeignForm
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errTooLarge
	}
	if err != nil {
		return errForeignForm
	}
	if v.R.MultipartForm != nil {
		v.R.PostForm = v.R.MultipartForm.Value
	}
	return nil
}

// take keeps a value without hidden signs and not endless, and notes what was wrong with it:
// a page that shows the form again says so, and one that does not is safe from it.
func (f *Form) take(name, raw string) {
	text, ok := lang.CleanText(strings.ReplaceAll(raw, "\r\n", "\n"))
	if !ok {
		f.Wrong(name, "field.bad-characters")
	}
	if signs := []rune(text); len(signs) > longestField && name != "cms" {
		f.Wrong(name, "field.too-long", problem.Args{"Limit": longestField})
		text = string(signs[:longestField])
	}
	f.values[name] = append(f.values[name], strings.TrimSpace(text))
}

// Text is a field's value, "" when it was left empty.
func (f *Form) Text(name string) string {
	if len(f.values[name]) == 0 {
		return ""
	}
	return f.values[name][0]
}

// All are a repeated field's values.
func (f *Form) All(name string) []string { return f.values[name] }

// Ticked tells whether a checkbox is ticked.
func (f *Form) Ticked(name string) bool { return f.Text(name) == "yes" }

// Wrong notes a problem with a field.
func (f *Form) Wrong(name, key string, args ...problem.Args) {
	f.wrong = append(f.wrong, problem.At(name, key, args...))
}

// Need is Text of a field that must not be empty; key says what to fill in.
func (f *Form) Need(name, key string) string {
	text := f.Text(name)
	if text == "" {
		f.Wrong(name, key)
	}
	return text
}

// Problem is what is wrong with the fields so far, nil when nothing is.
func (f *Form) Problem() error { return problem.Fields(f.wrong...) }

// Date reads the three fields name-day, name-month and name-year. All empty is no date.
func (f *Form) Date(name string) calendar.Date {
	parts := [3]string{f.Text(name + "-day"), f.Text(name + "-month"), f.Text(name + "-year")}
	if parts == [3]string{} {
		return calendar.Date{}
	}
	var n [3]int
	for i, p := range parts {
		number, err := strconv.Atoi(p)
		if err != nil || number <= 0 {
			f.Wrong(name, "field.not-a-date")
			return calendar.Date{}
		}
		n[i] = number
	}
	date, err := calendar.On(n[2], time.Month(n[1]), n[0])
	if err != nil || n[2] < 1900 || n[2] > 2100 {
		f.Wrong(name, "field.not-a-date")
		return calendar.Date{}
	}
	return date
}

// NeedDate is Date of a field that must not be empty.
func (f *Form) NeedDate(name, key string) calendar.Date {
	before := len(f.wrong)
	date := f.Date(name)
	if date.IsZero() && len(f.wrong) == before {
		f.Wrong(name, key)
	}
	return date
}

// Minutes reads hours written as 4, 2,5 or 2.5; an empty field is 0.
func (f *Form) Minutes(name string) int {
	text := strings.Replace(f.Text(name), ",", ".", 1)
	if text == "" {
		return 0
	}
	hours, err := strconv.ParseFloat(text, 64)
	minutes := hours * 60
	if err != nil || hours < 0 || hours > 100000 || minutes != float64(int(minutes)) {
		f.Wrong(name, "field.not-a-number")
		return 0
	}
	return int(minutes)
}

// Number reads a whole number; an empty field is 0.
func (f *Form) Number(name string) int {
	text := f.Text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		f.Wrong(name, "field.not-a-number")
		return 0
	}
	return n
}

// Upload reads the one file of a field; a nil content means that none was chosen.
func (v *Visit) Upload(field string) (name string, content []byte, err error) {
	if err := v.parse(); err != nil {
		return "", nil, err
	}
	if v.R.MultipartForm == nil || len(v.R.MultipartForm.File[field]) == 0 {
		return "", nil, nil
	}
	if len(v.R.MultipartForm.File) > 1 || len(v.R.MultipartForm.File[field]) > 1 {
		return "", nil, errForeignForm
	}
	header := v.R.MultipartForm.File[field][0]
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }()
	content, err = io.ReadAll(file)
	if err != nil {
		return "", nil, err
	}
	name, _ = lang.CleanText(header.Filename)
	return name, content, nil
}
