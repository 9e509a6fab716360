package regulation

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"

	"asar/internal/calendar"
)

func mustDate(s string) calendar.Date { return calendar.MustDate(s) }

// copied is an edition that may be changed.
func copied(t *testing.T, e *Edition) *Edition {
	t.Helper()
	b, err := built.ReadFile("data/" + e.file)
	if err != nil {
		t.Fatal(err)
	}
	other := &Edition{file: e.file}
	if err := yaml.UnmarshalWithOptions(b, other, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return other
}

// A defect is planted into one edition; the linter or the proofs must say something they
// did not say before, under the code that is due.
type plant struct {
	name  string
	annex string
	due   string // a code of the linter, or part of what a proof says is wrong
	by    func(e *Edition)
}

func step(e *Edition, key ProcessKey, n int) *Step {
	p, _ := e.Process(key)
	return &p.Steps[n-1]
}

func number(n int) *int { return &n }

var plants = []plant{
	{"point 8 shortens a term", "09-prosthetic-aid", "term-5-8", func(e *Edition) { step(e, ByProviderAgain, 3).Duration.Value = number(6) }},
	{"point 8 counts in calendar days", "02-home-schooling-refund", "term-5-8", func(e *Edition) { step(e, ByProviderAgain, 5).Duration.Unit = CalendarDay }},
	{"point 8 lacks a step", "13-sanatorium", "missing-5-8", func(e *Edition) {
		p, _ := e.Process(ByProviderAgain)
		p.Steps = p.Steps[:4]
	}},
	{"point 8 lets another act", "07-local-assistance", "actor-5-8", func(e *Edition) { step(e, ByProviderAgain, 5).Role = Specialist }},
	{"point 8 hands to another", "16-assistance-certificate", "hand-over-5-8", func(e *Edition) { step(e, ByProviderAgain, 3).To.Role = DeputyHead }},
	{"point 8 says it in other words", "13-sanatorium", "wording-5-8", func(e *Edition) {
		s := step(e, ByProviderAgain, 5)
		s.TextRU = strings.Replace(s.TextRU, "выдает", "вручает", 1)
	}},
	{"a branch has another term in point 8", "06-targeted-assistance", "term-5-8", func(e *Edition) { step(e, ByProviderAgain, 1).Branches[0].Duration.Value = number(15) }},
	{"point 9 lengthens a term", "02-home-schooling-refund", "term-5-9", func(e *Edition) { step(e, ByCorporation, 4).Duration.Value = number(12) }},
	{"point 9 lets another register", "11-assistant-and-sign-language", "actor-5-9", func(e *Edition) { step(e, ByCorporation, 2).Role = Executor }},
	{"point 9 counts from the filing", "15-care-institution", "start-5-9", func(e *Edition) { step(e, ByCorporation, 5).Duration.From = Filing }},
	{"numeral and word differ", "12-wheelchairs", "numeral", func(e *Edition) {
		s := step(e, ByProvider, 3)
		s.TextRU = strings.Replace(s.TextRU, "8 (восьми)", "8 (семи)", 1)
	}},
	{"a numeral without its word", "13-sanatorium", "numeral-bare", func(e *Edition) {
		s := step(e, ByProvider, 1)
		s.TextRU = strings.Replace(s.TextRU, " (тридцати)", "", 1)
	}},
	{"days lose their kind", "12-wheelchairs", "day-kind", func(e *Edition) { step(e, ByProvider, 2).Duration.Unit = Day }},
	{"a step loses its time", "12-wheelchairs", "no-term", func(e *Edition) { step(e, ByProvider, 4).Duration = Duration{Unit: NoLimit} }},
	{"a participant is left out", "13-sanatorium", "participant-missing", func(e *Edition) { e.Participants = e.Participants[1:] }},
	{"a participant who does nothing", "13-sanatorium", "participant-idle", func(e *Edition) {
		e.Participants = append(e.Participants, Participant{Clause: "п.7 пп.4", RU: "заместитель", Role: DeputyHead, At: Department})
	}},
	{"a result is missing", "15-care-institution", "result-missing", func(e *Edition) { step(e, ByProvider, 9).ResultRU = "" }},
	{"two results are exchanged", "14-home-care", "result-misfit", func(e *Edition) {
		a, b := step(e, ByProvider, 1), step(e, ByProvider, 12)
		a.ResultRU, b.ResultRU = b.ResultRU, a.ResultRU
	}},
	{"the product is not promised", "13-sanatorium", "result-3", func(e *Edition) { step(e, ByProvider, 5).ResultRU = "выдача справки" }},
	{"handed to somebody who does not go on", "12-wheelchairs", "hand-over", func(e *Edition) { step(e, ByProvider, 1).To.Role = Executor }},
	{"handed to nobody at the end", "16-assistance-certificate", "hand-over-nowhere", func(e *Edition) {
		step(e, ByProvider, 5).To = &HandOn{Role: Head, At: District, RU: "руководителю"}
	}},
	{"a number is skipped", "13-sanatorium", "numbering", func(e *Edition) { step(e, ByCorporation, 7).N = 8 }},
	{"a process of the portal is numbered twice", "07-local-assistance", "numbering", func(e *Edition) { step(e, ByPortal, 5).Mark = "процесс 2" }},
	{"an appendix that is not there", "12-wheelchairs", "appendix-missing", func(e *Edition) { e.Appendices = nil }},
	{"an abbreviation is not explained", "16-assistance-certificate", "term-undefined", func(e *Edition) {
		s := step(e, ByCorporation, 4)
		s.TextRU = strings.Replace(s.TextRU, " (далее – ШЭП)", " ШЭП", 1)
	}},
	{"the title lacks in Kazakh", "08-semipalatinsk", "language", func(e *Edition) { e.Title.KK = "" }},
	{"the decree approves another title", "13-sanatorium", "title", func(e *Edition) { e.Title.RU += " и отдыхом" }},
	{"a channel without a list", "06-targeted-assistance", "channel", func(e *Edition) { e.Channels = append(e.Channels, Channel{Key: FromChannel}) }},
	{"a list without a channel", "02-home-schooling-refund", "channel", func(e *Edition) { e.Channels = e.Channels[:1] }},
	{"a step above the provider", "13-sanatorium", "provider-level", func(e *Edition) { step(e, ByProvider, 4).At = Department }},
	{"no refusal is known", "14-home-care", "refusal-silent", func(e *Edition) {
		e.Result.RU = "уведомление"
		for i := range e.Processes {
			for j := range e.Processes[i].Steps {
				s := &e.Processes[i].Steps[j]
				s.TextRU = strings.ReplaceAll(s.TextRU, "отказ", "ответ")
			}
		}
	}},
	{"a step after days counts from the filing", "15-care-institution", "start-overlap", func(e *Edition) { step(e, ByProvider, 4).Duration.From = Filing }},
	{"a bracket is not closed", "12-wheelchairs", "brackets", func(e *Edition) { step(e, ByProvider, 2).TextRU += " (или" }},
	{"a Latin letter in a Russian word", "12-wheelchairs", "letters", func(e *Edition) { step(e, ByProvider, 2).TextRU += " cрок" }},

	{"a step takes longer than the service", "14-home-care", "the term is 14 working_day", func(e *Edition) { step(e, ByProvider, 4).Duration.Value = number(9) }},
	{"a certificate in a quarter of an hour takes twenty minutes", "16-assistance-certificate", "the term is 15 minute", func(e *Edition) { step(e, ByProvider, 2).Duration.Value = number(10) }},
	{"a duplicate takes longer than its term", "08-semipalatinsk", "duplicate: 9 day", func(e *Edition) { step(e, ByProvider, 4).Branches[1].Duration.Value = number(9) }},
	{"the late decision is too late", "07-local-assistance", "late_decision: 25 working_day", func(e *Edition) { step(e, ByProvider, 7).Branches[0].Duration.Value = number(25) }},
	{"a step leads back", "16-assistance-certificate", "never ends", func(e *Edition) { step(e, ByCorporation, 7).Next = []Next{{Step: 2, When: "holds"}} }},
	{"a list stops in the middle", "09-prosthetic-aid", "does not end the service", func(e *Edition) { step(e, ByProvider, 5).Ends = "" }},
	{"a step is never reached", "02-home-schooling-refund", "is never reached", func(e *Edition) { step(e, ByPortal, 6).Next[1].Step = 8 }},
	{"a condition that fails into nothing", "04-employment-referral", "when the condition fails", func(e *Edition) { step(e, ByPortal, 3).Next = step(e, ByPortal, 3).Next[:1] }},
	{"nobody holds a role", "10-technical-and-hygiene-aids", "nobody is deputy_head in district", func(e *Edition) { step(e, ByProvider, 4).Role = DeputyHead }},
	{"nobody signs", "10-technical-and-hygiene-aids", "signed by nobody", func(e *Edition) {
		s := step(e, ByProvider, 4)
		s.Kind, s.Signs = Sign, nil
	}},
	{"nobody may refuse", "15-care-institution", "no step can refuse", func(e *Edition) { step(e, ByProvider, 10).MayRefuse = false }},
	{"a refusal after the end", "09-prosthetic-aid", "when the term of 10 working_day is over", func(e *Edition) { step(e, ByProvider, 5).MayRefuse = true }},
	{"the notice of the session does not fit", "05-foreign-labour-permit", "needs 7 working_day before session", func(e *Edition) { step(e, PermitIssue, 8).Duration.Value = number(7) }},
	{"lost papers lead nowhere", "07-local-assistance", "which no step has", func(e *Edition) { step(e, ByProvider, 7).Branches = nil }},
}

func TestPlantedDefectsAreCaught(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(plants) < 30 {
		t.Fatalf("only %d defects are planted", len(plants))
	}
	for _, p := range plants {
		t.Run(p.name, func(t *testing.T) {
			sound := edition(t, p.annex)
			sick := copied(t, sound)
			p.by(sick)
			before := said(c, sound)
			for _, line := range said(c, sick) {
				code, _, _ := strings.Cut(line, "\t")
				if !slices.Contains(before, line) && (code == p.due || code == "WRONG" && strings.Contains(line, p.due)) {
					return
				}
			}
			t.Errorf("nothing says %q", p.due)
		})
	}
}

// said is everything the linter and the proofs say of an edition.
func said(c *Catalogue, e *Edition) (all []string) {
	for _, f := range c.LintOne(e) {
		all = append(all, f.Code+"\t"+f.String())
	}
	for _, proof := range e.Check() {
		for _, wrong := range proof.Wrong {
			all = append(all, "WRONG\t"+wrong)
		}
	}
	return all
}

// What is written wrongly into a file is refused at its line and column.
func TestFaultsAreNamedByTheirPlace(t *testing.T) {
	const name = "09-prosthetic-aid.yaml"
	good, err := built.ReadFile("data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	decree, _ := built.ReadFile("data/" + decreeFile)
	cases := []struct{ name, old, new, want string }{
		{"unknown field", "key: prosthetic-aid", "key: prosthetic-aid\ncolour: red", `:5:1: unknown field "colour"`},
		{"repeated field", "key: prosthetic-aid", "key: prosthetic-aid\nkey: again", `:5:1: mapping key "key" already defined`},
		{"word outside a vocabulary", "kind: assign", "kind: appoint", `"appoint" is none of: submit, register`},
		{"wrong type", "annex: 9", "annex: nine", ":3:8: "},
		{"no such day", "date: '2019-04-03'}\nuntil", "date: '2019-02-30'}\nuntil", `"2019-02-30" is not a date`},
		{"missing field", "        at: district\n        kind: assign", "        kind: assign", "at is missing"},
		{"a minute without a number", "duration: {value: 30, unit: minute}", "duration: {unit: minute}", "minute needs a number above zero"},
		{"a number without a unit", "duration: {value: 30, unit: minute}", "duration: {value: 30, unit: none}", "none has no number"},
		{"an actor the text does not name", "actor_ru: руководитель услугодателя", "actor_ru: аким города", "does not stand in the text of the step"},
		{"a way to a step that is not there", "kind: assign", "kind: assign\n        next: [{step: 77, when: holds}]", "there is no step 77"},
		{"a file about another service", "key: prosthetic-aid", "key: wheelchairs", "the file of this edition is 09-wheelchairs.yaml"},
		{"an end before the beginning", "until: {number: '4/438', date: '2020-10-20'}", "until: {number: '4/438', date: '2010-10-20'}", "cannot end on 2010-10-20"},
		{"what is unknown is given", "title:", "unknown: [{clause: п.5, changed_by: {number: '1', date: '2019-01-01'}, why: lost}]\ntitle:", "said to be unknown, and is given"},
		{"not YAML", "title:", "title: [", ":"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			bad := strings.Replace(string(good), c.old, c.new, 1)
			if bad == string(good) {
				t.Fatalf("%q is not in the file", c.old)
			}
			_, err := LoadFrom(fstest.MapFS{name: {Data: []byte(bad)}, decreeFile: {Data: decree}})
			if err == nil || !strings.HasPrefix(err.Error(), name+":") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the fault is told as: %v", err)
			}
		})
	}
	if _, err := LoadFrom(fstest.MapFS{name: {Data: good}, decreeFile: {Data: decree}}); err != nil {
		t.Errorf("the file without a fault: %v", err)
	}
}

func FuzzEdition(f *testing.F) {
	for _, name := range []string{"04-employment-referral.yaml", "06-targeted-assistance.2019-08-09.yaml"} {
		b, _ := built.ReadFile("data/" + name)
		f.Add(b)
	}
	f.Add([]byte("annex: [1"))
	f.Add([]byte("a: &a {b: *a}"))
	decree, _ := built.ReadFile("data/" + decreeFile)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := LoadFrom(fstest.MapFS{"04-employment-referral.yaml": {Data: b}, decreeFile: {Data: decree}})
		if err == nil {
			for _, e := range c.Editions {
				c.LintOne(e)
				e.Check()
			}
		}
	})
}
