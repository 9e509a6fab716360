package ordering

import (
	"encoding/json"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// told is what the history says about an event, beside its name.
type told struct {
	Day        calendar.Date     `json:"day"`
	Minutes    int               `json:"minutes"`
	Was        int               `json:"was"`
	Reason     orders.ReasonCode `json:"reason"`
	ReasonText string            `json:"reason_text"`
	Act        acts.ID           `json:"act"`
	Number     string            `json:"number"`
	Month      calendar.Month    `json:"month"`
	Kind       acts.Status       `json:"kind"`
}

// atOnce is how many events are shown at once; those before them are folded.
const atOnce = 12

// pastView is the history of an order, the newest first.
type pastView struct {
	title string
	late  ui.TimelineProps
	more  string // how many are folded; "" when none are
	early ui.TimelineProps
}

func past(v *web.Visit, items []orders.HistoryItem) pastView {
	p := pastView{title: v.Say("order-pages.history")}
	p.late = ui.TimelineProps{Label: p.title, Level: 3}
	for _, item := range items {
		p.late.Events = append(p.late.Events, event(v, item))
	}
	if folded := len(items) - atOnce; folded > 0 {
		p.more = v.Words.Count("order-pages.earlier", folded)
		p.early = ui.TimelineProps{Label: p.more, Level: 3, Events: p.late.Events[atOnce:]}
		p.late.Events = p.late.Events[:atOnce]
	}
	return p
}

func event(v *web.Visit, item orders.HistoryItem) ui.Event {
	e := ui.Event{Title: v.Say("history.other"), By: doer(v, item), When: v.Words.DateTime(item.At), Stamp: item.At.String()}
	if key := "history." + item.Action; v.Words.Has(key) {
		e.Title = v.Say(key)
	}
	var d told
	if json.Unmarshal(item.Details, &d) != nil {
		return e // an event that tells nothing more
	}
	switch {
	case !d.Act.IsZero():
		ofAct(v, &e, d)
	case d.Reason != "":
		e.Body = ui.Text(reasonWords(v, d.Reason, d.ReasonText))
	case item.Action == "journal.save" && d.Was > 0:
		e.Title = v.Say("history.journal.correct")
		e.Body = ui.Text(v.Say("order-pages.hours-corrected", map[string]any{"Day": d.Day, "Was": lang.Minutes(d.Was), "Minutes": lang.Minutes(d.Minutes)}))
	case item.Action == "journal.save":
		e.Body = ui.Text(v.Say("order-pages.hours-of-day", map[string]any{"Day": d.Day, "Minutes": lang.Minutes(d.Minutes)}))
	case item.Action == "journal.remove":
		e.Body = ui.Text(v.Say("order-pages.hours-of-day", map[string]any{"Day": d.Day, "Minutes": lang.Minutes(d.Was)}))
	}
	return e
}

// ofAct leads from what happened to an act to the act itself.
func ofAct(v *web.Visit, e *ui.Event, d told) {
	link := ui.Link{Text: v.Say("order-pages.act-of", map[string]any{"Number": d.Number, "Month": d.Month}), Href: v.Path(acts.Act{ID: d.Act}.Link())}
	if v.By.May(access.SeeActs) {
		e.Links = []ui.Link{link}
	}
	if d.Kind != "" {
		e.Body = ui.Text(v.Say(d.Kind.Text()))
	}
}

// doer is who did it and on which side; the program has no name.
func doer(v *web.Visit, item orders.HistoryItem) string {
	switch {
	case item.Action == "acts.answer":
		return v.Say("order-pages.by-payer")
	case item.Name == "":
		return v.Say("order-pages.by-portal")
	case item.Side == "":
		return item.Name
	}
	return item.Name + ", " + v.Say("order-pages.side."+string(item.Side))
}
