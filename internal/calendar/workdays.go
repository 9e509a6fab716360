package calendar

// IsWorkingDay tells whether a day is worked in a five-day week in Kazakhstan. After 2027
// it knows weekends, fixed holidays and the days off observed for them, and not the days
// moved by a decree nor Kurban Ait; before 2015 only weekends.
func IsWorkingDay(d Date) bool { return Kazakhstan().worked(d.number(), fiveDays) }

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
