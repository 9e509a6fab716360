package regulation

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Proof is what was found about one list: its paths with their sums, and what is wrong.
type Proof struct {
	Annex   int        `json:"annex"`
	Service string     `json:"service"`
	Process ProcessKey `json:"process"`
	Lines   []string   `json:"lines"`
	Wrong   []string   `json:"wrong"`
}

// Check proves of every list of the editions last in force that each step can be reached
// and left, that each role is held somewhere, that a refusal can be reached in time, and
// that each path fits into the term of the service.
func (c *Catalogue) Check() (proofs []Proof) {
	for _, e := range c.Last() {
		proofs = append(proofs, e.Check()...)
	}
	return proofs
}

// Check proves the lists of one edition.
func (e *Edition) Check() (proofs []Proof) {
	for i := range e.Processes {
		k := checker{e: e, p: &e.Processes[i]}
		k.walkable()
		k.roles()
		k.conditions()
		k.parallel()
		k.refusal()
		k.inTime()
		k.branchesInTime()
		proofs = append(proofs, Proof{Annex: e.Annex, Service: e.Key, Process: k.p.Key, Lines: k.lines, Wrong: k.wrong})
	}
	return proofs
}

type checker struct {
	e     *Edition
	p     *Process
	lines []string
	wrong []string
}

func (k *checker) fail(format string, args ...any) {
	k.wrong = append(k.wrong, fmt.Sprintf(format, args...))
}

func (k *checker) note(format string, args ...any) {
	k.lines = append(k.lines, fmt.Sprintf(format, args...))
}

// walkable holds that every path ends and every step is on one, or is done beside one.
func (k *checker) walkable() {
	onPath, served := map[int]bool{}, false
	for _, path := range k.p.Paths() {
		if path.Fails != "" {
			k.fail("path %s %s", path, path.Fails)
		}
		served = served || path.Ends == Served
		for _, s := range path.Steps {
			onPath[s.N] = true
		}
	}
	if !served {
		k.fail("no path ends with the service given")
	}
	for _, s := range k.p.Steps {
		if !onPath[s.N] && (s.ParallelWith == 0 || !onPath[s.ParallelWith]) {
			k.fail("step %d (%s) is never reached", s.N, s.Clause)
		}
	}
}

// roles holds that somebody in the city can do each step, and sign what is signed.
func (k *checker) roles() {
	must := func(s Step, r Role, place Place) {
		if r != "" && !held(r, place) {
			k.fail("step %d (%s): nobody is %s in %s", s.N, s.Clause, r, place)
		}
	}
	for _, s := range k.p.Steps {
		must(s, s.Role, s.At)
		for _, w := range s.With {
			must(s, w.Role, w.At)
		}
		for _, b := range s.Branches {
			must(s, b.Role, b.At)
		}
		if s.Signs != nil {
			must(s, s.Signs.Role, s.Signs.At)
		}
		if s.To != nil {
			must(s, s.To.Role, s.To.At)
		}
		if s.Kind == Sign && s.Signs == nil {
			k.fail("step %d (%s): something is signed by nobody", s.N, s.Clause)
		}
	}
}

// conditions holds that a check has a way on when it holds and another when it fails, and
// that a branch that reroutes leads to a branch that is there.
func (k *checker) conditions() {
	for _, s := range k.p.Steps {
		if s.Kind == Examine {
			for _, when := range []When{"holds", "fails"} {
				if !slices.ContainsFunc(s.Next, func(n Next) bool { return n.When == when }) {
					k.fail("step %d (%s): nothing is said for when the condition %s", s.N, s.Clause, when)
				}
			}
		}
		for _, b := range s.Branches {
			if b.Reroutes != "" && !k.has(b.Reroutes) {
				k.fail("step %d (%s): %s leads to %s, which no step has", s.N, s.Clause, b.Kind, b.Reroutes)
			}
		}
	}
}

func (k *checker) has(kind BranchKind) bool {
	return slices.ContainsFunc(k.p.Steps, func(s Step) bool {
		return slices.ContainsFunc(s.Branches, func(b Branch) bool { return b.Kind == kind })
	})
}

// parallel holds that what must be done some days before an event fits beside the step
// that leads to the event.
func (k *checker) parallel() {
	for _, s := range k.p.Steps {
		if s.ParallelWith == 0 {
			continue
		}
		i := slices.IndexFunc(k.p.Steps, func(o Step) bool { return o.N == s.ParallelWith })
		if i < 0 {
			k.fail("step %d (%s) is done beside step %d, which is not there", s.N, s.Clause, s.ParallelWith)
			continue
		}
		beside := k.p.Steps[i].Duration
		if s.Duration.Value != nil && beside.Value != nil && *s.Duration.Value > *beside.Value {
			k.fail("step %d (%s) needs %s, and step %d beside it has %s", s.N, s.Clause, s.Duration, s.ParallelWith, beside)
		}
		k.note("step %d (%s) runs beside step %d: %s within %s, not added", s.N, s.Clause, s.ParallelWith, s.Duration, beside)
	}
}

// refusal holds that a refusal can be reached before the last permitted day.
func (k *checker) refusal() {
	may := false
	for _, path := range k.p.Paths() {
		may = may || path.Ends == Refused
		for _, s := range path.Steps {
			if !s.MayRefuse {
				continue
			}
			may = true
			before, _ := path.before(s.N)
			if term, known := k.term(WholeTerm); known && !begins(before.Sum(), term) {
				k.fail("path %s: step %d (%s) may refuse, and begins after %s, when the term of %d %s is over", path, s.N, s.Clause, before.Sum(), term.Value, term.Unit)
			}
		}
	}
	if !may {
		k.fail("no step can refuse")
	}
}

// begins tells whether something that starts after sum starts before the term's last day
// is over.
func begins(sum Sum, term Term) bool {
	if term.Unit == Minute {
		return sum.Days == 0 && sum.Minutes < term.Value
	}
	return sum.Days < term.Value
}

// term is the term of the service, of this list if it has one of its own.
func (k *checker) term(what string) (Term, bool) {
	for _, want := range []string{string(k.p.Key), what} {
		for _, t := range k.e.Reference.Terms {
			if t.For == want && t.Use && (want != string(k.p.Key) || what == WholeTerm) {
				return t, true
			}
		}
	}
	return Term{}, false
}

// inTime holds each path that gives the service against the term.
func (k *checker) inTime() {
	if k.p.Key == ByPortal {
		k.note("the list of the portal has no times; its work has those of point 5")
		return
	}
	for _, path := range k.p.Paths() {
		if path.Fails != "" {
			continue
		}
		sum := path.Sum()
		term, known := k.term(WholeTerm)
		if !known {
			k.note("path %s: %s; no term is known to hold it against, so the sum stands for it", path, sum)
			continue
		}
		slack, unit := slackOf(sum, term)
		k.note("path %s: %s; term %d %s, slack %d %s", path, sum, term.Value, term.Unit, slack, unit)
		if slack < 0 {
			k.fail("path %s takes %s, the term is %d %s:%s", path, sum, term.Value, term.Unit, path.account())
		}
	}
}

// slackOf is what a path leaves of the term. Minutes are within the days where the term
// is in days; a term in minutes has no room for a day.
func slackOf(sum Sum, term Term) (int, Unit) {
	if term.Unit == Minute {
		return term.Value - sum.Minutes - 24*60*sum.Days, Minute
	}
	return term.Value - sum.Days - sum.Reserved, WorkingDay
}

// account lists the steps of a path with their limits: the counter-example.
func (p Path) account() string {
	var b strings.Builder
	for _, s := range p.Steps {
		fmt.Fprintf(&b, "\n    %s %s: %s", s.Clause, s.Role, s.Duration)
	}
	return b.String()
}

// branchesInTime tells the limits of branches, and holds those that have a term of their
// own against it.
func (k *checker) branchesInTime() {
	for _, s := range k.p.Steps {
		for _, b := range s.Branches {
			if b.Duration == nil || b.Duration.Value == nil {
				continue
			}
			term, known := k.term(string(b.Kind))
			switch {
			case !known || term.For != string(b.Kind):
				k.note("step %d (%s), %s: %s, not added", s.N, s.Clause, b.Kind, b.Duration)
			case *b.Duration.Value > term.Value:
				k.fail("step %d (%s), %s: %s, the term is %d %s", s.N, s.Clause, b.Kind, b.Duration, term.Value, term.Unit)
			default:
				k.note("step %d (%s), %s: %s; term %d %s", s.N, s.Clause, b.Kind, b.Duration, term.Value, term.Unit)
			}
			if b.Whole {
				k.wholeFits(s, b)
			}
		}
	}
}

// wholeFits holds that the ordinary path fits into a branch whose term replaces the whole.
func (k *checker) wholeFits(s Step, b Branch) {
	for _, path := range k.p.Paths() {
		if sum := path.Sum(); sum.Days > *b.Duration.Value {
			k.fail("path %s takes %s, and %s of step %d allows %s", path, sum, b.Kind, s.N, b.Duration)
		}
	}
}

// WriteProofs writes the proofs, and tells whether all hold.
func WriteProofs(w io.Writer, proofs []Proof) (ok bool, err error) {
	wrong := 0
	for _, p := range proofs {
		if _, err = fmt.Fprintf(w, "%d %s %s\n", p.Annex, p.Service, p.Process); err != nil {
			return false, err
		}
		for _, line := range p.Lines {
			_, _ = fmt.Fprintln(w, "  ", line)
		}
		for _, line := range p.Wrong {
			wrong++
			_, _ = fmt.Fprintln(w, "  WRONG", line)
		}
	}
	_, err = fmt.Fprintf(w, "%d lists, %d wrong\n", len(proofs), wrong)
	return wrong == 0, err
}
