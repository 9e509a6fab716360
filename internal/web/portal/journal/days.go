package journal

import (
	"strconv"
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// ofTheOrder are the reasons that hold on every day of an order: then there is no calendar.
var ofTheOrder = map[string]bool{"journal.none-for-beds": true, "journal.not-confirmed": true, "journal.order-over": true}

func orderLevel(c journal.Calendar) *problem.Error {
	if why := c.Days[0].WhyNot; why != nil && ofTheOrder[why.Key] {
		return why
	}
	return nil
}

// wholeMonth is the sentence on why nothing can be written in this month at all.
func wholeMonth(v *web.Visit, c journal.Calendar) string {
	switch why := orderLevel(c); {
	case why != nil:
		return v.Words.Problem(why)
	case !c.ClosedAt.IsZero() && c.CanWrite:
		return v.Words.Problem(problem.New(problem.Closed, "journal.month-closed", problem.Args{"Month": c.Month}))
	case !c.ClosedAt.IsZero():
		return v.Say("journal-pages.sent-on", lang.Args{"At": c.ClosedAt})
	}
	return ""
}

func days(v *web.Visit, c journal.Calendar) *ui.MonthCalendarProps {
	m := &ui.MonthCalendarProps{Label: v.Say("journal-pages.days-of", lang.Args{"Month": c.Month}), First: column(c.Month.First().Weekday())}
	for i := range m.Weekdays {
		m.Weekdays[i] = v.Words.ShortWeekday(time.Weekday((i + 1) % 7))
	}
	for _, d := range c.Days {
		m.Days = append(m.Days, day(v, c, d))
	}
	return m
}

// column is a weekday's place in a week that begins on Monday.
func column(d time.Weekday) int { return (int(d)+6)%7 + 1 }

func day(v *web.Visit, c journal.Calendar, d journal.Day) ui.CalendarDay {
	cell := ui.CalendarDay{Number: strconv.Itoa(d.Date.Day), Name: v.Words.DayMonth(d.Date) + ", " + v.Words.Weekday(d.Date.Weekday()), Stamp: d.Date.String(), Today: d.Date == c.Today, Mark: mark(d.Date)}
	if cell.Today {
		cell.Notes = append(cell.Notes, v.Say("journal-pages.today"))
	}
	if cell.Mark == ui.DayHoliday {
		cell.Notes = append(cell.Notes, v.Say("journal-pages.day-off"))
	}
	if d.Entry != nil {
		cell.Hours, cell.Detail = v.Words.Hours(d.Entry.Minutes), done(v, c.Order.Service, *d.Entry).Text
	}
	switch {
	case d.WhyNot != nil:
		cell.WhyNot = v.Say("journal-pages.why." + strings.TrimPrefix(d.WhyNot.Key, "journal."))
		cell.Mark = ui.DayClosed
	case d.Entry == nil && d.Free < orders.MostADay:
		cell.Notes = append(cell.Notes, v.Say("journal-pages.free", lang.Args{"Free": lang.Minutes(d.Free)}))
	}
	cell.Actions = actions(v, c, d)
	return cell
}

func mark(d calendar.Date) ui.DayMark {
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	switch {
	case calendar.IsWorkingDay(d):
		return ui.DayPlain
	case weekend:
		return ui.DayWeekend
	}
	return ui.DayHoliday
}

// actions are what can be done with a day: add, change, or open the entry.
func actions(v *web.Visit, c journal.Calendar, d journal.Day) []ui.Link {
	switch {
	case d.Entry != nil && c.CanWrite && d.WhyNot == nil:
		return []ui.Link{{Text: v.Say("journal-pages.change"), Href: v.Path(entryPath(*d.Entry))}}
	case d.Entry != nil:
		return []ui.Link{{Text: v.Say("journal-pages.open"), Href: v.Path(entryPath(*d.Entry))}}
	case c.CanWrite && d.WhyNot == nil:
		return []ui.Link{{Text: v.Say("journal-pages.add-day"), Href: v.Path(home(c.Order.ID)+"/add") + "?day=" + d.Date.String()}}
	}
	return nil
}
