package regulation

import (
	"fmt"
	"slices"
	"strings"
)

// Path is one way through a list: the steps taken in order, the conditions met on the way,
// and how it ends. What is done beside another step is not on the way.
type Path struct {
	Steps []Step
	When  []When
	Ends  Ending
	Fails string // why it cannot be walked to an end; empty when it can
}

// String is the numbers of the steps, with the conditions.
func (p Path) String() string {
	numbers := make([]string, len(p.Steps))
	for i, s := range p.Steps {
		numbers[i] = fmt.Sprint(s.N)
	}
	way := strings.Join(numbers, "→")
	if len(p.When) > 0 {
		way += fmt.Sprintf(" %v", p.When)
	}
	return way
}

// Paths are all ways through a list, the main one first. A list with a loop yields a path
// that says so.
func (p *Process) Paths() []Path {
	w := &walker{p: p}
	if len(p.Steps) > 0 {
		w.walk(0, Path{})
	}
	return w.paths
}

type walker struct {
	p     *Process
	paths []Path
}

func (w *walker) walk(i int, so Path) {
	s := w.p.Steps[i]
	if slices.ContainsFunc(so.Steps, func(o Step) bool { return o.N == s.N }) {
		so.Fails = fmt.Sprintf("comes back to step %d and never ends", s.N)
		w.paths = append(w.paths, so)
		return
	}
	here := Path{Steps: slices.Clone(so.Steps), When: slices.Clone(so.When)}
	if s.ParallelWith == 0 {
		here.Steps = append(here.Steps, s)
	}
	if s.Ends != "" {
		ended := here
		ended.Ends = s.Ends
		w.paths = append(w.paths, ended)
	}
	switch {
	case len(s.Next) > 0:
		for _, n := range s.Next {
			w.follow(n, here)
		}
	case s.Ends != "":
	case i+1 < len(w.p.Steps):
		w.walk(i+1, here)
	default:
		here.Fails = fmt.Sprintf("stops after step %d, which does not end the service", s.N)
		w.paths = append(w.paths, here)
	}
}

func (w *walker) follow(n Next, so Path) {
	so.When = append(slices.Clone(so.When), n.When)
	to := slices.IndexFunc(w.p.Steps, func(s Step) bool { return s.N == n.Step })
	if to < 0 {
		so.Fails = fmt.Sprintf("leads to step %d, which is not there", n.Step)
		w.paths = append(w.paths, so)
		return
	}
	w.walk(to, so)
}

// Sum is the time of a path: days as the program reads them, minutes within the days, and
// the day before the end that belongs to the courier.
type Sum struct {
	Days     int // working days, stage after stage
	Literal  int // the same, where a step counted from the filing runs beside those before
	Minutes  int
	Reserved int // days before the end of the term
}

// String is the sum in words.
func (s Sum) String() string {
	parts := []string{}
	if s.Days > 0 {
		parts = append(parts, fmt.Sprintf("%d working days", s.Days))
	}
	if s.Minutes > 0 {
		parts = append(parts, fmt.Sprintf("%d min", s.Minutes))
	}
	if s.Reserved > 0 {
		parts = append(parts, fmt.Sprintf("%d day before the end", s.Reserved))
	}
	if s.Literal != s.Days {
		parts = append(parts, fmt.Sprintf("by the letter %d working days", s.Literal))
	}
	if len(parts) == 0 {
		return "no time"
	}
	return strings.Join(parts, ", ")
}

// longestMonth is how many working days a month can have.
const longestMonth = 23

// Sum adds the limits of the steps taken. Days without a kind are read as working days
// (the readings say so); calendar days and months are taken for the working days they can
// be at most; what is done on the same day adds nothing.
func (p Path) Sum() (sum Sum) {
	for _, s := range p.Steps {
		d := s.Duration
		if d.Value == nil || s.OnlyAfter != "" {
			continue
		}
		switch d.Unit {
		case Minute:
			sum.Minutes += *d.Value
		case Hour:
			sum.Minutes += 60 * *d.Value
		case WorkingDay, Day, CalendarDay, AfterEvent:
			sum.add(*d.Value, d.From)
		case Month:
			sum.add(longestMonth**d.Value, d.From)
		case BeforeEvent:
			if d.From == TermEnd {
				sum.Reserved += *d.Value
			}
		case SameDay, NoLimit:
		}
	}
	return sum
}

// add puts days after those before; by the letter, what is counted from the filing or the
// registration runs beside them.
func (s *Sum) add(days int, from Event) {
	s.Days += days
	if from == Filing || from == "registration" {
		s.Literal = max(s.Literal, days)
	} else {
		s.Literal += days
	}
}

// before is the path up to the step, and whether it is on it.
func (p Path) before(n int) (Path, bool) {
	i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.N == n })
	if i < 0 {
		return Path{}, false
	}
	return Path{Steps: p.Steps[:i]}, true
}
