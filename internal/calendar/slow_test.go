package calendar

import (
	"encoding/csv"
	"os"
	"testing"
	"time"
)

// slow counts terms by walking: a minute at a time on the clock, a day at a time in the
// calendar. It is written from the words of the rules, with nothing of the first
// implementation.
type slow struct{ listed map[string]string }

func newSlow(t *testing.T) *slow {
	t.Helper()
	f, err := os.Open("data/kazakhstan.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := &slow{listed: map[string]string{}}
	for _, row := range rows[1:] {
		s.listed[row[0]] = row[1]
	}
	return s
}

func (s *slow) isWorked(t time.Time, profile string) bool {
	switch s.listed[t.Format(time.DateOnly)] {
	case "working_weekend", "workday_instead_of_observed":
		return true
	case "":
		if t.Year() > 2027 && s.ruled(t) {
			return false
		}
		return t.Weekday() != time.Sunday && (t.Weekday() != time.Saturday || profile == "state_corporation")
	}
	return false
}

// ruled walks a year past the decreed ones: a holiday is off, and each that falls on a
// weekend takes the next working day with it; Christmas does not.
func (s *slow) ruled(t time.Time) bool {
	owed := 0
	for d := time.Date(t.Year(), 1, 1, 12, 0, 0, 0, t.Location()); ; d = tomorrow(d, 1) {
		weekend, off := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday, false
		switch d.Format("01-02") {
		case "01-01", "01-02", "03-08", "03-15", "03-21", "03-22", "03-23", "05-01", "05-07", "05-09", "07-06", "10-25", "12-16":
			off = true
			if weekend {
				owed++
			}
		case "01-07":
			off = true
		default:
			if !weekend && owed > 0 {
				off = true
				owed--
			}
		}
		if d.Format(time.DateOnly) == t.Format(time.DateOnly) {
			return off
		}
	}
}

// hours are opening, closing and lunch as clocks show them.
func (s *slow) hours(profile string) (opens, closes, lunch, back string) {
	switch profile {
	case "almaty_district":
		return "09:00", "18:00", "13:00", "14:00"
	case "state_body_generic":
		return "09:00", "18:30", "13:00", "14:30"
	}
	return "09:00", "20:00", "25:00", "25:00"
}

// working tells whether people work in the minute that begins at t.
func (s *slow) working(t time.Time, profile string, lunchCounts bool) bool {
	opens, closes, lunch, back := s.hours(profile)
	clock := t.Format("15:04")
	if !s.isWorked(t, profile) || clock < opens || clock >= closes {
		return false
	}
	return lunchCounts || clock < lunch || clock >= back
}

func (s *slow) closing(t time.Time, profile string) time.Time {
	_, closes, _, _ := s.hours(profile)
	end, err := time.ParseInLocation("2006-01-02 15:04", t.Format(time.DateOnly)+" "+closes, t.Location())
	if err != nil {
		panic(err)
	}
	return end
}

func (s *slow) due(event time.Time, n int, unit Unit, profile string) time.Time {
	switch unit {
	case Minutes, Hours:
		if unit == Hours {
			n *= 60
		}
		return s.minutes(event, n, profile)
	case BeforeEvent:
		return s.closing(s.workingDays(event, n, -1, profile), profile)
	default:
	}
	day := event
	for !s.working(day, profile, true) {
		day = day.Add(time.Minute)
	}
	switch unit {
	case WorkingDays, DayOfNoKind, AfterEvent:
		return s.closing(s.workingDays(day, n, 1, profile), profile)
	case CalendarDays:
		for range n {
			day = tomorrow(day, 1)
		}
	case Months:
		day = s.months(day, n)
	default:
	}
	for !s.isWorked(day, profile) {
		day = tomorrow(day, 1)
	}
	return s.closing(day, profile)
}

func (s *slow) minutes(t time.Time, n int, profile string) time.Time {
	for n > 0 {
		if s.working(t, profile, false) {
			n--
		}
		t = t.Add(time.Minute)
	}
	return t
}

func (s *slow) workingDays(day time.Time, n, way int, profile string) time.Time {
	for n > 0 {
		day = tomorrow(day, way)
		if s.isWorked(day, profile) {
			n--
		}
	}
	return day
}

// months steps a day at a time until the month n later shows the same day, or its last.
func (s *slow) months(day time.Time, n int) time.Time {
	want := day.Day()
	passed := 0
	for d := day; ; d = tomorrow(d, 1) {
		if d.Day() == 1 && d != day {
			passed++
		}
		if passed == n && (d.Day() == want || tomorrow(d, 1).Day() == 1) {
			return d
		}
	}
}

func tomorrow(t time.Time, way int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+way, 12, 0, 0, 0, t.Location())
}
