package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // the zone's history must not depend on the machine
)

// zone is the city's: UTC+6 until 29 February 2024, UTC+5 since 1 March 2024.
// Source: the decree amending No 1749 of 23.11.2000; domain facts, section 4.4.
var zone = mustZone("Asia/Almaty")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// instantForm has a fixed width, so that text sorts as time does.
const instantForm = "2006-01-02T15:04:05.000000Z"

// Instant is a moment in UTC, to the microsecond. The zero Instant is "never" and is
// stored as NULL.
type Instant struct{ t time.Time }

// At makes an Instant of a time of any zone, cutting what is below a microsecond.
func At(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	return Instant{t.UTC().Truncate(time.Microsecond)}
}

// ParseInstant reads RFC 3339 with any offset.
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return Instant{}, fmt.Errorf("calendar: %q is not a moment: %w", s, err)
	}
	return At(t), nil
}

// Time is the moment in UTC.
func (i Instant) Time() time.Time { return i.t }

// Local is the moment on the city's clock.
func (i Instant) Local() time.Time { return i.t.In(zone) }

// Date is the city's date at this moment.
func (i Instant) Date() Date {
	if i.IsZero() {
		return Date{}
	}
	return dateOf(i.t.In(zone))
}

// IsZero tells whether the moment is "never".
func (i Instant) IsZero() bool { return i.t.IsZero() }

// Before and After compare two moments.
func (i Instant) Before(o Instant) bool { return i.t.Before(o.t) }

// After tells whether i is later than o.
func (i Instant) After(o Instant) bool { return i.t.After(o.t) }

// Plus is the moment d later (or earlier, when d is negative).
func (i Instant) Plus(d time.Duration) Instant { return At(i.t.Add(d)) }

// Since is how long after o this moment is.
func (i Instant) Since(o Instant) time.Duration { return i.t.Sub(o.t) }

// String is fixed-width UTC, or "" for never.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	return i.t.Format(instantForm)
}

// MarshalText makes an Instant readable in JSON.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (i *Instant) UnmarshalText(b []byte) error { return i.Scan(string(b)) }

// Scan reads an Instant from either database; NULL makes the zero one.
func (i *Instant) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
	case time.Time:
		*i = At(v)
	case string:
		if v == "" {
			*i = Instant{}
			return nil
		}
		*i, err = ParseInstant(v)
	default:
		return fmt.Errorf("calendar: cannot read a moment from %T", src)
	}
	return err
}
