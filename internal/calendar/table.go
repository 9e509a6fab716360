package calendar

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/csv"
	"fmt"
	"sync"
	"time"
)

// kazakhstan is the table of days that are not as their weekday says: holidays, days off
// observed for them, days off moved by a decree, weekends that are worked. Columns: date,
// kind, name in Kazakh, name in Russian, basis.
// law: on holidays 3–5, labour code 84–85.
//
//go:embed data/kazakhstan.csv
var kazakhstan []byte

// The years the table covers. After them the weekend and the fixed holidays hold, with a
// day off observed for each that falls on a weekend; before them only the weekend.
const (
	firstListed = 2015
	lastListed  = 2027
	lastRuled   = 2099
)

// fixedHolidays are the days that are a holiday in every year since 2027; those not moved
// from a weekend are days off by the labour code only.
var fixedHolidays = []struct {
	month time.Month
	day   int
	moved bool
}{
	{time.January, 1, true}, {time.January, 2, true}, {time.January, 7, false}, {time.March, 8, true}, {time.March, 15, true},
	{time.March, 21, true}, {time.March, 22, true}, {time.March, 23, true}, {time.May, 1, true}, {time.May, 7, true}, {time.May, 9, true},
	{time.July, 6, true}, {time.October, 25, true}, {time.December, 16, true},
}

// Reason is why a day is worked or not.
type Reason string

// The reasons. Those but the weekend and the suspension are the kinds of the table.
const (
	Ordinary       Reason = ""
	Weekend        Reason = "weekend"
	Holiday        Reason = "holiday"
	Observed       Reason = "observed_day_off"
	MovedDayOff    Reason = "moved_day_off"
	Religious      Reason = "religious_day_off"
	Estimated      Reason = "religious_day_off_estimated"
	WorkingWeekend Reason = "working_weekend"
	WorkedInstead  Reason = "workday_instead_of_observed"
	Suspended      Reason = "suspended"
)

// kindNames are the kinds a table may use, by the number they are kept under.
var kindNames = [...]Reason{Ordinary, Holiday, Observed, MovedDayOff, Religious, Estimated, WorkingWeekend, WorkedInstead}

const firstWorked = 6 // the kinds from here on are worked

// Table is one version of the country's calendar. It never changes: a new decree makes a
// new table.
type Table struct {
	version string
	first   int     // number of the first day kept
	kinds   []uint8 // index into kindNames
	names   map[int][2]string
	decreed [2]int // first and last day of the years that were decreed
}

// Kazakhstan is the calendar built into the program.
var Kazakhstan = sync.OnceValue(func() *Table {
	t, err := ReadTable(kazakhstan)
	if err != nil {
		panic(err) // the table is built into the program, and a test reads it
	}
	return t
})

// ReadTable reads a calendar of the same form: date, kind, name in Kazakh, name in Russian,
// basis. Days after its last year follow the rules of the law.
func ReadTable(table []byte) (*Table, error) {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("calendar: table of days: %w", err)
	}
	first, last := (Date{firstListed, time.January, 1}).number(), (Date{lastRuled, time.December, 31}).number()
	t := &Table{
		version: fmt.Sprintf("kz-%d-%d-%.8x", firstListed, lastListed, sha256.Sum256(table)),
		first:   first, kinds: make([]uint8, last-first+1), names: map[int][2]string{},
		decreed: [2]int{first, (Date{lastListed, time.December, 31}).number()},
	}
	for _, row := range rows[1:] {
		if err := t.put(row); err != nil {
			return nil, err
		}
	}
	for year := lastListed + 1; year <= lastRuled; year++ {
		t.rule(year)
	}
	return t, nil
}

func (t *Table) put(row []string) error {
	day, err := ParseDate(row[0])
	if err != nil {
		return err
	}
	n := day.number()
	if n < t.decreed[0] || n > t.decreed[1] {
		return fmt.Errorf("calendar: table of days: %s lies outside %d–%d", day, firstListed, lastListed)
	}
	for kind, name := range kindNames {
		if kind > 0 && string(name) == row[1] {
			t.kinds[n-t.first], t.names[n] = uint8(kind), [2]string{row[2], row[3]}
			return nil
		}
	}
	return fmt.Errorf("calendar: table of days: %s is of the unknown kind %q", day, row[1])
}

// rule sets the holidays of a year for which there is no decree yet. law: on holidays 5.
func (t *Table) rule(year int) {
	for _, h := range fixedHolidays {
		t.kinds[(Date{year, h.month, h.day}).number()-t.first] = 1
	}
	for _, h := range fixedHolidays {
		n := (Date{year, h.month, h.day}).number()
		if !h.moved || !isWeekend(n) {
			continue
		}
		for n++; n-t.first < len(t.kinds); n++ {
			if !isWeekend(n) && t.kinds[n-t.first] == 0 {
				t.kinds[n-t.first] = 2
				break
			}
		}
	}
}

// Version names the table: two tables with one version are the same.
func (t *Table) Version() string { return t.version }

func (t *Table) kind(n int) uint8 {
	if i := n - t.first; i >= 0 && i < len(t.kinds) {
		return t.kinds[i]
	}
	return 0
}

// worked tells whether a day is worked in a week of these days.
func (t *Table) worked(n int, week weekdays) bool {
	if k := t.kind(n); k != 0 {
		return k >= firstWorked
	}
	return week.has(n)
}

// Why is why a day is worked or not in a five-day week, and its name in Kazakh and in
// Russian where it has one.
func (t *Table) Why(d Date) (Reason, [2]string) {
	n := d.number()
	if k := t.kind(n); k != 0 {
		return kindNames[k], t.names[n]
	}
	if isWeekend(n) {
		return Weekend, [2]string{}
	}
	return Ordinary, [2]string{}
}

// weekdays is the set of worked days of a week, Sunday in the lowest bit.
type weekdays uint8

const (
	fiveDays weekdays = 0b0111110
	sixDays  weekdays = 0b1111110
)

func (w weekdays) has(n int) bool { return w>>weekdayOf(n)&1 == 1 }

func weekdayOf(n int) int { return ((n+4)%7 + 7) % 7 } // 1 January 1970 was a Thursday

func isWeekend(n int) bool { return !fiveDays.has(n) }

// number counts days from 1 January 1970.
func (d Date) number() int {
	y, m := d.Year, int(d.Month)
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*((m+9)%12)+2)/5 + d.Day - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// numbered is the date of a number.
func numbered(n int) Date {
	n += 719468
	era := floorDiv(n, 146097)
	dayOfEra := n - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	d := Date{Year: yearOfEra + era*400, Month: time.Month((shifted+2)%12 + 1), Day: dayOfYear - (153*shifted+2)/5 + 1}
	if d.Month <= 2 {
		d.Year++
	}
	return d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
