package calendar

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWorkingDays(t *testing.T) {
	cases := map[string]bool{
		"2026-11-24": true,  // a Tuesday
		"2026-11-28": false, // a Saturday
		"2026-12-16": false, // Independence Day
		"2026-12-17": true,  // no more a holiday since 2022
		"2026-10-26": false, // observed for Sunday the 25th
		"2026-08-30": false, // a Sunday
		"2026-08-31": true,  // 30 August is no more a holiday since 2026
		"2027-03-15": false, // Constitution Day since 2027
		"2024-05-04": true,  // a Saturday worked for 8 May
		"2024-05-08": false,
		"2020-05-11": true,  // worked instead of the observed day off
		"2019-08-12": true,  // Kurban Ait on a Sunday is not moved
		"2030-01-01": false, // outside the table: fixed
		"2030-01-03": true,
		"2014-11-22": false, // outside the table: a Saturday
	}
	for day, want := range cases {
		if got := IsWorkingDay(MustDate(day)); got != want {
			t.Errorf("%s: worked %v, want %v", day, got, want)
		}
	}
}

// The numbers were counted by a library of holidays and agree with six published months.
func TestWorkingDaysOfAYear(t *testing.T) {
	want := []int{245, 245, 245, 246, 246, 246, 245, 246, 246, 249, 246, 247, 247}
	for i, n := range want {
		got, year := 0, firstListed+i
		for d := (Date{year, time.January, 1}); d.Year == year; d = d.PlusDays(1) {
			if IsWorkingDay(d) {
				got++
			}
		}
		if got != n {
			t.Errorf("%d has %d working days, want %d", year, got, n)
		}
	}
}

func TestTermsInWorkingDays(t *testing.T) {
	cases := []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-24", 3, "2026-11-27"},
		{"2026-11-27", 1, "2026-11-30"},
		{"2026-12-15", 1, "2026-12-17"},
		{"2026-12-31", 1, "2027-01-05"}, // 4 January is observed for the 2nd
		{"2026-11-28", 0, "2026-11-28"},
	}
	for _, c := range cases {
		if got := WorkingDaysAfter(MustDate(c.from), c.n); got != MustDate(c.want) {
			t.Errorf("%d working days after %s: %s, want %s", c.n, c.from, got, c.want)
		}
	}
	if got := NthWorkingDayOf(MustMonth("2026-12"), 5); got != MustDate("2026-12-07") {
		t.Errorf("the fifth working day of December 2026: %s", got)
	}
	if got := NthWorkingDayOf(MustMonth("2027-01"), 1); got != MustDate("2027-01-05") {
		t.Errorf("the first working day of January 2027: %s", got)
	}
}

func TestATermEndsOnAWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := MustDate("2014-01-01").PlusDays(rapid.IntRange(0, 16*365).Draw(t, "day"))
		n := rapid.IntRange(1, 40).Draw(t, "n")
		end, between := WorkingDaysAfter(from, n), 0
		for d := from.PlusDays(1); !d.After(end); d = d.PlusDays(1) {
			if IsWorkingDay(d) {
				between++
			}
		}
		if !IsWorkingDay(end) || between != n {
			t.Fatalf("%d working days after %s: %s, with %d between", n, from, end, between)
		}
	})
}

func TestATableWithAFaultIsRefused(t *testing.T) {
	for _, row := range []string{"2026-13-01,holiday,a,b,c", "2026-01-01,feast,a,b,c", "2026-01-01,holiday"} {
		if _, err := ReadTable([]byte(strings.Join([]string{"date,kind,name_kk,name_ru,basis", row}, "\n"))); err == nil {
			t.Errorf("%s was read", row)
		}
	}
}
