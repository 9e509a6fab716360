package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the city's calendar. The zero Date is "no date" and is stored as NULL.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// On makes a Date; a day that does not exist is an error (31 April, 29 February 2025).
func On(year int, month time.Month, day int) (Date, error) {
	d := dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	if d != (Date{year, month, day}) || year < 1 || year > 9999 {
		return Date{}, fmt.Errorf("calendar: there is no day %04d-%02d-%02d", year, int(month), day)
	}
	return d, nil
}

// ParseDate reads 2026-11-24.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("calendar: %q is not a date", s)
	}
	return dateOf(t), nil
}

// MustDate is ParseDate for constants of tests and seeds.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// PlusDays is the date n calendar days later, or earlier when n is negative.
func (d Date) PlusDays(n int) Date { return dateOf(d.utc().AddDate(0, 0, n)) }

// DaysUntil is the number of calendar days from d to o, negative when o is earlier.
func (d Date) DaysUntil(o Date) int { return int(o.utc().Sub(d.utc()) / (24 * time.Hour)) }

// Before tells whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.utc().Before(o.utc()) }

// After tells whether d is later than o.
func (d Date) After(o Date) bool { return o.Before(d) }

// InMonth is the month this day lies in.
func (d Date) InMonth() Month { return Month{d.Year, d.Month} }

// Begins is the moment the day begins in the city.
func (d Date) Begins() Instant { return d.Clock(0, 0) }

// Ends is the last microsecond of the day in the city.
func (d Date) Ends() Instant { return d.PlusDays(1).Begins().Plus(-time.Microsecond) }

// Clock is the moment of this day when the city's clocks show hour:minute.
func (d Date) Clock(hour, minute int) Instant {
	return At(time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone))
}

// String is 2026-11-24, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText makes a Date readable in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error { return d.Scan(string(b)) }

// Scan reads a Date from either database; NULL makes the zero one.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = dateOf(v)
	case string:
		if v == "" {
			*d = Date{}
			return nil
		}
		*d, err = ParseDate(v)
	default:
		return fmt.Errorf("calendar: cannot read a date from %T", src)
	}
	return err
}

// Month is a month of the city's calendar. The zero Month is "no month".
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads 2026-11.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("calendar: %q is not a month", s)
	}
	return dateOf(t).InMonth(), nil
}

// MustMonth is ParseMonth for constants of tests and seeds.
func MustMonth(s string) Month {
	m, err := ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

// IsZero tells whether there is no month.
func (m Month) IsZero() bool { return m == Month{} }

// First is the month's first day.
func (m Month) First() Date { return Date{m.Year, m.Month, 1} }

// Last is the month's last day.
func (m Month) Last() Date { return m.Plus(1).First().PlusDays(-1) }

// Plus is the month n months later, or earlier when n is negative.
func (m Month) Plus(n int) Month { return dateOf(m.First().utc().AddDate(0, n, 0)).InMonth() }

// Before tells whether m is earlier than o.
func (m Month) Before(o Month) bool { return m.First().Before(o.First()) }

// After tells whether m is later than o.
func (m Month) After(o Month) bool { return o.Before(m) }

// Days are the month's days in order.
func (m Month) Days() []Date {
	days := make([]Date, 0, 31)
	for d := m.First(); d.InMonth() == m; d = d.PlusDays(1) {
		days = append(days, d)
	}
	return days
}

// String is 2026-11, or "" for no month. It is also how a month is stored.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month))
}

// MarshalText makes a Month readable in JSON.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Month) UnmarshalText(b []byte) error { return m.Scan(string(b)) }

// Scan reads a Month from either database; NULL makes the zero one.
func (m *Month) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*m = Month{}
	case string:
		if v == "" {
			*m = Month{}
			return nil
		}
		*m, err = ParseMonth(v)
	default:
		return fmt.Errorf("calendar: cannot read a month from %T", src)
	}
	return err
}
