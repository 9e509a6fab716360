package lang

import (
	"encoding/hex"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// collators sort by the rules of Kazakh, which put Ә after А and І after Ы; Russian words
// keep their own order among these. A collator serves one goroutine at a time.
var collators = sync.Pool{New: func() any { return collate.New(language.Kazakh) }}

// SortKey is a key whose order by bytes is the order of words in the Kazakh alphabet. It
// is stored, because databases sort Kazakh wrongly.
func SortKey(s string) string {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	var b collate.Buffer
	return hex.EncodeToString(c.KeyFromString(&b, s))
}

// lookalikes: people type Kazakh names on Russian keyboards, and the other way round.
var lookalikes = strings.NewReplacer("ә", "а", "ғ", "г", "қ", "к", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х", "і", "и", "ё", "е")

// Fold is the key by which names are searched: case, spaces, hyphens and look-alike
// letters make no difference.
func Fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	s = lookalikes.Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// CleanText puts typed text into its one form (NFC, no byte order mark). ok is false when
// it holds what no person types: control and direction signs, zero-width signs, broken
// UTF-8; such signs are left out of the result.
func CleanText(s string) (clean string, ok bool) {
	ok = utf8.ValidString(s)
	s = strings.TrimPrefix(strings.ToValidUTF8(s, ""), "\ufeff")
	clean = strings.Map(func(r rune) rune {
		if hidden(r) {
			ok = false
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return clean, ok
}

// hidden tells whether a sign cannot be seen and changes how its neighbours are read.
func hidden(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r)
}
