package regulation

import "fmt"

// pointsFiveAndEight holds each step of point 5 against the same number of point 8, which
// repeats the sequence.
func (l *linter) pointsFiveAndEight() {
	five, is5 := l.e.Process(ByProvider)
	eight, is8 := l.e.Process(ByProviderAgain)
	if !is5 || !is8 {
		return
	}
	for i, s := range five.Steps {
		if i >= len(eight.Steps) {
			l.say(Grave, "missing-5-8", "point 8 has no such step", []string{s.Clause}, []string{s.TextRU})
			continue
		}
		l.sameStep(s, eight.Steps[i], "5-8")
	}
	for _, s := range eight.Steps[min(len(five.Steps), len(eight.Steps)):] {
		l.say(Grave, "missing-5-8", "point 5 has no such step", []string{s.Clause}, []string{s.TextRU})
	}
}

// pointsFiveAndNine holds the provider's own work in point 9 against point 5.
func (l *linter) pointsFiveAndNine() {
	five, is5 := l.e.Process(ByProvider)
	nine, is9 := l.e.Process(ByCorporation)
	if !is5 || !is9 {
		return
	}
	for _, pair := range aligned(five.Steps, nine.Steps) {
		l.sameStep(pair[0], pair[1], "5-9")
	}
}

// aligned pairs the steps of two lists that are the same work, in order: same kind, and
// more words in common than not. What stands in one list only has no pair.
func aligned(a, b []Step) (pairs [][2]Step) {
	best := make([][]float64, len(a)+1)
	for i := range best {
		best[i] = make([]float64, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if likeness := alike(a[i], b[j]); likeness > 0 {
				best[i][j] = max(best[i][j], best[i+1][j+1]+likeness)
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		likeness := alike(a[i], b[j])
		switch {
		case likeness > 0 && best[i][j] == best[i+1][j+1]+likeness:
			pairs = append(pairs, [2]Step{a[i], b[j]})
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// alike is how far two steps are the same work, from 0 to 2.
func alike(a, b Step) float64 {
	if a.Role == Recipient || b.Role == Recipient || (a.At == Corporation) != (b.At == Corporation) {
		return 0
	}
	have := map[string]bool{}
	for _, w := range wordsOf(a.TextRU) {
		have[w] = true
	}
	common, all := 0, len(have)
	seen := map[string]bool{}
	for _, w := range wordsOf(b.TextRU) {
		if seen[w] {
			continue
		}
		seen[w] = true
		if have[w] {
			common++
		} else {
			all++
		}
	}
	likeness := float64(common) / float64(max(all, 1))
	switch {
	case a.Kind == b.Kind && likeness > 0.3:
		return 1 + likeness
	case likeness > 0.5:
		return likeness
	}
	return 0
}

// sameStep holds two wordings of one step against each other. What differs in meaning is
// told by itself; what is left differs in words only.
func (l *linter) sameStep(a, b Step, which string) {
	before := len(l.found)
	clauses := []string{a.Clause, b.Clause}
	l.sameLimit(a, b, which, clauses)
	if a.Role != b.Role || a.At != b.At {
		l.say(Notable, "actor-"+which, fmt.Sprintf("done by %s of %s, or by %s of %s", a.Role, a.At, b.Role, b.At), clauses, []string{a.ActorRU, b.ActorRU})
	}
	if a.To != nil && b.To != nil && (a.To.Role != b.To.Role || a.To.At != b.To.At) {
		l.say(Notable, "hand-over-"+which, fmt.Sprintf("handed to %s of %s, or to %s of %s", a.To.Role, a.To.At, b.To.Role, b.To.At), clauses,
			[]string{a.To.RU, b.To.RU})
	}
	l.sameBranches(a, b, which, clauses)
	if which == "5-8" && len(l.found) == before && !same(a.TextRU, b.TextRU) {
		l.say(Slight, "wording-"+which, "the same step in other words", clauses, differing(a.TextRU, b.TextRU))
	}
}

func (l *linter) sameLimit(a, b Step, which string, clauses []string) {
	x, y := a.Duration, b.Duration
	switch {
	case x.Unit == BeforeEvent || y.Unit == BeforeEvent:
		if which == "5-8" && x.String() != y.String() {
			l.say(Grave, "term-"+which, x.String()+" or "+y.String(), clauses, differing(a.TextRU, b.TextRU))
		}
	case x.String() != y.String() && which == "5-9" && x.Unit == y.Unit && l.leavesTheCourier(*x.Value-*y.Value):
		l.say(Notable, "term-"+which, x.String()+", or "+y.String()+" where the day before the end belongs to the courier", clauses, limitWords(a, b))
	case x.String() != y.String():
		l.say(Grave, "term-"+which, x.String()+" or "+y.String(), clauses, limitWords(a, b))
	case x.From != y.From:
		g := Slight
		if x.From == Filing || y.From == Filing {
			g = Notable
		}
		l.say(g, "start-"+which, "counted from "+x.start()+", or from "+y.start(), clauses, []string{x.FromRU, y.FromRU})
	}
}

// leavesTheCourier tells whether a step through the State Corporation is a day shorter
// because the papers go back a day before the end.
func (l *linter) leavesTheCourier(less int) bool {
	nine, found := l.e.Process(ByCorporation)
	if !found || less != 1 {
		return false
	}
	for _, s := range nine.Steps {
		if s.Duration.Unit == BeforeEvent && s.Duration.From == TermEnd {
			return true
		}
	}
	return false
}

func (l *linter) sameBranches(a, b Step, which string, clauses []string) {
	for _, x := range a.Branches {
		for _, y := range b.Branches {
			if x.Kind == y.Kind && x.Duration != nil && y.Duration != nil && x.Duration.String() != y.Duration.String() {
				l.say(Grave, "term-"+which, fmt.Sprintf("%s: %s or %s", x.Kind, x.Duration, y.Duration), clauses, []string{x.TextRU, y.TextRU})
			}
		}
	}
}

// String is the limit in words of the program.
func (d Duration) String() string {
	switch {
	case d.Unit == NoLimit:
		return "no limit"
	case d.Value == nil:
		return string(d.Unit)
	case d.Unit == BeforeEvent:
		return fmt.Sprintf("%d %s before %s", *d.Value, d.Base, d.From)
	}
	return fmt.Sprintf("%d %s", *d.Value, d.Unit)
}

func (d Duration) start() string {
	if d.From == "" {
		return "the step before"
	}
	return string(d.From)
}

// limitWords are the words of the two limits, or what differs where one has none.
func limitWords(a, b Step) []string {
	x, y := limitWord.FindString(a.TextRU), limitWord.FindString(b.TextRU)
	if x == "" || y == "" {
		return differing(a.TextRU, b.TextRU)
	}
	return []string{x, y}
}
