// Package calendar is the only clock and the only place that counts with dates.
//
// Everything that happens has an Instant (UTC, microseconds); everything the law counts
// has a Date in Almaty. Other packages compare the two only through this one, and a test
// holds that: time.Now and date arithmetic occur nowhere else.
package calendar
