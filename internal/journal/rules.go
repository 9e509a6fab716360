package journal

import (
	"strings"

	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
)

// Step is what hours are multiples of, in minutes (assumed: half an hour).
const Step = 30

// longestPlaces is how much may be written about the places visited, in characters.
const longestPlaces = 500

// monthState is where a month of an order stands.
type monthState struct {
	minutes    int
	closedAt   calendar.Instant
	reopenedAt calendar.Instant
}

func (m monthState) closed() bool { return !m.closedAt.IsZero() }

// reopened tells whether the payer returned the month's act, so that its hours may be
// corrected even after the work was ended.
func (m monthState) reopened() bool { return !m.closed() && !m.reopenedAt.IsZero() }

// whyNot says why nothing may be written on a day; nil when it may. Manual, steps 11 and
// 18 and the note to step 12.
func whyNot(o orders.Order, day, today calendar.Date, m monthState) *problem.Error {
	confirmed := o.AnsweredAt.Date()
	switch {
	case !o.Service.CountsHours():
		return problem.New(problem.Closed, "journal.none-for-beds")
	case o.Status == orders.Waiting:
		return problem.New(problem.Closed, "journal.not-confirmed")
	case o.Status != orders.OnExecution && o.Status != orders.Completed && !o.Status.Cancelled():
		return problem.New(problem.Closed, "journal.order-over")
	case day.Before(confirmed):
		return problem.New(problem.Closed, "journal.day-before-confirmation", problem.Args{"Confirmed": confirmed})
	case day.Before(o.From):
		return problem.New(problem.Closed, "journal.day-before-period", problem.Args{"From": o.From})
	case day.After(o.To):
		return problem.New(problem.Closed, "journal.day-after-period", problem.Args{"To": o.To})
	case m.closed():
		return problem.New(problem.Closed, "journal.month-closed", problem.Args{"Month": day.InMonth()})
	case o.WorkEnded() && (!m.reopened() || day.After(o.WorkEndedAt.Date())):
		return problem.New(problem.Closed, "journal.work-ended")
	case day.After(today):
		return problem.New(problem.Closed, "journal.day-future")
	}
	return nil
}

// checkWords is what is wrong with what was typed beside the day.
func (d Draft) checkWords(s registry.Service) []problem.Field {
	var wrong []problem.Field
	switch {
	case d.Minutes <= 0:
		wrong = append(wrong, problem.At("hours", "journal.hours-needed"))
	case d.Minutes%Step != 0:
		wrong = append(wrong, problem.At("hours", "journal.hours-step"))
	case d.Minutes > orders.MostADay:
		wrong = append(wrong, problem.At("hours", "journal.more-than-day"))
	}
	if s == registry.SignLanguage && !d.Format.known() {
		wrong = append(wrong, problem.At("format", "journal.format-needed"))
	}
	if s == registry.Assistant {
		wrong = append(wrong, places("places-kk", d.PlacesKK)...)
		wrong = append(wrong, places("places-ru", d.PlacesRU)...)
	}
	return wrong
}

func places(field, text string) []problem.Field {
	switch {
	case strings.TrimSpace(text) == "":
		return []problem.Field{problem.At(field, "journal."+field+"-needed")}
	case len([]rune(text)) > longestPlaces:
		return []problem.Field{problem.At(field, "journal.places-too-long", problem.Args{"Limit": longestPlaces})}
	}
	return nil
}

// suited keeps only what the kind of service asks for.
func (d Draft) suited(s registry.Service) Draft {
	d.PlacesKK, d.PlacesRU = strings.TrimSpace(d.PlacesKK), strings.TrimSpace(d.PlacesRU)
	if s == registry.SignLanguage {
		d.PlacesKK, d.PlacesRU = "", ""
	} else {
		d.Format = ""
	}
	return d
}

// checkVersion tells whether somebody else wrote meanwhile.
func checkVersion(now Entry, exists bool, version int) error {
	switch {
	case exists && version == 0:
		return problem.New(problem.Conflict, "journal.entry-exists", problem.Args{"Day": now.Day, "Minutes": lang.Minutes(now.Minutes)})
	case !exists && version != 0:
		return problem.New(problem.Conflict, "journal.entry-removed")
	case exists && now.Version != version:
		return problem.New(problem.Conflict, "journal.entry-changed", problem.Args{"Minutes": lang.Minutes(now.Minutes), "At": now.SavedAt})
	}
	return nil
}

// checkVolume is the rule on what is left of the order. An order that was given up has
// returned what was left: its hours can only be corrected downwards.
func checkVolume(o orders.Order, delta int) []problem.Field {
	left := o.Left()
	if o.Status.Cancelled() {
		left = 0
	}
	if delta > left {
		return []problem.Field{problem.At("hours", "journal.more-than-left", problem.Args{"Left": lang.Minutes(left)})}
	}
	return nil
}

// overDay tells by how much a person's day would be over the 8 hours; 0 or less when not.
func overDay(already, delta int) int {
	if delta <= 0 {
		return 0
	}
	return already + delta - orders.MostADay
}
