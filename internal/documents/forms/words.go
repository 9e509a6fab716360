package forms

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"asar/internal/calendar"
)

//go:embed words.kk.toml
var wordsKK string

//go:embed words.ru.toml
var wordsRU string

// vocabulary is the words of one language.
type vocabulary struct {
	locale string
	texts  map[string]any
}

var vocabularies = sync.OnceValue(func() map[string]vocabulary {
	all := map[string]vocabulary{}
	for locale, text := range map[string]string{"kk": wordsKK, "ru": wordsRU} {
		v := vocabulary{locale: locale}
		if _, err := toml.Decode(text, &v.texts); err != nil {
			panic("forms: words." + locale + ".toml: " + err.Error()) // part of the program: a test reads it
		}
		all[locale] = v
	}
	return all
})

func wordsOf(locale string) (vocabulary, error) {
	v, ok := vocabularies()[locale]
	if !ok {
		return v, fmt.Errorf("forms: no printed forms in the language %q", locale)
	}
	return v, nil
}

// say is a text with its {places} filled: names and values by turns.
func (v vocabulary) say(key string, fill ...string) string {
	text, _ := v.texts[key].(string)
	for i := 0; i < len(fill); i += 2 {
		fill[i] = "{" + fill[i] + "}"
	}
	return strings.NewReplacer(fill...).Replace(text)
}

func (v vocabulary) month(m calendar.Month) string {
	names, _ := v.texts["months"].([]any)
	if m.Month < 1 || int(m.Month) > len(names) {
		return m.String()
	}
	name, _ := names[m.Month-1].(string)
	return v.say("month", "name", name, "year", strconv.Itoa(m.Year))
}

func date(d calendar.Date) string { return fmt.Sprintf("%02d.%02d.%04d", d.Day, int(d.Month), d.Year) }

// moment is local time with its offset, as the law's documents write it.
func moment(at calendar.Instant) string { return at.Local().Format("02.01.2006 15:04:05 (UTC-07:00)") }

// hours writes minutes as hours with a decimal comma: 4, 4,5, 0,75.
func hours(minutes int) string {
	s := strconv.FormatFloat(float64(minutes)/60, 'f', 2, 64)
	return strings.Replace(strings.TrimSuffix(strings.TrimRight(s, "0"), "."), ".", ",", 1)
}
