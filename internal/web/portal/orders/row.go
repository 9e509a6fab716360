package ordering

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// volume is an order's amount, with how much of it is used once work has begun.
func volume(v *web.Visit, o orders.Order) string {
	if !worked(o) {
		return fields.Amount(v, o.Service, o.Amount)
	}
	return v.Say("order-pages.used-of", map[string]any{"Used": fields.Amount(v, o.Service, o.Used), "Amount": fields.Amount(v, o.Service, o.Amount)})
}

// worked tells whether an order was ever confirmed.
func worked(o orders.Order) bool { return !o.AnsweredAt.IsZero() && o.Status != orders.Declined }

// standing is where an order stands: its status, until when it must be answered, or why it
// ended.
func (l listing) standing(v *web.Visit, o orders.Row, tag ui.TagProps, list orders.Page) []templ.Component {
	all := []templ.Component{ui.Tag(tag)}
	switch {
	case o.Status == orders.Waiting && !o.AnswerBy.IsZero():
		all = append(all, ui.Deadline(answerBy(v, o.Order, l.side, list.Today)))
	case o.Status == orders.OnExecution && o.WorkEnded():
		all = append(all, ui.Deadline(ui.DeadlineProps{Date: v.Say("order-pages.work-ended"), Tone: ui.ToneNeutral}))
	case o.Status.HasReason():
		all = append(all, ui.Details(ui.DetailsProps{Summary: v.Say("order-pages.see-reasons"), Hidden: "№ " + string(o.Number), Content: ui.Text(reason(v, o.Order))}))
	}
	return all
}

func reason(v *web.Visit, o orders.Order) string { return reasonWords(v, o.Reason, o.ReasonText) }

func reasonWords(v *web.Visit, code orders.ReasonCode, text string) string {
	if text == "" {
		return v.Say(code.Text())
	}
	return v.Say(code.Text()) + ". " + text
}

// answerBy is until when an order must be answered.
func answerBy(v *web.Visit, o orders.Order, side orders.Side, today calendar.Date) ui.DeadlineProps {
	d := ui.DeadlineProps{Date: dayInWords(v, o.AnswerBy, today), Label: v.Say("order-pages.answer-term"), Tone: ui.ToneDone}
	if side == orders.AsSpecialist || side == orders.AsOrganisation {
		d.Label = v.Say("order-pages.to-answer")
	}
	switch {
	case !o.AnswerBy.After(today):
		d.Tone = ui.ToneLate
	case !o.AnswerBy.After(calendar.WorkingDaysAfter(today, 2)):
		d.Tone = ui.ToneSoon
	}
	return d
}

// dayInWords is a day the way people call it.
func dayInWords(v *web.Visit, day, today calendar.Date) string {
	switch {
	case day == today:
		return v.Say("order-pages.today")
	case day.Before(today):
		return v.Say("order-pages.overdue", map[string]any{"Day": v.Words.DayMonth(day)})
	}
	return v.Words.DayMonth(day)
}

// rowButton is the one thing to do with an order of a list; nil when there is none. A
// running order is read in its journal; ending it is a matter of its own page.
func rowButton(v *web.Visit, o orders.Order) *ui.ButtonProps {
	all := slices.DeleteFunc(buttons(v, o), func(b ui.ButtonProps) bool { return strings.HasSuffix(b.Href, endWorkPath) })
	if o.Status == orders.OnExecution && o.Service.CountsHours() {
		all = append(all, ui.ButtonProps{Text: v.Say("fields.order-tab.journal"), Href: v.Path(o.Link() + "/journal")})
	}
	if len(all) == 0 {
		return nil
	}
	b := all[0]
	b.Small, b.Hidden = true, "№ "+string(o.Number)
	if o.Status != orders.Waiting {
		b.Kind = ui.ButtonSecondary // what waits for an answer stands out
	}
	return &b
}

// endWorkPath is where joint work is ended, below an order's own path.
const endWorkPath = "/end-work"

// buttons are what somebody may do with an order as it stands, by the table of moves, the
// usual first.
func buttons(v *web.Visit, o orders.Order) (all []ui.ButtonProps) {
	add := func(text, path string, kind ui.ButtonKind) {
		all = append(all, ui.ButtonProps{Text: v.Say(text), Href: v.Path(o.Link() + path), Kind: kind})
	}
	if writes(v, o) {
		add("order-pages.add-entry", "/journal", ui.ButtonPrimary)
	}
	for _, m := range orders.Allowed(v.By, o) {
		switch m.Action {
		case orders.Confirm:
			add("order-pages.answer", "/answer", ui.ButtonPrimary)
		case orders.Withdraw:
			add("order-pages.withdraw", "/withdraw", ui.ButtonSecondary)
		case orders.EndWork:
			add("order-pages.end-work", endWorkPath, ui.ButtonSecondary)
		case orders.CancelAsRecipient, orders.CancelAsSpecialist:
			if orders.WhyNot(o, m.Action, false) == nil {
				add("order-pages.give-up", "/cancel", ui.ButtonWarning)
			}
		case orders.Decline, orders.Lapse, orders.Complete, orders.Reopen: // no button of their own
		}
	}
	return all
}

// writes tells whether somebody keeps the journal of an order that is worked on.
func writes(v *web.Visit, o orders.Order) bool {
	return o.Status == orders.OnExecution && !o.WorkEnded() && o.Service.CountsHours() && orders.SideOf(v.By, o) == orders.AsSpecialist
}
