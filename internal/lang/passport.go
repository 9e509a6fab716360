package lang

import (
	"strings"

	"asar/internal/calendar"
)

// Passport says in sentences how a date was come by: when the term began, what it is, which
// days were left out and why, what moved it.
func (w *Words) Passport(p calendar.Passport) string {
	said := []string{w.began(p), w.Say("passport.due", Args{"Length": w.Length(p.Length), "Due": p.Due})}
	if len(p.Skipped) > 0 {
		days := make([]string, len(p.Skipped))
		for i, s := range p.Skipped {
			days[i] = w.skipped(s)
		}
		said = append(said, w.Say("passport.skipped", Args{"Days": strings.Join(days, ", ")}))
	}
	if !p.MovedFrom.IsZero() {
		key := "passport.moved-on"
		if p.Due.Date().Before(p.MovedFrom) {
			key = "passport.moved-back"
		}
		said = append(said, w.Say(key, Args{"Day": p.MovedFrom}))
	}
	for _, c := range p.Changes {
		said = append(said, w.change(c))
	}
	if !p.HandOver.IsZero() {
		said = append(said, w.Say("passport.hand-over", Args{"HandOver": p.HandOver}))
	}
	for _, warning := range p.Warnings {
		said = append(said, w.Say("passport.warning."+string(warning)))
	}
	return strings.Join(said, " ")
}

// Length is a term in words: «10 рабочих дней».
func (w *Words) Length(l calendar.Length) string {
	if l.Unit() == calendar.SameDay {
		return w.Say("passport.length.same_day")
	}
	return w.Count("passport.length."+string(l.Unit()), l.Number())
}

func (w *Words) began(p calendar.Passport) string {
	if p.Received == p.Event {
		return w.Say("passport.received", Args{"Event": p.Event})
	}
	return w.Say("passport.received-later", Args{"Event": p.Event, "Received": p.Received})
}

// skipped is a day left out, with its reason; holidays have names in Kazakh and Russian.
func (w *Words) skipped(s calendar.Skip) string {
	reason := w.Say("passport.reason." + string(s.Reason))
	name := map[Locale]string{KK: s.Name[0], RU: s.Name[1]}[w.locale]
	if name != "" {
		reason += ", " + name
	}
	return w.ShortDate(s.Day) + " (" + reason + ")"
}

func (w *Words) change(c calendar.Change) string {
	if c.Suspends {
		return w.Say("passport.suspended", Args{"From": c.From, "To": c.To})
	}
	return w.Say("passport.extended", Args{"Length": w.Length(c.By), "To": c.To})
}
