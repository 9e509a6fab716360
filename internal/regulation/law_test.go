package regulation

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const lawText = "../../docs/law/3-539.ru.txt"

var (
	space    = regexp.MustCompile(`\s+`)
	footnote = regexp.MustCompile(`Сноска\. .*?опубликования\)\.`)
	// between two pieces of the law only numbers, punctuation and table bars may stand
	filler = regexp.MustCompile(`^[\s\d().;:,|"–-]*$`)
)

func fold(s string) string { return strings.TrimSpace(space.ReplaceAllString(s, " ")) }

// annexes cuts the decree into its annexes, white space folded and footnotes left out.
func annexes(t *testing.T) map[int]string {
	t.Helper()
	b, err := os.ReadFile(lawText)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[int]string{}
	heading := regexp.MustCompile(`(?m)^Приложение (\d+) к постановлению акимата города Алматы от 9 сентября 2015 года № 3/539 \|`)
	at := heading.FindAllSubmatchIndex(b, -1)
	for i, m := range at {
		end := len(b)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		n, _ := strconv.Atoi(string(b[m[2]:m[3]]))
		parts[n] = footnote.ReplaceAllString(fold(string(b[m[1]:end])), " ")
	}
	return parts
}

// pieces are all words of an annex as the data has them, in the law's order.
func pieces(e *Edition, law string) (all []string) {
	all = append(all, "Регламент государственной услуги", e.Title.RU)
	sections, seen := e.Sections, map[int]bool{}
	for _, p := range e.Points {
		for len(sections) > 0 && strings.Index(law, sections[0]) < strings.Index(law, p.RU) {
			all, sections = append(all, sections[0]), sections[1:]
		}
		all = append(all, p.RU)
		all = append(all, inPoint(e, p.N, seen)...)
		all = append(all, p.AfterRU...)
		seen[p.N] = true
	}
	for _, a := range e.Appendices {
		if a.LabelRU != "" {
			all = append(all, a.LabelRU)
		}
		all = append(all, a.HeadingRU)
	}
	return all
}

func inPoint(e *Edition, n int, seen map[int]bool) (all []string) {
	clause := fmt.Sprintf("п.%d", n)
	if n == 6 && !seen[6] {
		for _, p := range e.Processes {
			if p.Clause == "п.5" {
				if p.VariantRU != "" {
					all = append(all, p.VariantRU)
				}
				for _, s := range p.Steps {
					all = append(all, s.ResultRU)
				}
			}
		}
		return all
	}
	for _, p := range e.Participants {
		if at, _, _ := strings.Cut(p.Clause, " "); at == clause {
			all = append(all, p.RU)
		}
	}
	for _, p := range e.Processes {
		if p.Clause == clause {
			if p.VariantRU != "" {
				all = append(all, p.VariantRU)
			}
			for _, s := range p.Steps {
				all = append(all, s.TextRU)
			}
		}
	}
	return all
}

// Every word of each annex stands in the data, in order, and the data has no word more.
func TestTheDataIsTheLawWordForWord(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	law := annexes(t)
	for _, e := range c.Last() {
		text := strings.ReplaceAll(law[e.Annex], " |", "")
		text = strings.ReplaceAll(text, "административно- территориальной", "административно-территориальной")
		rest := text
		for _, piece := range pieces(e, text) {
			before, after, found := strings.Cut(rest, piece)
			if !found {
				t.Fatalf("annex %d does not go on with %q but with %.200q", e.Annex, piece, rest)
			}
			if !filler.MatchString(before) {
				t.Errorf("annex %d: the data lacks %q", e.Annex, before)
			}
			rest = after
		}
		if !filler.MatchString(rest) {
			t.Errorf("annex %d: the data lacks %q at the end", e.Annex, rest)
		}
	}
}

var numbered = regexp.MustCompile(`(?m)^(\d+)\) `)

// Each numbered item of a list of steps is a step, with the law's number.
func TestNoNumberedStepIsMissing(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	law := annexes(t)
	for _, e := range c.Last() {
		at := 0
		for _, p := range e.Processes {
			for _, s := range p.Steps {
				want := fmt.Sprintf("%d) %s", s.N, s.TextRU)
				if e.Annex == 4 && p.Key != ByPortal {
					want = s.TextRU
				}
				i := strings.Index(law[e.Annex][at:], want)
				if i < 0 {
					t.Fatalf("annex %d, %s: the law has no %.80q after the step before", e.Annex, p.Key, want)
				}
				at += i + len(want)
			}
		}
	}
	b, _ := os.ReadFile(lawText)
	// the two steps of annex 4 outside the portal have no number; other numbered lines are
	// results, participants, channels, results of point 3, and regulations approved
	if n := len(numbered.FindAll(b, -1)); n != 372-2+148+51+28+10+15 {
		t.Errorf("the decree has %d numbered lines", n)
	}
}

// A limit of the law: numeral with its word, or word alone, and the unit.
var limits = regexp.MustCompile(`(\d+) ?(?:\([а-я ]+\) )?(минут|час|рабоч|календарн|дней|дня|месяц)|(двух|десяти|тридцати) (минут|рабоч)|(за сутки)|(в день (?:поступления|получения|подписания))`)

var (
	wordNumbers = map[string]int{"двух": 2, "десяти": 10, "тридцати": 30}
	unitStems   = map[string]Unit{"минут": Minute, "час": Hour, "рабоч": WorkingDay, "календарн": CalendarDay, "дней": Day, "дня": Day, "месяц": Month}
)

// No time the law names is lost, and none is made up: what a step's text says in numbers
// is its duration or that of one of its branches.
func TestEveryLimitOfTheLawIsData(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Editions {
		for _, p := range e.Processes {
			for _, s := range p.Steps {
				said, kept := limitsSaid(s.TextRU), limitsKept(s)
				for limit, n := range said {
					if kept[limit] != n {
						t.Errorf("%s %s %d: the law says %s %d times, the data %d", e.Name(), p.Key, s.N, limit, n, kept[limit])
					}
				}
				for limit, n := range kept {
					if said[limit] == 0 {
						t.Errorf("%s %s %d: the data says %s %d times, the law never", e.Name(), p.Key, s.N, limit, n)
					}
				}
			}
		}
	}
}

func limitsSaid(text string) map[string]int {
	said := map[string]int{}
	for _, m := range limits.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != "":
			said[m[1]+" "+string(unitStems[m[2]])]++
		case m[3] != "":
			said[fmt.Sprintf("%d %s", wordNumbers[m[3]], unitStems[m[4]])]++
		case m[5] != "":
			said["1 day"]++
		default:
			said["same day"]++
		}
	}
	return said
}

func limitsKept(s Step) map[string]int {
	kept := map[string]int{}
	count := func(d Duration) {
		unit := d.Unit
		if unit == BeforeEvent {
			unit = d.Base
		}
		if d.Value != nil {
			kept[fmt.Sprintf("%d %s", *d.Value, unit)]++
		}
		if unit == SameDay || d.Qualifier == "same_day" {
			kept["same day"]++
		}
	}
	count(s.Duration)
	for _, b := range s.Branches {
		if b.Duration != nil {
			count(*b.Duration)
		}
	}
	return kept
}
