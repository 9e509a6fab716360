package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"

	"asar/internal/calendar"
	"asar/internal/problem"
)

//go:embed texts/*.toml
var files embed.FS

// Args are the named values of a text. Dates, months, instants and Minutes are written the
// way the language writes them.
type Args = map[string]any

// Minutes is a length of work; a text shows it as hours and minutes.
type Minutes int

// Texts are all words in all languages.
type Texts struct{ words map[Locale]*Words }

// Words are all words in one language.
type Words struct {
	locale    Locale
	localizer *i18n.Localizer
	plain     map[string]string // texts without arguments and plural forms
	known     map[string]bool
}

// Load reads the texts built into the program. An error is a fault in a texts file.
func Load() (*Texts, error) {
	t := &Texts{words: map[Locale]*Words{}}
	for _, l := range Locales() {
		w, err := load(l)
		if err != nil {
			return nil, err
		}
		t.words[l] = w
	}
	return t, nil
}

func load(l Locale) (*Words, error) {
	bundle := i18n.NewBundle(l.tag())
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	w := &Words{locale: l, plain: map[string]string{}, known: map[string]bool{}}
	names, err := fs.Glob(files, "texts/*."+string(l)+".toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := bundle.ParseMessageFileBytes(content, path.Base(name))
		if err != nil {
			return nil, fmt.Errorf("lang: %s: %w", name, err)
		}
		for _, m := range file.Messages {
			if w.known[m.ID] {
				return nil, fmt.Errorf("lang: %s: the key %s stands in two files", name, m.ID)
			}
			w.keep(m)
		}
	}
	w.localizer = i18n.NewLocalizer(bundle, string(l))
	return w, nil
}

func (w *Words) keep(m *i18n.Message) {
	w.known[m.ID] = true
	if m.One == "" && m.Few == "" && m.Many == "" && !strings.Contains(m.Other, "{{") {
		w.plain[m.ID] = m.Other
	}
}

// In is the words of a language.
func (t *Texts) In(l Locale) *Words { return t.words[l] }

// Locale is the words' language.
func (w *Words) Locale() Locale { return w.locale }

// Has tells whether a key has a text.
func (w *Words) Has(key string) bool { return w.known[key] }

// Keys are the keys that begin with a prefix, without it, for a page that lists them all.
func (w *Words) Keys(prefix string) (rest []string) {
	for key := range w.known {
		if name, ok := strings.CutPrefix(key, prefix); ok {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	return rest
}

// Say is the text of a key. A key without a text is shown in brackets: a fault of ours
// that a test finds, never an empty place.
func (w *Words) Say(key string, args ...Args) string {
	if text, ok := w.plain[key]; ok {
		return text
	}
	var given Args
	if len(args) > 0 {
		given = args[0]
	}
	return w.localize(key, given, nil)
}

// Count is the text of a key in the plural form of n, which the text calls N.
func (w *Words) Count(key string, n int, args ...Args) string {
	given := Args{}
	if len(args) > 0 {
		maps.Copy(given, args[0])
	}
	given["N"] = n
	return w.localize(key, given, n)
}

func (w *Words) localize(key string, args Args, n any) string {
	text, err := w.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: w.written(args), PluralCount: n})
	if err != nil {
		return "[" + key + "]"
	}
	return text
}

// written turns values into words of the language.
func (w *Words) written(args Args) Args {
	out := make(Args, len(args))
	for name, v := range args {
		out[name] = w.value(v)
	}
	return out
}

func (w *Words) value(v any) any {
	switch v := v.(type) {
	case calendar.Date:
		return w.Date(v)
	case calendar.Instant:
		return w.DateTime(v)
	case calendar.Month:
		return w.Month(v)
	case Minutes:
		return w.Hours(int(v))
	case int:
		return w.Number(v)
	}
	return v
}

// Lines is a text of several paragraphs.
func (w *Words) Lines(key string) []string { return strings.Split(w.Say(key), "\n") }

// Problem is the sentence of a problem.
func (w *Words) Problem(p *problem.Error) string { return w.withCount(p.Key, p.Args) }

// Field is the sentence of a problem with one value.
func (w *Words) Field(f problem.Field) string { return w.withCount(f.Key, f.Args) }

// withCount takes the plural form of the argument N when there is one.
func (w *Words) withCount(key string, args problem.Args) string {
	if n, ok := args["N"].(int); ok {
		return w.Count(key, n, Args(args))
	}
	return w.Say(key, Args(args))
}
