package regulation

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Compare writes the channels of one edition side by side: steps, times, roles, sums, and
// in which steps the State Corporation's way differs from the provider's own.
func (c *Catalogue) Compare(w io.Writer, e *Edition) error {
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	row := func(name string, cell func(*Process) string) {
		cells := []string{name}
		for i := range e.Processes {
			if e.Processes[i].Key != ByProviderAgain {
				cells = append(cells, cell(&e.Processes[i]))
			}
		}
		_, _ = fmt.Fprintln(out, strings.Join(cells, "\t"))
	}
	_, _ = fmt.Fprintf(out, "%s\n", e.Title.RU)
	row("", func(p *Process) string { return string(p.Key) })
	row("clause", func(p *Process) string { return p.Clause })
	row("steps", func(p *Process) string { return fmt.Sprint(len(p.Steps)) })
	row("time", func(p *Process) string { return mainSum(p) })
	longest := 0
	for _, p := range e.Processes {
		longest = max(longest, len(p.Steps))
	}
	for n := range longest {
		row(fmt.Sprintf("step %d", n+1), func(p *Process) string { return cellOf(p, n) })
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return c.compareNine(w, e)
}

func mainSum(p *Process) string {
	for _, path := range p.Paths() {
		if path.Ends == Served {
			return path.Sum().String()
		}
	}
	return "no way to the end"
}

func cellOf(p *Process, n int) string {
	if n >= len(p.Steps) {
		return ""
	}
	s := p.Steps[n]
	return fmt.Sprintf("%s %s, %s", s.Role, s.Kind, s.Duration.inLaw())
}

// compareNine tells what the linter knows to differ between points 5 and 9.
func (c *Catalogue) compareNine(w io.Writer, e *Edition) error {
	l := &linter{e: e, decree: &c.Decree}
	l.pointsFiveAndNine()
	for _, f := range l.found {
		if _, err := fmt.Fprintf(w, "differs: %s: %s\n", strings.Join(f.Clauses, ", "), f.Says); err != nil {
			return err
		}
	}
	return nil
}
