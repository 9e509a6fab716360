package lang

import (
	"golang.org/x/text/language"
)

// Locale is a language of the portal.
type Locale string

// The languages. Kazakh is the state language and comes first.
const (
	KK Locale = "kk"
	RU Locale = "ru"
	EN Locale = "en"
)

// Locales lists the languages in the order they are offered.
func Locales() []Locale { return []Locale{KK, RU, EN} }

// ParseLocale reads a language from an address; ok is false for one the portal has not.
func ParseLocale(s string) (l Locale, ok bool) {
	for _, l := range Locales() {
		if string(l) == s {
			return l, true
		}
	}
	return "", false
}

var offered = language.NewMatcher([]language.Tag{language.Russian, language.Kazakh, language.English})

// Prefer chooses the language for a browser's Accept-Language; Russian when it names none
// of the portal's.
func Prefer(acceptLanguage string) Locale {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return RU
	}
	_, n, confidence := offered.Match(wanted...)
	if confidence == language.No {
		return RU
	}
	return []Locale{RU, KK, EN}[n]
}

func (l Locale) tag() language.Tag { return language.MustParse(string(l)) }
