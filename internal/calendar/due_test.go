package calendar

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var cases = flag.Int("cases", 5_000, "random cases of the slow counting; make test has 1000000 of them")

func counting(t testing.TB, profile string) Counting {
	t.Helper()
	p, err := ProfileNamed(profile)
	if err != nil {
		t.Fatal(err)
	}
	return Counting{Table: Kazakhstan(), Hours: p}
}

func length(t testing.TB, n int, u Unit) Length {
	t.Helper()
	l, err := LengthOf(n, u)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func local(t testing.TB, s string) Instant {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return At(moment)
}

func TestTermsToTheLetter(t *testing.T) {
	const district, body, corporation = "almaty_district", "state_body_generic", "state_corporation"
	tests := []struct {
		says, profile, event string
		n                    int
		unit                 Unit
		want                 string
	}{
		{"minutes run at once", district, "2026-11-24 10:00:00", 30, Minutes, "2026-11-24 10:30:00"},
		{"minutes run over closing into the next day", district, "2026-11-24 17:50:00", 30, Minutes, "2026-11-25 09:20:00"},
		{"minutes run over lunch", district, "2026-11-24 12:50:00", 30, Minutes, "2026-11-24 14:20:00"},
		{"minutes that end at lunch end at lunch", district, "2026-11-24 12:30:00", 30, Minutes, "2026-11-24 13:00:00"},
		{"minutes that end at closing end at closing", district, "2026-11-24 17:30:00", 30, Minutes, "2026-11-24 18:00:00"},
		{"lunch is outside for minutes", district, "2026-11-24 13:30:00", 30, Minutes, "2026-11-24 14:30:00"},
		{"before opening is at opening", district, "2026-11-24 03:00:00", 15, Minutes, "2026-11-24 09:15:00"},
		{"closing is the next opening", district, "2026-11-24 18:00:00", 15, Minutes, "2026-11-25 09:15:00"},
		{"a weekend is the next opening", district, "2026-11-28 12:00:00", 15, Minutes, "2026-11-30 09:15:00"},
		{"hours run over a weekend", district, "2026-11-27 16:00:00", 3, Hours, "2026-11-30 10:00:00"},
		{"eight hours are a day", district, "2026-11-24 09:00:00", 8, Hours, "2026-11-24 18:00:00"},
		{"seconds are kept", district, "2026-11-24 17:59:30", 1, Minutes, "2026-11-25 09:00:30"},
		{"a longer lunch", body, "2026-11-24 12:50:00", 30, Minutes, "2026-11-24 14:50:00"},
		{"no lunch", corporation, "2026-11-24 12:50:00", 30, Minutes, "2026-11-24 13:20:00"},
		{"Saturday is worked", corporation, "2026-11-28 19:50:00", 20, Minutes, "2026-11-30 09:10:00"},

		{"the nth working day after", district, "2026-11-24 10:00:00", 3, WorkingDays, "2026-11-27 18:00:00"},
		{"lunch is within the day for days", district, "2026-11-24 13:30:00", 1, WorkingDays, "2026-11-25 18:00:00"},
		{"in the evening it is received next day", district, "2026-11-24 19:00:00", 1, WorkingDays, "2026-11-26 18:00:00"},
		{"on Saturday it is received on Monday", district, "2026-11-28 10:00:00", 1, WorkingDays, "2026-12-01 18:00:00"},
		{"holidays do not count", district, "2026-12-14 10:00:00", 3, WorkingDays, "2026-12-18 18:00:00"},
		{"a worked Saturday counts", district, "2024-05-03 10:00:00", 1, WorkingDays, "2024-05-04 18:00:00"},
		{"Kurban Ait on a Sunday is not moved", district, "2019-08-09 10:00:00", 1, WorkingDays, "2019-08-12 18:00:00"},
		{"six days a week", corporation, "2026-11-27 10:00:00", 1, WorkingDays, "2026-11-28 20:00:00"},

		{"calendar days count all", district, "2026-11-24 10:00:00", 10, CalendarDays, "2026-12-04 18:00:00"},
		{"calendar days move to the next working day", district, "2026-11-24 10:00:00", 4, CalendarDays, "2026-11-30 18:00:00"},
		{"a month is the same day", district, "2026-10-26 10:00:00", 1, Months, "2026-11-27 18:00:00"}, // the 26th is observed: received on the 27th
		{"a month without that day ends on its last", district, "2025-01-31 10:00:00", 1, Months, "2025-02-28 18:00:00"},
		{"a month moves to the next working day", district, "2026-10-28 10:00:00", 1, Months, "2026-11-30 18:00:00"},
		{"the same day is closing", district, "2026-11-24 10:00:00", 0, SameDay, "2026-11-24 18:00:00"},
		{"the same day of an evening is the next", district, "2026-11-24 18:30:00", 0, SameDay, "2026-11-25 18:00:00"},
		{"a day without a kind is a working day", district, "2026-11-27 10:00:00", 1, DayOfNoKind, "2026-11-30 18:00:00"},
		{"before is counted back", district, "2026-11-30 10:00:00", 3, BeforeEvent, "2026-11-25 18:00:00"},
		{"after an event", district, "2026-11-27 10:00:00", 2, AfterEvent, "2026-12-01 18:00:00"},
		{"the day clocks went back", district, "2024-02-29 17:30:00", 60, Minutes, "2024-03-01 09:30:00"},
		{"past what is decreed the law's rules hold", district, "2027-12-31 10:00:00", 1, WorkingDays, "2028-01-05 18:00:00"},
	}
	for _, test := range tests {
		got, err := counting(t, test.profile).Due(local(t, test.event), length(t, test.n, test.unit))
		if err != nil || got.Due != local(t, test.want) {
			t.Errorf("%s: %d %s from %s: %s, want %s (%v)", test.says, test.n, test.unit, test.event, got.Due.Local(), test.want, err)
		}
	}
}

func TestCalendarDaysBeforeAnEventMoveBack(t *testing.T) {
	got, err := counting(t, "almaty_district").Due(local(t, "2026-11-30 10:00:00"), length(t, 1, BeforeEvent).Counted(CalendarDays))
	if err != nil || got.Due != local(t, "2026-11-27 18:00:00") || got.MovedFrom != MustDate("2026-11-29") {
		t.Errorf("a day before Monday: %s, moved from %s, %v", got.Due.Local(), got.MovedFrom, err)
	}
}

func TestADayWithoutAKindIsASetting(t *testing.T) {
	c := counting(t, "almaty_district")
	c.DayIs = CalendarDays
	got, _ := c.Due(local(t, "2026-11-25 10:00:00"), length(t, 5, DayOfNoKind))
	if got.Due != local(t, "2026-11-30 18:00:00") || got.Warnings[0] != DayKindChosen {
		t.Errorf("five calendar days: %s %v", got.Due.Local(), got.Warnings)
	}
}

func TestTheCorporationHandsOverADayEarlier(t *testing.T) {
	c := counting(t, "almaty_district")
	c.ThroughCorporation = true
	got, _ := c.Due(local(t, "2026-11-20 10:00:00"), length(t, 6, WorkingDays))
	if got.Due != local(t, "2026-11-30 18:00:00") || got.HandOver != local(t, "2026-11-27 18:00:00") {
		t.Errorf("due %s, handed over %s", got.Due.Local(), got.HandOver.Local())
	}
}

func TestThePassportTellsEachDay(t *testing.T) {
	got, _ := counting(t, "almaty_district").Due(local(t, "2026-12-15 19:00:00"), length(t, 3, WorkingDays))
	want := `{"event":"2026-12-15T19:00:00+05:00","received":"2026-12-17T09:00:00+05:00","value":3,"unit":"working_day","profile":"almaty_district",` +
		`"counted":["2026-12-18","2026-12-21","2026-12-22"],"skipped":[{"date":"2026-12-19","reason":"weekend"},{"date":"2026-12-20","reason":"weekend"}],` +
		`"due":"2026-12-22T18:00:00+05:00","calendar":"` + Kazakhstan().Version() + `"}`
	if b, err := json.Marshal(&got); err != nil || string(b) != want {
		t.Errorf("%s\n%v", b, err)
	}
	got, _ = counting(t, "almaty_district").Due(local(t, "2027-12-30 10:00:00"), length(t, 5, WorkingDays))
	if len(got.Warnings) != 1 || got.Warnings[0] != PastDecreed {
		t.Errorf("past the decreed years: %v", got.Warnings)
	}
	got, _ = counting(t, "almaty_district").Due(local(t, "2026-05-25 10:00:00"), length(t, 5, WorkingDays))
	if len(got.Warnings) != 1 || got.Warnings[0] != HolidayEstimated {
		t.Errorf("over an estimated Kurban Ait: %v", got.Warnings)
	}
}

func TestALedgerCarriesTheTerm(t *testing.T) {
	c, event, ten := counting(t, "almaty_district"), local(t, "2026-11-02 10:00:00"), length(t, 10, WorkingDays)
	due := func(l *Ledger) string {
		p, err := c.DueWith(event, ten, l)
		if err != nil {
			t.Fatal(err)
		}
		return p.Due.Date().String()
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var l Ledger
	if got := due(&l); got != "2026-11-16" {
		t.Fatalf("an empty ledger: %s", got)
	}
	must(l.Suspend("papers", MustDate("2026-11-04"), MustDate("2026-11-06")))
	must(l.Suspend("survey", MustDate("2026-11-05"), MustDate("2026-11-09")))
	if got := due(&l); got != "2026-11-20" {
		t.Errorf("two suspensions that overlap stop the term once, four working days: %s", got)
	}
	must(l.Cancel("survey"))
	if got := due(&l); got != "2026-11-19" {
		t.Errorf("one is cancelled: %s", got)
	}
	must(l.Extend("month", length(t, 1, Months), Date{}))
	if got := due(&l); got != "2026-12-21" { // 19 December is a Saturday
		t.Errorf("a month from the end: %s", got)
	}
	must(l.Extend("thirty days", length(t, 30, CalendarDays), MustDate("2026-11-19")))
	if got := due(&l); got != "2026-12-21" {
		t.Errorf("two extensions that overlap reach as far as the later: %s", got)
	}
	must(l.Cancel("month"))
	if got := due(&l); got != "2026-12-21" {
		t.Errorf("thirty days from 19 November are a Saturday: %s", got)
	}
	must(l.Cancel("thirty days"))
	must(l.Cancel("papers"))
	if got := due(&l); got != "2026-11-16" {
		t.Errorf("everything is cancelled: %s", got)
	}
	if l.Cancel("papers") == nil || l.Suspend("papers", event.Date(), event.Date()) == nil || l.Extend("m", length(t, 5, Minutes), Date{}) == nil {
		t.Error("what cannot be is taken")
	}
}

func TestAChangedCalendarIsPreviewed(t *testing.T) {
	extra := string(kazakhstan) + "2026-11-27,moved_day_off,ауыстырылған,перенесённый,decree of tomorrow\n"
	changed, err := ReadTable([]byte(extra))
	if err != nil {
		t.Fatal(err)
	}
	c := counting(t, "almaty_district")
	open := []Open{
		{Name: "moves", Event: local(t, "2026-11-24 10:00:00"), Length: length(t, 3, WorkingDays), By: c},
		{Name: "stays", Event: local(t, "2026-11-24 10:00:00"), Length: length(t, 2, WorkingDays), By: c},
	}
	moved, err := Preview(open, changed)
	if err != nil || len(moved) != 1 || moved[0].Name != "moves" || moved[0].Now.Due != local(t, "2026-11-30 18:00:00") {
		t.Fatalf("%+v %v", moved, err)
	}
	if moved[0].Before.Calendar == moved[0].Now.Calendar {
		t.Error("both passports name the same calendar")
	}
}

func TestTheBatchAnswersEachLine(t *testing.T) {
	in := strings.Join([]string{
		`{"start":"2026-11-24T10:00:00+05:00","value":10,"unit":"working_day","profile":"almaty_district"}`,
		`{"profile":"almaty_district","unit":"same_day","value":null,"start":"2026-11-24T05:00:00Z"}`,
		`{"start":"2026-11-24T10:00:00+05:00","value":10,"unit":"fortnight","profile":"almaty_district"}`,
		`{"start":"yesterday","value":10,"unit":"working_day","profile":"almaty_district"}`,
		`{"start":"2026-11-24T10:00:00+05:00","value":10,"unit":"working_day","profile":"nowhere"}`,
		`{"start":"2026-11-24T10:00:00+05:00","value":-1,"unit":"minute","profile":"almaty_district"}`,
		`not JSON`,
		``,
		`{"start":"2026-11-24T10:00:00\u002b05:00","value":1,"unit":"before_event","base":"calendar_day","profile":"almaty_district"}`,
		`{"start":"2026-11-20T10:00:00+05:00","value":6,"unit":"working_day","profile":"almaty_district","channel":"state_corporation"}`,
		strings.Repeat(" ", 70_000),
		`{"start":"2026-11-24T10:00:00+05:00","value":1,"unit":"hour","profile":"state_corporation"}`,
	}, "\n")
	want := []string{`{"due":"2026-12-08T18:00:00+05:00","passport":{`, `{"due":"2026-11-24T18:00:00+05:00"`, `{"error":"calendar: \"fortnight\" is no unit`,
		`{"error":"calendar: \"yesterday\" is not a moment`, `{"error":"calendar: \"nowhere\" is no profile`, `{"error":"calendar: a term needs a number above zero`,
		`{"error":"calendar: the line is not a question`, `{"error":`, `{"due":"2026-11-23T18:00:00+05:00"`, `{"due":"2026-11-30T18:00:00+05:00"`,
		`{"error":"calendar: the line is longer`, `{"due":"2026-11-24T11:00:00+05:00"`}
	var out bytes.Buffer
	if err := Batch(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d answers to %d questions:\n%s", len(lines), len(want), out.String())
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) || !json.Valid([]byte(line)) {
			t.Errorf("line %d: %s, want %s…", i+1, line, want[i])
		}
	}
}

func TestDaysHaveNumbers(t *testing.T) {
	for d := MustDate("1899-12-25"); d.Year < 2101; d = d.PlusDays(1) {
		if got := numbered(d.number()); got != d || time.Weekday(weekdayOf(d.number())) != d.Weekday() {
			t.Fatalf("%s has the number %d, which is %s", d, d.number(), got)
		}
	}
}

// A bare number is no term, and the zero Length none either.
func TestATermHasAUnit(t *testing.T) {
	for _, bad := range []struct {
		n int
		u Unit
	}{{3, ""}, {0, WorkingDays}, {-1, Hours}, {1, SameDay}, {longest + 1, Minutes}} {
		if l, err := LengthOf(bad.n, bad.u); err == nil {
			t.Errorf("%d %q became %v", bad.n, bad.u, l)
		}
	}
	if _, err := counting(t, "almaty_district").Due(local(t, "2026-11-24 10:00:00"), Length{}); err == nil {
		t.Error("no term was counted")
	}
}

// The second implementation walks the clock and the calendar and agrees; it shares nothing
// with the first but the table's rows.
func TestASlowWalkAgrees(t *testing.T) {
	slow := newSlow(t)
	const parts = 8 // the same cases on any number of cores
	for part := range uint64(parts) {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(20150909+part, 539))
			for i := range *cases / parts {
				slow.agrees(t, random, i)
			}
		})
	}
}

func (s *slow) agrees(t *testing.T, random *rand.Rand, i int) {
	t.Helper()
	profile := []string{"almaty_district", "state_body_generic", "state_corporation"}[random.IntN(3)]
	event := time.Date(2015, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(random.Int64N(13*365*24*60)) * time.Minute)
	unit := units[random.IntN(len(units))]
	n := 1 + random.IntN(40)
	switch unit {
	case SameDay:
		n = 0
	case Minutes:
		n = 1 + random.IntN(900)
	case Hours:
		n = 1 + random.IntN(12)
	default:
	}
	got, err := counting(t, profile).Due(At(event), length(t, n, unit))
	if err != nil {
		t.Fatal(err)
	}
	if want := s.due(event, n, unit, profile); !got.Due.Time().Equal(want) {
		t.Fatalf("case %d: %d %s from %s, %s: %s, the slow walk says %s", i, n, unit, event, profile, got.Due.Local(), want.In(zone))
	}
}

func BenchmarkBatch(b *testing.B) {
	var in bytes.Buffer
	unit := []string{"working_day", "minute", "calendar_day", "month"}
	for i := range 10_000 {
		fmt.Fprintf(&in, `{"start":"2026-%02d-%02dT%02d:15:00+05:00","value":%d,"unit":%q,"profile":"almaty_district"}`+"\n", 1+i%12, 1+i%28, i%24, 1+i%15, unit[i%4])
	}
	b.ResetTimer()
	for b.Loop() {
		var out bytes.Buffer
		if err := Batch(bytes.NewReader(in.Bytes()), &out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*10_000/b.Elapsed().Seconds(), "lines/s")
}

func FuzzBatch(f *testing.F) {
	f.Add([]byte(`{"start":"2026-11-24T10:00:00+05:00","value":10,"unit":"working_day","profile":"almaty_district"}`))
	f.Add([]byte(`{"start":"2026-11-24T10:00:00Z","value":null,"unit":"same_day","profile":"state_corporation"}`))
	f.Add([]byte("{\n\n\"value\":01}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		if err := Batch(bytes.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		want := bytes.Count(in, []byte("\n"))
		if len(in) > 0 && in[len(in)-1] != '\n' {
			want++
		}
		if got := bytes.Count(out.Bytes(), []byte("\n")); got != want {
			t.Fatalf("%d answers to %d lines", got, want)
		}
		for line := range bytes.Lines(out.Bytes()) {
			if !json.Valid(line) {
				t.Fatalf("not JSON: %s", line)
			}
		}
	})
}
