package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// Unit is what a term is counted in.
type Unit string

// The units. A DayOfNoKind is a day the law gives no kind for.
const (
	Minutes      Unit = "minute"
	Hours        Unit = "hour"
	WorkingDays  Unit = "working_day"
	CalendarDays Unit = "calendar_day"
	DayOfNoKind  Unit = "day"
	Months       Unit = "month"
	SameDay      Unit = "same_day"
	BeforeEvent  Unit = "before_event"
	AfterEvent   Unit = "after_event"
)

var units = []Unit{Minutes, Hours, WorkingDays, CalendarDays, DayOfNoKind, Months, SameDay, BeforeEvent, AfterEvent}

// longest keeps a mistyped term from walking for ever: forty years of days, and minutes
// for as many hours.
const longest = 15_000

// Length is a term with its unit. The zero Length is no term; a number alone cannot be
// made into one.
type Length struct {
	n    int
	unit Unit
	base Unit // what days before or after an event are
}

// LengthOf makes a term. SameDay has no number, every other unit has one above zero.
func LengthOf(n int, unit Unit) (Length, error) {
	switch {
	case !slices.Contains(units, unit):
		return Length{}, fmt.Errorf("calendar: %q is no unit of time; the units are %s", unit, unitNames())
	case unit == SameDay && n != 0:
		return Length{}, fmt.Errorf("calendar: same_day has no number, and %d was given", n)
	case unit != SameDay && n < 1:
		return Length{}, fmt.Errorf("calendar: a term needs a number above zero, and %d was given", n)
	case n > longest:
		return Length{}, fmt.Errorf("calendar: %d is more than the longest term of %d", n, longest)
	}
	return Length{n: n, unit: unit}, nil
}

// Counted says what the days of a term before or after an event are: working days, if
// nothing is said.
func (l Length) Counted(in Unit) Length {
	l.base = in
	return l
}

// Number and Unit are what the term was made of.
func (l Length) Number() int { return l.n }

// Unit is what the term is counted in.
func (l Length) Unit() Unit { return l.unit }

func unitNames() string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, ", ")
}

// Profile is when an organisation works.
type Profile struct {
	name                              string
	opens, closes, lunchFrom, lunchTo int // seconds of the day; no lunch is an empty one
	week                              weekdays
}

// profiles of working hours. Sources: the page of the Almaty department of social welfare
// (district offices, State Corporation), standards of order No 279 (state bodies).
var profiles = map[string]Profile{
	"almaty_district":    {"almaty_district", 9 * 3600, 18 * 3600, 13 * 3600, 14 * 3600, fiveDays},
	"state_body_generic": {"state_body_generic", 9 * 3600, 18*3600 + 1800, 13 * 3600, 14*3600 + 1800, fiveDays},
	"state_corporation":  {"state_corporation", 9 * 3600, 20 * 3600, 0, 0, sixDays},
}

// ProfileNamed is the profile of that name.
func ProfileNamed(name string) (Profile, error) {
	p, found := profiles[name]
	if !found {
		return Profile{}, fmt.Errorf("calendar: %q is no profile of working hours; there are almaty_district, state_body_generic and state_corporation", name)
	}
	return p, nil
}

// Name is what the profile is called.
func (p Profile) Name() string { return p.name }

// spans are the stretches of working time of a day.
func (p Profile) spans() [2][2]int {
	if p.lunchFrom == p.lunchTo {
		return [2][2]int{{p.opens, p.closes}, {p.closes, p.closes}}
	}
	return [2][2]int{{p.opens, p.lunchFrom}, {p.lunchTo, p.closes}}
}
