package calendar

import (
	"bytes"
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

// The years the table covers. Outside them the weekend and the fixed holidays hold, and
// days moved by a decree are not known.
const (
	firstListed = 2015
	lastListed  = 2027
)

// fixedHolidays are the days that are a holiday, or a day off, in every year since 2027.
var fixedHolidays = map[dayOfYear]bool{
	{time.January, 1}: true, {time.January, 2}: true, {time.January, 7}: true, {time.March, 8}: true,
	{time.March, 15}: true, {time.March, 21}: true, {time.March, 22}: true, {time.March, 23}: true,
	{time.May, 1}: true, {time.May, 7}: true, {time.May, 9}: true, {time.July, 6}: true,
	{time.October, 25}: true, {time.December, 16}: true,
}

type dayOfYear struct {
	month time.Month
	day   int
}

// listed tells for each day of the table whether it is worked.
var listed = sync.OnceValue(func() map[Date]bool {
	days, err := readDays(kazakhstan)
	if err != nil {
		panic(err) // the table is built into the program, and a test reads it
	}
	return days
})

// worked tells for each kind of day in the table whether it is worked. A date of Kurban
// Ait that was only estimated is a day off until the real one is known.
var worked = map[string]bool{
	"holiday": false, "observed_day_off": false, "moved_day_off": false,
	"religious_day_off": false, "religious_day_off_estimated": false,
	"working_weekend": true, "workday_instead_of_observed": true,
}

func readDays(table []byte) (map[Date]bool, error) {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("calendar: table of days: %w", err)
	}
	days := make(map[Date]bool, len(rows))
	for _, row := range rows[1:] {
		day, err := ParseDate(row[0])
		if err != nil {
			return nil, err
		}
		isWorked, known := worked[row[1]]
		if !known {
			return nil, fmt.Errorf("calendar: table of days: %s is of the unknown kind %q", day, row[1])
		}
		days[day] = isWorked
	}
	return days, nil
}

// IsWorkingDay tells whether a day is worked in a five-day week in Kazakhstan. For years
// outside 2015–2027 it knows weekends and fixed holidays, and not the moved days off.
func IsWorkingDay(d Date) bool {
	if isWorked, found := listed()[d]; found {
		return isWorked
	}
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	outside := d.Year < firstListed || d.Year > lastListed
	return !outside || !fixedHolidays[dayOfYear{d.Month, d.Day}]
}

// WorkingDaysAfter is the n-th working day after d; d itself does not count (Civil Code,
// 173: a term begins on the day after the event). For n of zero and less it is d.
func WorkingDaysAfter(d Date, n int) Date {
	for n > 0 {
		d = d.PlusDays(1)
		if IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// NthWorkingDayOf is the n-th working day of a month, counted from 1. When the month has
// fewer, it lies in a later month.
func NthWorkingDayOf(m Month, n int) Date {
	return WorkingDaysAfter(m.First().PlusDays(-1), n)
}
