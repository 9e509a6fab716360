package regulation

import (
	"fmt"
	"slices"
	"strings"
)

// Change is one thing that a later edition has otherwise, in legal words.
type Change struct {
	Clause string `json:"clause"`
	By     Act    `json:"by"`
	Says   string `json:"says"`
}

// String is the change in one line.
func (c Change) String() string {
	return fmt.Sprintf("%s: %s, by № %s of %s", c.Clause, c.Says, c.By.Number, c.By.Date)
}

// Diff tells what changed from one edition of an annex to a later one. What an edition
// does not know is told as such, with the act that changed it.
func Diff(from, to *Edition) ([]Change, error) {
	if from.Annex != to.Annex {
		return nil, fmt.Errorf("%s and %s are not editions of one annex", from.Name(), to.Name())
	}
	if to.Since.Date.Before(from.Since.Date) {
		from, to = to, from
	}
	d := &differ{from: from, to: to}
	d.unknown()
	d.head()
	d.processes()
	return d.found, nil
}

type differ struct {
	from, to *Edition
	found    []Change
}

// by is the act of the later edition that names the clause, or the one that set it.
func (d *differ) by(clause string) Act {
	point, _, _ := strings.Cut(clause, " ")
	for _, a := range slices.Backward(d.to.Acts) {
		if slices.Contains(a.Clauses, point) && a.Date.After(d.from.Since.Date) {
			return Act{a.Number, a.Date}
		}
	}
	return d.to.Since
}

func (d *differ) say(clause, format string, args ...any) {
	d.found = append(d.found, Change{Clause: clause, By: d.by(clause), Says: fmt.Sprintf(format, args...)})
}

func (d *differ) text(clause, name, before, after string) {
	if before == after || d.lacks(clause) {
		return
	}
	parts := differing(before, after)
	d.say(clause, "%s: «%s» → «%s»", name, parts[0], parts[1])
}

// lacks tells whether one of the editions does not know the clause.
func (d *differ) lacks(clause string) bool {
	point, _, _ := strings.Cut(clause, " ")
	unknown := func(e *Edition) bool {
		return slices.ContainsFunc(e.Unknown, func(u Unknown) bool { return u.Clause == point })
	}
	return unknown(d.from) || unknown(d.to)
}

func (d *differ) unknown() {
	for _, u := range d.from.Unknown {
		d.found = append(d.found, Change{Clause: u.Clause, By: u.ChangedBy, Says: "changed; the wording before is not in the text that is held"})
	}
	for _, u := range d.to.Unknown {
		d.found = append(d.found, Change{Clause: u.Clause, By: d.to.Since, Says: "the wording of the later edition is not in the text that is held"})
	}
}

func (d *differ) head() {
	a, b := d.from, d.to
	d.text("title", "title", a.Title.RU, b.Title.RU)
	if a.Provider != nil && b.Provider != nil {
		d.text("п.1", "provider", a.Provider.RU, b.Provider.RU)
	}
	d.channels()
	d.text("п.2", "form", a.Form.RU, b.Form.RU)
	if a.Result != nil && b.Result != nil {
		d.text("п.3", "result", a.Result.RU, b.Result.RU)
	}
	if a.Grounds != nil && b.Grounds != nil {
		d.text("п.4", "ground", a.Grounds.RU, b.Grounds.RU)
	}
	d.participants()
}

func (d *differ) channels() {
	if d.from.Channels == nil || d.to.Channels == nil {
		return
	}
	has := func(e *Edition, key ChannelKey) bool {
		return slices.ContainsFunc(e.Channels, func(c Channel) bool { return c.Key == key })
	}
	for _, c := range d.from.Channels {
		if !has(d.to, c.Key) {
			d.say(c.Clause, "the channel %s is closed", c.Key)
		}
	}
	for _, c := range d.to.Channels {
		if !has(d.from, c.Key) {
			d.say(c.Clause, "the channel %s is opened", c.Key)
		}
	}
}

func (d *differ) participants() {
	has := func(e *Edition, p Participant) bool {
		return slices.ContainsFunc(e.Participants, func(o Participant) bool { return o.RU == p.RU })
	}
	for _, p := range d.from.Participants {
		if !has(d.to, p) {
			d.say(p.Clause, "«%s» takes part no more", p.RU)
		}
	}
	for _, p := range d.to.Participants {
		if !has(d.from, p) {
			d.say(p.Clause, "«%s» takes part", p.RU)
		}
	}
}

func (d *differ) processes() {
	if d.from.Processes == nil || d.to.Processes == nil {
		return
	}
	for _, p := range d.from.Processes {
		other, kept := d.to.Process(p.Key)
		if !kept {
			d.say(p.Clause, "the list %s is gone", p.Key)
			continue
		}
		d.steps(p, *other)
	}
	for _, p := range d.to.Processes {
		if _, was := d.from.Process(p.Key); !was {
			d.say(p.Clause, "the list %s is new, %d steps", p.Key, len(p.Steps))
		}
	}
}

// steps pairs the steps that are the same work; the others were put in or taken out.
func (d *differ) steps(from, to Process) {
	pairs := sameWork(from.Steps, to.Steps)
	old, kept := map[int]bool{}, map[int]bool{}
	for _, pair := range pairs {
		old[pair[0].N], kept[pair[1].N] = true, true
	}
	for _, s := range from.Steps {
		if !old[s.N] {
			d.say(s.Clause, "step %d is taken out: «%s»", s.N, s.TextRU)
		}
	}
	for _, s := range to.Steps {
		if !kept[s.N] {
			d.say(s.Clause, "step %d is put in: «%s»", s.N, s.TextRU)
		}
	}
	for _, pair := range pairs {
		d.step(pair[0], pair[1])
	}
}

// sameWork pairs steps by their number where they are alike, and by order where not.
func sameWork(a, b []Step) (pairs [][2]Step) {
	if len(a) == len(b) {
		for i := range a {
			pairs = append(pairs, [2]Step{a[i], b[i]})
		}
		return pairs
	}
	return aligned(a, b)
}

func (d *differ) step(a, b Step) {
	before := len(d.found)
	if a.N != b.N {
		d.say(b.Clause, "step %d becomes step %d", a.N, b.N)
	}
	if x, y := a.Duration.inLaw(), b.Duration.inLaw(); x != y {
		d.say(b.Clause, "step %d: %s → %s", b.N, x, y)
	}
	if a.Role != b.Role || a.At != b.At {
		d.say(b.Clause, "step %d: done by «%s» → by «%s»", b.N, a.ActorRU, b.ActorRU)
	}
	if (a.To == nil) != (b.To == nil) || a.To != nil && (a.To.Role != b.To.Role || a.To.At != b.To.At) {
		d.say(b.Clause, "step %d: handed %s → %s", b.N, a.To.inLaw(), b.To.inLaw())
	}
	if a.ResultRU != b.ResultRU {
		d.say("п.6 пп."+fmt.Sprint(b.N), "result of step %d: «%s» → «%s»", b.N, a.ResultRU, b.ResultRU)
	}
	if len(d.found) == before && a.TextRU != b.TextRU {
		parts := differing(a.TextRU, b.TextRU)
		d.say(b.Clause, "step %d: «%s» → «%s»", b.N, parts[0], parts[1])
	}
}

// inLaw is a limit in the words lawyers use.
func (d Duration) inLaw() string {
	units := map[Unit]string{Minute: "minutes", Hour: "hours", WorkingDay: "working days", CalendarDay: "calendar days", Day: "days", Month: "months"}
	switch name, counted := units[d.Unit]; {
	case d.Unit == NoLimit:
		return "no limit"
	case counted && d.Value != nil && *d.Value == 1:
		return "1 " + strings.TrimSuffix(name, "s")
	case counted && d.Value != nil:
		return fmt.Sprintf("%d %s", *d.Value, name)
	}
	return strings.ReplaceAll(d.String(), "_", " ")
}

func (h *HandOn) inLaw() string {
	if h == nil {
		return "to nobody named"
	}
	return "«" + h.RU + "»"
}
