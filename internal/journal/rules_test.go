package journal

import (
	"testing"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
)

func on(s string) calendar.Date { return calendar.MustDate(s) }

// running is an order of 2–30 November that was confirmed on the 5th.
func running() orders.Order {
	return orders.Order{Service: registry.Assistant, Status: orders.OnExecution, Amount: 600, From: on("2026-11-02"), To: on("2026-11-30"), AnsweredAt: on("2026-11-05").Clock(15, 0)}
}

func TestOnWhichDaysOneMayWrite(t *testing.T) {
	with := func(change func(*orders.Order)) orders.Order {
		o := running()
		change(&o)
		return o
	}
	closed := monthState{closedAt: on("2026-11-20").Begins()}
	returned := monthState{reopenedAt: on("2026-11-22").Begins()}
	ended := func(o *orders.Order) { o.WorkEndedAt = on("2026-11-12").Clock(9, 0) }
	for name, c := range map[string]struct {
		order orders.Order
		day   string
		month monthState
		want  string
	}{
		"the day of confirmation":         {running(), "2026-11-05", monthState{}, ""},
		"the day before it":               {running(), "2026-11-04", monthState{}, "journal.day-before-confirmation"},
		"today":                           {running(), "2026-11-23", monthState{}, ""},
		"tomorrow":                        {running(), "2026-11-24", monthState{}, "journal.day-future"},
		"before the order begins":         {with(func(o *orders.Order) { o.From = on("2026-11-10") }), "2026-11-09", monthState{}, "journal.day-before-period"},
		"the day it begins":               {with(func(o *orders.Order) { o.From = on("2026-11-10") }), "2026-11-10", monthState{}, ""},
		"the day it ends":                 {with(func(o *orders.Order) { o.To = on("2026-11-20") }), "2026-11-20", monthState{}, ""},
		"after it ended":                  {with(func(o *orders.Order) { o.To = on("2026-11-20") }), "2026-11-21", monthState{}, "journal.day-after-period"},
		"the act was sent":                {running(), "2026-11-10", closed, "journal.month-closed"},
		"the payer returned the act":      {running(), "2026-11-10", returned, ""},
		"the work was ended":              {with(ended), "2026-11-10", monthState{}, "journal.work-ended"},
		"ended, and the act returned":     {with(ended), "2026-11-12", returned, ""},
		"returned, after the last day":    {with(ended), "2026-11-13", returned, "journal.work-ended"},
		"completed":                       {with(func(o *orders.Order) { o.Status = orders.Completed }), "2026-11-10", monthState{}, ""},
		"not confirmed yet":               {with(func(o *orders.Order) { o.Status = orders.Waiting }), "2026-11-10", monthState{}, "journal.not-confirmed"},
		"declined":                        {with(func(o *orders.Order) { o.Status = orders.Declined }), "2026-11-10", monthState{}, "journal.order-over"},
		"withdrawn":                       {with(func(o *orders.Order) { o.Status = orders.Withdrawn }), "2026-11-10", monthState{}, "journal.order-over"},
		"lapsed":                          {with(func(o *orders.Order) { o.Status = orders.Lapsed }), "2026-11-10", monthState{}, "journal.order-over"},
		"given up":                        {with(func(o *orders.Order) { ended(o); o.Status = orders.CancelledByRecipient }), "2026-11-10", monthState{}, "journal.work-ended"},
		"given up, and the act returned":  {with(func(o *orders.Order) { ended(o); o.Status = orders.CancelledByRecipient }), "2026-11-10", returned, ""},
		"a bed place":                     {with(func(o *orders.Order) { o.Service = registry.BedPlace }), "2026-11-10", monthState{}, "journal.none-for-beds"},
		"closed again after a correction": {running(), "2026-11-10", monthState{closedAt: on("2026-11-22").Begins(), reopenedAt: on("2026-11-21").Begins()}, "journal.month-closed"},
	} {
		p, want := whyNot(c.order, on(c.day), on("2026-11-23"), c.month), c.want
		if p == nil && want != "" || p != nil && p.Key != want {
			t.Errorf("%s: %v, want %q", name, p, want)
		}
	}
}

func TestWhatIsTyped(t *testing.T) {
	long := make([]rune, longestPlaces+1)
	for i := range long {
		long[i] = 'ң'
	}
	for name, c := range map[string]struct {
		service registry.Service
		draft   Draft
		want    string
	}{
		"an assistant's day":           {registry.Assistant, Draft{Minutes: 240, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}, ""},
		"no Kazakh":                    {registry.Assistant, Draft{Minutes: 240, PlacesRU: "Поликлиника"}, "journal.places-kk-needed"},
		"only spaces in Russian":       {registry.Assistant, Draft{Minutes: 240, PlacesKK: "Емхана", PlacesRU: " \u00a0"}, "journal.places-ru-needed"},
		"too much of it":               {registry.Assistant, Draft{Minutes: 240, PlacesKK: string(long), PlacesRU: "Поликлиника"}, "journal.places-too-long"},
		"as much as fits":              {registry.Assistant, Draft{Minutes: 240, PlacesKK: string(long[1:]), PlacesRU: "Поликлиника"}, ""},
		"sign language":                {registry.SignLanguage, Draft{Minutes: 30, Format: ByVideo}, ""},
		"sign language without format": {registry.SignLanguage, Draft{Minutes: 30}, "journal.format-needed"},
		"a format nobody knows":        {registry.SignLanguage, Draft{Minutes: 30, Format: "telepathy"}, "journal.format-needed"},
		"no hours":                     {registry.SignLanguage, Draft{Format: ByVideo}, "journal.hours-needed"},
		"fewer than none":              {registry.SignLanguage, Draft{Format: ByVideo, Minutes: -30}, "journal.hours-needed"},
		"a quarter":                    {registry.SignLanguage, Draft{Format: ByVideo, Minutes: 45}, "journal.hours-step"},
		"eight hours":                  {registry.SignLanguage, Draft{Format: ByVideo, Minutes: 480}, ""},
		"eight and a half":             {registry.SignLanguage, Draft{Format: ByVideo, Minutes: 510}, "journal.more-than-day"},
	} {
		err := problem.Fields(c.draft.checkWords(c.service)...)
		if (err == nil) != (c.want == "") || c.want != "" && !problem.HasKey(err, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestVersionsMeet(t *testing.T) {
	now := Entry{Version: 3}
	for _, c := range []struct {
		exists  bool
		version int
		want    string
	}{{false, 0, ""}, {true, 3, ""}, {true, 2, "journal.entry-changed"}, {true, 4, "journal.entry-changed"}, {true, 0, "journal.entry-exists"}, {false, 1, "journal.entry-removed"}} {
		err := checkVersion(now, c.exists, c.version)
		if (err == nil) != (c.want == "") || c.want != "" && !problem.HasKey(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestEightHoursAndTheVolume(t *testing.T) {
	for _, c := range []struct{ already, delta, want int }{{0, 480, 0}, {30, 480, 30}, {480, 30, 30}, {450, 30, 0}, {480, -30, 0}, {480, 0, 0}} {
		if got := overDay(c.already, c.delta); max(0, got) != c.want {
			t.Errorf("%d and %d more is over by %d, want %d", c.already, c.delta, got, c.want)
		}
	}
	o := running()
	o.Used = 540
	for delta, fits := range map[int]bool{60: true, 90: false, 0: true, -540: true} {
		if got := len(checkVolume(o, delta)) == 0; got != fits {
			t.Errorf("%d more of 60 left: %v", delta, got)
		}
	}
	o.Status = orders.CancelledByRecipient
	for delta, fits := range map[int]bool{30: false, 0: true, -30: true} {
		if got := len(checkVolume(o, delta)) == 0; got != fits {
			t.Errorf("%d more of an order that was given up: %v", delta, got)
		}
	}
}
