package regulation

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Gravity is how grave a defect of the law is.
type Gravity string

// The gravities.
const (
	Grave   Gravity = "grave"   // two clauses command different things, or one cannot be followed
	Notable Gravity = "notable" // the program has to choose a reading
	Slight  Gravity = "slight"  // words, not meaning
)

// Finding is one place where the law contradicts itself or is silent, with the texts that
// show it.
type Finding struct {
	Code    string   `json:"code"`
	Service string   `json:"service"`
	Annex   int      `json:"annex"`
	Clauses []string `json:"clauses"`
	Texts   []string `json:"texts"`
	Gravity Gravity  `json:"gravity"`
	Says    string   `json:"says"`
}

// String is the finding in one line, as the golden file keeps it.
func (f Finding) String() string {
	texts := make([]string, len(f.Texts))
	for i, t := range f.Texts {
		texts[i] = "«" + t + "»"
	}
	return fmt.Sprintf("%d %s [%s] %s: %s | %s", f.Annex, f.Code, f.Gravity, strings.Join(f.Clauses, ", "), f.Says, strings.Join(texts, " / "))
}

// linter walks one edition.
type linter struct {
	e      *Edition
	decree *Decree
	found  []Finding
}

// rules are all rules of the linter; each looks at one kind of defect.
var rules = []func(*linter){
	(*linter).languages, (*linter).titles, (*linter).numbering, (*linter).channels, (*linter).providerLevel, (*linter).refusal,
	(*linter).pointsFiveAndEight, (*linter).pointsFiveAndNine, (*linter).limits, (*linter).numerals, (*linter).participants,
	(*linter).results, (*linter).handOvers, (*linter).starts, (*linter).brackets, (*linter).appendices, (*linter).terms, (*linter).letters,
}

// Lint holds every edition in force at the end against itself. The order is fixed.
func (c *Catalogue) Lint() (found []Finding) {
	for _, e := range c.Last() {
		found = append(found, c.LintOne(e)...)
	}
	return found
}

// LintOne holds one edition against itself.
func (c *Catalogue) LintOne(e *Edition) []Finding {
	l := &linter{e: e, decree: &c.Decree}
	for _, rule := range rules {
		rule(l)
	}
	return l.found
}

func (l *linter) say(g Gravity, code, says string, clauses, texts []string) {
	l.found = append(l.found, Finding{Code: code, Service: l.e.Key, Annex: l.e.Annex, Clauses: clauses, Texts: texts, Gravity: g, Says: says})
}

// lists calls f for each list that is not the portal's.
func (l *linter) lists(f func(p Process)) {
	for _, p := range l.e.Processes {
		if p.Key != ByPortal {
			f(p)
		}
	}
}

// staff are the lists of the provider's own work: point 5 and its repetition in point 8.
func (l *linter) staff(f func(p Process)) {
	l.lists(func(p Process) {
		if p.Key != ByCorporation {
			f(p)
		}
	})
}

// at is where a step stands; the variants of annex 5 share their clause.
func at(p Process, s Step) string {
	if p.VariantRU != "" {
		return s.Clause + " (" + p.VariantRU + ")"
	}
	return s.Clause
}

// WriteFindings writes findings one a line, and how many there are of each gravity.
func WriteFindings(w io.Writer, found []Finding) error {
	count := map[Gravity]int{}
	for _, f := range found {
		count[f.Gravity]++
		if _, err := fmt.Fprintln(w, f); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d findings: %d grave, %d notable, %d slight\n", len(found), count[Grave], count[Notable], count[Slight])
	return err
}

// words of a text, without case and punctuation.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') })
}

func isLetter(r rune) bool { return isCyrillic(r) || isLatin(r) }
func isCyrillic(r rune) bool {
	return r >= 'А' && r <= 'я' || r == 'ё' || r == 'Ё'
}
func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// differing are the parts of two texts that differ, with two words around them.
func differing(a, b string) []string {
	x, y := strings.Fields(a), strings.Fields(b)
	head := 0
	for head < len(x) && head < len(y) && same(x[head], y[head]) {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && same(x[len(x)-1-tail], y[len(y)-1-tail]) {
		tail++
	}
	cut := func(w []string) string { return strings.Join(w[max(head-2, 0):min(len(w)-tail+2, len(w))], " ") }
	return []string{cut(x), cut(y)}
}

func same(a, b string) bool { return slices.Equal(wordsOf(a), wordsOf(b)) }
