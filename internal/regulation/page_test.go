package regulation

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// carriers are where in the program each kind of clause is carried out, and what proves it.
var carriers = []struct{ clauses, data, code, tests string }{
	{"decree, preamble and points 1-5", "decree.yaml", "regulation.Decree, Catalogue.InForce", "TestAnEditionIsFoundByItsDay"},
	{"point 1: provider and channels", "provider, channels", "regulation linter: channels, providerLevel; Compare", "TestPlantedDefectsAreCaught"},
	{"points 2 and 3: form and result", "form, result", "linter: results, refusal", "TestPlantedDefectsAreCaught"},
	{"point 4: ground to begin", "grounds", "Export", "TestTheDataIsTheLawWordForWord"},
	{"point 5: steps and their times", "processes: provider, or the six variants of annex 5", "Process.Paths, Path.Sum, Edition.Check", "TestNoNumberedStepIsMissing, TestEveryLimitOfTheLawIsData, TestTheSumsOfTheLaw"},
	{"point 6: results of steps", "steps: result_ru", "linter: results", "TestTheDataIsTheLawWordForWord, TestPlantedDefectsAreCaught"},
	{"point 7: participants", "participants", "linter: participants", "TestPlantedDefectsAreCaught"},
	{"point 8: the sequence again", "processes: provider_p8", "linter: pointsFiveAndEight", "TestTheKnownDefectsAreFound"},
	{"point 9: through the State Corporation", "processes: state_corporation", "linter: pointsFiveAndNine; Counting.ThroughCorporation", "TestTheKnownDefectsAreFound, TestTheCorporationHandsOverADayEarlier"},
	{"the list of the portal", "processes: portal", "Process.Paths, checker.conditions", "TestEveryListCanBeWalkedInTime"},
	{"appendices: diagrams and handbooks", "appendices", "linter: appendices", "TestTheDefectsOfTheLaw"},
	{"terms in minutes, hours, days, months", "steps: duration, branches", "calendar.Counting", "TestTermsToTheLetter, TestASlowWalkAgrees"},
	{"footnotes: who changed what", "since, until, acts, unknown", "Diff", "TestTheEditionsOfTheFootnotes"},
}

// The page that says for each clause where it lives is written from the data.
func TestThePageOfTheLaw(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# The law and where it lives\n\nThis page is written by a test of package regulation (`go test ./internal/regulation -update`).\n" +
		"The law itself: [3-539.ru.txt](3-539.ru.txt). Where it contradicts itself: [findings.md](findings.md).\n\n" +
		"| what the law says | in the data | carried out by | proved by |\n|---|---|---|---|\n")
	for _, r := range carriers {
		proved(t, r.tests)
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", r.clauses, r.data, r.code, r.tests)
	}
	for _, e := range c.Last() {
		clauses(&b, c, e)
	}
	golden(t, "../../docs/law/README.md", []byte(b.String()))
}

// proved holds that the tests named on the page are there.
func proved(t *testing.T, names string) {
	t.Helper()
	for name := range strings.SplitSeq(names, ", ") {
		found := false
		for _, dir := range []string{".", "../calendar"} {
			files, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if strings.HasSuffix(f.Name(), "_test.go") {
					b, err := os.ReadFile(dir + "/" + f.Name())
					if err != nil {
						t.Fatal(err)
					}
					found = found || strings.Contains(string(b), "func "+name+"(t *testing.T)")
				}
			}
		}
		if !found {
			t.Errorf("the page names the test %s, and there is none", name)
		}
	}
}

func clauses(b *strings.Builder, c *Catalogue, e *Edition) {
	fmt.Fprintf(b, "\n## Annex %d. %s\n\n`internal/regulation/data/%s`, in force %s – %s", e.Annex, e.Title.RU, e.file, e.Since.Date, e.Until.Date)
	b.WriteString("\n\n| clause | list | steps | findings | readings |\n|---|---|---|---|---|\n")
	found := c.LintOne(e)
	for _, p := range e.Points {
		clause := fmt.Sprintf("п.%d", p.N)
		var lists, steps []string
		for _, list := range e.Processes {
			if list.Clause == clause {
				lists, steps = append(lists, string(list.Key)), append(steps, fmt.Sprint(len(list.Steps)))
			}
		}
		findings, readings := 0, []string{}
		for _, f := range found {
			if inClause(clause, f.Clauses[0]) {
				findings++
			}
		}
		for _, r := range e.Readings {
			if inClause(clause, r.Clauses[0]) {
				readings = append(readings, r.Code)
			}
		}
		fmt.Fprintf(b, "| %s | %s | %s | %d | %s |\n", clause, strings.Join(lists, ", "), strings.Join(steps, ", "), findings, strings.Join(readings, ", "))
	}
}

func inClause(clause, at string) bool { return at == clause || strings.HasPrefix(at, clause+" ") }

// The page of findings puts the reviewer's sentence under each.
func TestThePageOfFindings(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	reviews := reviewed(t)
	var b strings.Builder
	b.WriteString("# Where the law contradicts itself or is silent\n\nFound by `asar regulation lint`, each read beside the law. This page is written by a test of package regulation.\n" +
		"How the program reads each place stands under `readings` in the data.\n")
	annex, why := 0, ""
	for _, f := range c.Lint() {
		if f.Annex != annex {
			annex, why = f.Annex, ""
			fmt.Fprintf(&b, "\n## Annex %d\n", f.Annex)
		}
		for _, r := range reviews {
			if r.covers(f) && r.why != why {
				why = r.why
				fmt.Fprintf(&b, "\n%s\n\n", why)
			}
		}
		fmt.Fprintf(&b, "- `%s` (%s) %s: %s\n", f.Code, f.Gravity, strings.Join(f.Clauses, ", "), f.Says)
	}
	golden(t, "../../docs/law/findings.md", []byte(b.String()))
}
