package acts

import (
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// tasks are what is left to do until an act goes: form, sign by both or attach a scan, send.
func tasks(v *web.Visit, a acts.View) ui.TaskListProps {
	if !provides(a.Side) {
		return ui.TaskListProps{Tasks: []ui.Task{signTask(v, a, orders.AsSpecialist), signTask(v, a, orders.AsRecipient)}}
	}
	formed := ui.Task{Title: v.Say("act-pages.form"), Status: ui.TaskStatus{Text: v.Say("act-pages.task-done")}}
	if a.Changed {
		formed.Status = ui.TaskStatus{Tag: &ui.TagProps{Text: v.Say("act-pages.task-again"), Tone: ui.ToneSoon}}
	}
	return ui.TaskListProps{Tasks: []ui.Task{formed, signTask(v, a, orders.AsSpecialist), signTask(v, a, orders.AsRecipient), scanTask(v, a), sendTask(v, a)}}
}

func signTask(v *web.Visit, a acts.View, side orders.Side) ui.Task {
	s, title := a.Specialist, "act-pages.task-sign-specialist"
	if side == orders.AsRecipient {
		s, title = a.Recipient, "act-pages.task-sign-recipient"
	}
	mine := (side == orders.AsRecipient) == (a.Side == orders.AsRecipient) && a.Side != orders.AsOfficer
	t := ui.Task{Title: v.Say(title), Status: waiting(v)}
	switch o, may := a.Option(acts.Sign); {
	case s.Done():
		t.Status = ui.TaskStatus{Text: v.Say("act-pages.task-done")}
	case mine && may && o.WhyNot == nil:
		t.Href, t.Status = "#signatures", open(v)
	case a.Changed:
		t.Status = cannot(v)
	case a.Scanned():
		t.Status = ui.TaskStatus{Text: v.Say("act-pages.task-no-need")}
	}
	return t
}

func scanTask(v *web.Visit, a acts.View) ui.Task {
	t := ui.Task{Title: v.Say("act-pages.task-scan"), Hint: v.Say("act-pages.task-scan-hint"), Href: v.Path(a.Link() + "/scan"), Status: open(v)}
	switch o, may := a.Option(acts.AttachScan); {
	case !may || o.WhyNot != nil:
		t.Href, t.Status = "", cannot(v)
	case a.Scanned():
		t.Status = ui.TaskStatus{Text: v.Say("act-pages.task-done")}
	case a.SignedByBoth():
		t.Status = ui.TaskStatus{Text: v.Say("act-pages.task-no-need")}
	}
	return t
}

func sendTask(v *web.Visit, a acts.View) ui.Task {
	t := ui.Task{Title: v.Say("act-pages.send"), Hint: sendBy(v, a.Month), Status: cannot(v)}
	if o, may := a.Option(acts.Send); may && o.WhyNot == nil {
		t.Href, t.Status = v.Path(sendPath(a.Order, a.Month)), open(v)
	}
	return t
}

// sendBy tells until when the act of a month is awaited.
func sendBy(v *web.Visit, m calendar.Month) string {
	return v.Say("act-pages.send-by", lang.Args{"Month": m, "Day": acts.SendBy(m)})
}

func sendPath(o orders.Order, m calendar.Month) string {
	return o.Link() + "/send?month=" + m.String()
}

func open(v *web.Visit) ui.TaskStatus {
	return ui.TaskStatus{Tag: &ui.TagProps{Text: v.Say("act-pages.task-open"), Tone: ui.ToneActive}}
}

func waiting(v *web.Visit) ui.TaskStatus {
	return ui.TaskStatus{Tag: &ui.TagProps{Text: v.Say("act-pages.task-waits"), Tone: ui.ToneWaiting}}
}

func cannot(v *web.Visit) ui.TaskStatus {
	return ui.TaskStatus{Text: v.Say("act-pages.task-cannot"), CannotStart: true}
}

// steps are the way of an act after it was sent.
func steps(v *web.Visit, a acts.View) []ui.Step {
	at := map[acts.Status]int{acts.Sent: 1, acts.Delivered: 2, acts.Accepted: 3, acts.Returned: 2, acts.Paid: 4}[a.Status]
	all := []ui.Step{{Text: v.Say("acts.status.formed"), Note: v.Words.DateTime(a.FormedAt)}, {Text: v.Say("acts.status.sent"), Note: v.Words.DateTime(a.SentAt)},
		{Text: v.Say("acts.status.delivered")}, {Text: v.Say("acts.status.accepted")}, {Text: v.Say("acts.status.paid")}}
	if a.Status == acts.Returned {
		all = append(all[:2:2], ui.Step{Text: v.Say("acts.status.returned")})
	}
	for i := range all {
		state := ui.StepAhead
		switch {
		case i == at && a.Status == acts.Returned:
			state = ui.StepFailed
		case i <= at:
			state = ui.StepDone
		case i == at+1:
			state = ui.StepNow
		}
		all[i].State, all[i].Word = state, v.Say("act-pages.step."+string(state))
	}
	if at >= 2 {
		all[at].Note = v.Words.DateTime(a.AnsweredAt)
	}
	return all
}

// waits says how it goes with handing an act over, and since when it waits; "" when there
// is nothing to wait for.
func waits(v *web.Visit, a acts.Act, w *acts.Waits) string {
	switch {
	case w == nil:
		return ""
	case w.Stopped:
		return v.Say("act-pages.waits-stopped", lang.Args{"Since": w.Since})
	case !w.HandedOver.IsZero():
		return v.Say("act-pages.waits-answer", lang.Args{"At": w.HandedOver})
	case !w.FirstFailed.IsZero():
		return v.Say("act-pages.waits-down", lang.Args{"Down": w.FirstFailed, "Since": w.Since, "Next": w.NextTry})
	}
	return v.Say("act-pages.waits", lang.Args{"Since": a.SentAt})
}

// waitsBriefly is waits for a list, where the status stands above it: only what is unusual.
func waitsBriefly(v *web.Visit, w *acts.Waits) string {
	switch {
	case w == nil || !w.HandedOver.IsZero():
		return ""
	case w.Stopped:
		return v.Say("act-pages.waits-stopped-briefly")
	case !w.FirstFailed.IsZero():
		return v.Say("act-pages.waits-down-briefly", lang.Args{"Down": w.FirstFailed})
	}
	return ""
}
