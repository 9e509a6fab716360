package regulation

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheDefectsOfTheLaw(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := WriteFindings(&out, c.Lint()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/lint.golden", []byte(out.String()))
}

// review is a person's word on findings: annexes, code, clauses, and why they are true.
type review struct {
	annexes, clauses []string
	code, why        string
	used             bool
}

func (r review) covers(f Finding) bool {
	annex := slices.Contains(r.annexes, "*") || slices.Contains(r.annexes, strconv.Itoa(f.Annex))
	clause := r.clauses[0] == "*" || slices.ContainsFunc(r.clauses, func(c string) bool {
		return f.Clauses[0] == c || strings.HasPrefix(f.Clauses[0], c+" ")
	})
	return annex && clause && r.code == f.Code
}

func reviewed(t *testing.T) (reviews []*review) {
	t.Helper()
	b, err := os.ReadFile("testdata/reviewed.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 4 {
			t.Fatalf("four cells are wanted: %s", line)
		}
		clauses := strings.Split(strings.ReplaceAll(cells[2], " пп", "_пп"), " ")
		for i := range clauses {
			clauses[i] = strings.ReplaceAll(clauses[i], "_", " ")
		}
		reviews = append(reviews, &review{annexes: strings.Split(cells[0], ","), code: cells[1], clauses: clauses, why: cells[3]})
	}
	return reviews
}

// No finding is in the golden file without a sentence that says why it is true, and no
// sentence without its finding.
func TestEachFindingIsExplained(t *testing.T) {
	reviews := reviewed(t)
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Lint() {
		explained := false
		for _, r := range reviews {
			if r.covers(f) {
				r.used, explained = true, true
			}
		}
		if !explained {
			t.Errorf("nobody has said why this is true: %s", f)
		}
	}
	for _, r := range reviews {
		if !r.used {
			t.Errorf("no finding is left for the review of annexes %v, %s %v", r.annexes, r.code, r.clauses)
		}
	}
}

// The defects that every reader of the decree knows, by name.
func TestTheKnownDefectsAreFound(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	known := []struct {
		annex        int
		code, clause string
	}{
		{14, "term-5-8", "п.5 пп.12"}, {14, "term-5-8", "п.5 пп.13"}, {14, "day-kind", "п.5 пп.3"}, {14, "term-5-9", "п.5 пп.3"}, {14, "start-overlap", "п.5 пп.4"},
		{8, "day-kind", "п.5 пп.4"}, {8, "day-kind", "п.9 пп.5"}, {8, "no-term", "п.5 пп.3"}, {8, "hand-over", "п.5 пп.2"},
		{5, "numbering", "п.6"}, {5, "no-term", "п.5 пп.3 (при продлении разрешения)"},
		{15, "actor-5-9", "п.5 пп.1"}, {15, "hand-over", "п.5 пп.1"}, {15, "numeral-unit", "п.5 пп.13"}, {4, "term-undefined", "п.9 пп.6"},
	}
	found := c.Lint()
	for _, k := range known {
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Annex == k.annex && f.Code == k.code && f.Clauses[0] == k.clause }) {
			t.Errorf("annex %d: %s at %s was not found", k.annex, k.code, k.clause)
		}
	}
}
