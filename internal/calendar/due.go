package calendar

import (
	"errors"
	"time"
)

// Counting is how terms are counted: by which calendar, in whose working hours, and what
// a day without a kind is.
//
// An event outside working time counts as received at the next opening. Minutes and hours
// run in working time only, lunch left out; a term that runs out at closing ends at
// closing. Working day n is the nth after the day of the event; calendar day n and month n
// are moved to the next working day when they are none; all end at closing. Terms before
// an event are counted back and moved to the previous working day.
type Counting struct {
	Table *Table
	Hours Profile
	DayIs Unit // WorkingDays if nothing is said, or CalendarDays
	// ThroughCorporation: the result must be handed over a working day before the end
	ThroughCorporation bool
}

// Skip is a day that was not counted, and why.
type Skip struct {
	Day    Date
	Reason Reason
	Name   [2]string // Kazakh, Russian
}

// Passport is a date with everything that led to it.
type Passport struct {
	Event     Instant // when it happened
	Received  Instant // when it counts as received
	Length    Length
	Profile   string
	Counted   []Date
	Skipped   []Skip
	MovedFrom Date // the date reached, when it was none to end on
	Due       Instant
	HandOver  Instant // a working day earlier, through the State Corporation
	Changes   []Change
	Calendar  string
	Warnings  []Warning
}

// Warning is what makes a date less sure.
type Warning string

// The warnings.
const (
	PastDecreed      Warning = "past_decreed"      // the calendar of that year is not decreed
	BeforeDecreed    Warning = "before_decreed"    // the table does not go back so far
	HolidayEstimated Warning = "holiday_estimated" // a date of Kurban Ait on the way is an estimate
	DayKindChosen    Warning = "day_kind_chosen"   // the law gives no kind of day
)

var errNoEvent = errors.New("calendar: a term needs the moment it starts from")

// Due counts a term from an event.
func (c Counting) Due(event Instant, l Length) (Passport, error) {
	return c.DueWith(event, l, nil)
}

// DueWith counts a term with its extensions and suspensions.
func (c Counting) DueWith(event Instant, l Length, ledger *Ledger) (p Passport, err error) {
	err = c.count(&p, event, l, ledger)
	return p, err
}

// count fills a passport, whose slices are used again.
func (c Counting) count(p *Passport, event Instant, l Length, ledger *Ledger) error {
	if event.IsZero() || l.unit == "" {
		return errNoEvent
	}
	*p = Passport{Event: event, Length: l, Profile: c.Hours.name, Calendar: c.Table.version,
		Counted: p.Counted[:0], Skipped: p.Skipped[:0], Changes: p.Changes[:0], Warnings: p.Warnings[:0]}
	w := walk{c: c, p: p, suspended: ledger.suspensions()}
	day, second := wall(event)
	var end int
	switch l.unit {
	case BeforeEvent:
		p.Received = event
		end = w.back(day, l)
		p.Due = at(end, c.Hours.closes)
	case Minutes, Hours:
		w.received(day, second, true)
		end, second = w.run(l)
		p.Due = at(end, second)
	default:
		end = w.forward(w.received(day, second, false), l)
		p.Due = at(end, c.Hours.closes)
	}
	end = w.extend(end, ledger)
	if c.ThroughCorporation {
		p.HandOver = at(w.previous(end-1), c.Hours.closes)
	}
	w.warn(min(day, end), max(day, end))
	return nil
}

// walk counts one term day by day.
type walk struct {
	c         Counting
	p         *Passport
	suspended []span
	day       int // where working time begins, for minutes
	second    int
}

func wall(i Instant) (day, second int) {
	t := i.Local()
	y, m, d := t.Date()
	hour, minute, sec := t.Clock()
	return (Date{y, m, d}).number(), hour*3600 + minute*60 + sec
}

func at(day, second int) Instant {
	d := numbered(day)
	return At(time.Date(d.Year, d.Month, d.Day, 0, 0, second, 0, zone))
}

func (w *walk) worked(day int) bool { return w.c.Table.worked(day, w.c.Hours.week) }

func (w *walk) next(day int) int {
	for !w.worked(day) {
		day++
	}
	return day
}

func (w *walk) previous(day int) int {
	for !w.worked(day) {
		day--
	}
	return day
}

// received is the day an event counts as received on. Lunch is within the day for terms
// of days, and outside working time for terms of minutes.
func (w *walk) received(day, second int, minutes bool) int {
	h := w.c.Hours
	on := w.next(day)
	switch {
	case on > day || second < h.opens:
		second = h.opens
	case second >= h.closes:
		on, second = w.next(day+1), h.opens
	case minutes && second >= h.lunchFrom && second < h.lunchTo:
		second = h.lunchTo
	default:
		w.day, w.second = on, second
		w.p.Received = w.p.Event
		return on
	}
	w.day, w.second = on, second
	w.p.Received = at(on, second)
	return on
}

// run lets minutes pass in working time.
func (w *walk) run(l Length) (day, second int) {
	left := l.n * 60
	if l.unit == Hours {
		left *= 60
	}
	for day = w.day; ; day++ {
		if !w.worked(day) || within(w.suspended, day) {
			w.skip(day)
			continue
		}
		w.p.Counted = append(w.p.Counted, numbered(day))
		for _, s := range w.c.Hours.spans() {
			from := s[0]
			if day == w.day {
				from = max(from, w.second)
			}
			if room := s[1] - from; room > 0 && left <= room {
				return day, from + left
			} else if room > 0 {
				left -= room
			}
		}
	}
}

// forward is the day a term of days or months after day ends on.
func (w *walk) forward(day int, l Length) int {
	unit := l.unit
	if unit == AfterEvent {
		unit = w.kindOf(l)
	}
	if unit == DayOfNoKind {
		unit = w.chosen()
	}
	switch unit {
	case SameDay:
		w.p.Counted = append(w.p.Counted, numbered(day))
		return w.settle(day)
	case WorkingDays:
		return w.days(day, l.n, w.worked)
	case CalendarDays:
		return w.settle(w.days(day, l.n, func(int) bool { return true }))
	default:
		return w.settle(w.months(day, l.n))
	}
}

// chosen is what a day without a kind is, by the setting.
func (w *walk) chosen() Unit {
	w.p.Warnings = append(w.p.Warnings, DayKindChosen)
	if w.c.DayIs == CalendarDays {
		return CalendarDays
	}
	return WorkingDays
}

// kindOf is what the days before or after an event are.
func (w *walk) kindOf(l Length) Unit {
	switch l.base {
	case CalendarDays:
		return CalendarDays
	case DayOfNoKind:
		return w.chosen()
	default:
		return WorkingDays
	}
}

func (w *walk) days(day, n int, counts func(int) bool) int {
	for n > 0 {
		day++
		if counts(day) && !within(w.suspended, day) {
			w.p.Counted = append(w.p.Counted, numbered(day))
			n--
		} else {
			w.skip(day)
		}
	}
	return day
}

// months is the same day of a later month, or its last; suspended days are added.
func (w *walk) months(day, n int) int {
	from := numbered(day)
	to := from.InMonth().Plus(n)
	end := (Date{to.Year, to.Month, min(from.Day, to.Last().Day)}).number()
	for d := day + 1; d <= end; d++ {
		if within(w.suspended, d) {
			w.skip(d)
			end++
		}
	}
	w.p.Counted = append(w.p.Counted, numbered(end))
	return end
}

// settle moves a day that is not worked, or on which the term stands, to the next that is.
func (w *walk) settle(day int) int {
	stands := func(day int) bool { return !w.worked(day) || within(w.suspended, day) }
	if !stands(day) {
		return day
	}
	w.p.MovedFrom = numbered(day)
	for ; stands(day); day++ {
		w.skip(day)
	}
	return day
}

// back is the day a number of days before an event; never later than it would be in full.
func (w *walk) back(day int, l Length) int {
	if w.kindOf(l) == WorkingDays {
		for n := l.n; n > 0; {
			day--
			if w.worked(day) {
				w.p.Counted = append(w.p.Counted, numbered(day))
				n--
			} else {
				w.skip(day)
			}
		}
		return day
	}
	for range l.n {
		day--
		w.p.Counted = append(w.p.Counted, numbered(day))
	}
	if !w.worked(day) {
		w.p.MovedFrom = numbered(day)
		for ; !w.worked(day); day-- {
			w.skip(day)
		}
	}
	return day
}

func (w *walk) skip(day int) {
	if within(w.suspended, day) {
		w.p.Skipped = append(w.p.Skipped, Skip{Day: numbered(day), Reason: Suspended})
		return
	}
	reason, names := Weekend, [2]string{}
	if k := w.c.Table.kind(day); k != 0 {
		reason, names = kindNames[k], w.c.Table.names[day]
	}
	w.p.Skipped = append(w.p.Skipped, Skip{Day: numbered(day), Reason: reason, Name: names})
}

func (w *walk) warn(first, last int) {
	if last > w.c.Table.decreed[1] {
		w.p.Warnings = append(w.p.Warnings, PastDecreed)
	}
	if first < w.c.Table.decreed[0] {
		w.p.Warnings = append(w.p.Warnings, BeforeDecreed)
	}
	for _, s := range w.p.Skipped {
		if s.Reason == Estimated {
			w.p.Warnings = append(w.p.Warnings, HolidayEstimated)
			return
		}
	}
}
