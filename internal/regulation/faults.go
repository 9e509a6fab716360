package regulation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// inspector collects what is wrong with one edition beyond its shape.
type inspector struct {
	e      *Edition
	source []byte
	faults []error
}

// faultsOf finds what a file may not say whatever the law says: it must be about itself,
// its references must lead somewhere, and its quotations must be quotations.
func faultsOf(e *Edition, source []byte) []error {
	in := &inspector{e: e, source: source}
	in.head()
	for i := range e.Processes {
		in.process(i)
	}
	return in.faults
}

func (in *inspector) say(path, format string, args ...any) {
	at := place(in.source, "$."+path)
	in.faults = append(in.faults, Fault{in.e.file, at.Line, at.Column, fmt.Sprintf(format, args...)})
}

func (in *inspector) head() {
	e := in.e
	want := fmt.Sprintf("%02d-%s", e.Annex, e.Key)
	if name := e.Name(); name != want && name != want+"."+e.Since.Date.String() {
		in.say("key", "the file of this edition is %s%s, or %s.%s%s once it is no more in force", want, ending, want, e.Since.Date, ending)
	}
	if !e.Since.Date.Before(e.Until.Date) {
		in.say("until.date", "an edition that begins on %s cannot end on %s", e.Since.Date, e.Until.Date)
	}
	if len(e.Acts) == 0 || (Act{e.Acts[len(e.Acts)-1].Number, e.Acts[len(e.Acts)-1].Date}) != e.Since {
		in.say("since", "the last of the acts sets the beginning")
	}
	in.unknown()
}

// unknown holds that what is said to be unknown is not given, and that nothing else lacks.
func (in *inspector) unknown() {
	e := in.e
	given := map[string]bool{
		"п.1": e.Provider != nil && e.Channels != nil, "п.3": e.Result != nil, "п.4": e.Grounds != nil, "п.5": e.Processes != nil,
	}
	for _, clause := range []string{"п.1", "п.3", "п.4", "п.5"} {
		lacks := slices.ContainsFunc(e.Unknown, func(u Unknown) bool { return u.Clause == clause })
		if given[clause] && lacks {
			in.say("unknown", "%s is said to be unknown, and is given", clause)
		}
		if !given[clause] && !lacks {
			in.say("annex", "%s is not given, and not said to be unknown", clause)
		}
	}
}

func (in *inspector) process(i int) {
	p := in.e.Processes[i]
	for j := range p.Steps {
		at := fmt.Sprintf("processes[%d].steps[%d]", i, j)
		in.step(at, p, p.Steps[j])
	}
	if len(p.Steps) == 0 {
		in.say(fmt.Sprintf("processes[%d]", i), "a list without steps")
	}
}

var clauseForm = regexp.MustCompile(`^п\.\d+( пп\.\d+)?$`)

func (in *inspector) step(at string, p Process, s Step) {
	if !clauseForm.MatchString(s.Clause) {
		in.say(at+".clause", "a clause is written п.5 or п.5 пп.3")
	}
	exists := func(n int) bool { return slices.ContainsFunc(p.Steps, func(o Step) bool { return o.N == n }) }
	for i, n := range s.Next {
		if !exists(n.Step) {
			in.say(fmt.Sprintf("%s.next[%d].step", at, i), "there is no step %d", n.Step)
		}
	}
	if s.ParallelWith != 0 && !exists(s.ParallelWith) {
		in.say(at+".parallel_with", "there is no step %d", s.ParallelWith)
	}
	in.limit(at+".duration", s.Duration)
	in.quotes(at, s)
}

// limit holds that a number and its unit belong together.
func (in *inspector) limit(at string, d Duration) {
	bare := d.Unit == SameDay || d.Unit == NoLimit
	switch {
	case bare && d.Value != nil:
		in.say(at, "%s has no number", d.Unit)
	case !bare && (d.Value == nil || *d.Value < 1):
		in.say(at, "%s needs a number above zero", d.Unit)
	case d.Unit == BeforeEvent && (d.Base == "" || d.From == ""):
		in.say(at, "before_event needs its base and the event it is counted back from")
	}
}

// quotes holds that what stands in the law's words stands in the step's text.
func (in *inspector) quotes(at string, s Step) {
	quoted := func(field, words string) {
		if !strings.Contains(s.TextRU, words) {
			in.say(at+"."+field, "%q does not stand in the text of the step", words)
		}
	}
	quoted("actor_ru", s.ActorRU)
	quoted("duration.from_ru", s.Duration.FromRU)
	for i, a := range s.With {
		quoted(fmt.Sprintf("with[%d].actor_ru", i), a.ActorRU)
	}
	if s.To != nil {
		quoted("to.ru", s.To.RU)
	}
	for i, b := range s.Branches {
		field := fmt.Sprintf("branches[%d]", i)
		quoted(field+".text_ru", b.TextRU)
		quoted(field+".when_ru", b.WhenRU)
		if b.To != nil {
			quoted(field+".to.ru", b.To.RU)
		}
		if b.Duration != nil {
			quoted(field+".duration.from_ru", b.Duration.FromRU)
			in.limit(at+"."+field+".duration", *b.Duration)
		}
	}
}
