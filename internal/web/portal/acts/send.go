package acts

import (
	"slices"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// sendView is the window «Отправить акт оказанных услуг за текущий период» (screen 24).
type sendView struct {
	header ui.PageHeaderProps
	empty  *ui.EmptyStateProps // nothing is left to send
	form   ui.FormProps
	month  ui.SelectProps
	file   ui.FileUploadProps
	ends   ui.ChoicesProps
	submit string
	cancel ui.Link
}

func (p pages) showSend(v *web.Visit) error { return p.sendForm(v, nil, ui.Errors{}) }

func (p pages) sendForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	o, months, err := p.unsent(v)
	if err != nil {
		return err
	}
	page := sendView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, o.Number), Title: v.Say("act-pages.send")}, form: ui.FormProps{Action: v.Path(o.Link() + "/send"), Files: true}, submit: v.Say("act-pages.send-submit")}
	page.cancel = ui.Link{Text: v.Say("act-pages.to-journal"), Href: v.Path(o.Link() + "/journal")}
	if len(months) == 0 {
		page.empty = &ui.EmptyStateProps{Title: v.Say("act-pages.send-none"), Text: v.Say("act-pages.send-none-why"), Links: []ui.Link{page.cancel, {Text: v.Say("act-pages.sent"), Href: v.Path(o.Link() + "/sent")}}}
	} else {
		chosen := v.Query("month")
		if form != nil {
			chosen = form.Text("month")
		}
		page.month = monthField(v, months, chosen, wrong)
		page.file = fileField(v, wrong, fileHint(v, months, page.month.Value))
		page.ends = ui.ChoicesProps{Name: "ends-work", Legend: ui.Legend{Text: v.Say("act-pages.ends-legend"), Size: ui.SizeS}, Hint: v.Say("act-pages.ends-hint"), Error: wrong.At("ends-work"),
			Choices: []ui.Choice{{Value: "yes", Text: v.Say("act-pages.ends"), Checked: form != nil && form.Ticked("ends-work")}}}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: sendPage(page), Back: o.Link() + "/journal", Active: "/orders", Errors: wrong})
}

// unsent are the months of an order that can still be sent, the newest first.
func (p pages) unsent(v *web.Visit) (o orders.Order, months []acts.MonthBrief, err error) {
	id, err := orders.ParseID(v.In("order"))
	if err != nil {
		return o, nil, err
	}
	now, err := p.acts.OfMonth(v.Context(), v.By, id, calendar.Month{})
	if err != nil {
		return o, nil, err
	}
	if !now.MayForm {
		return o, nil, problem.New(problem.NotFound, "problem.not-found")
	}
	months, err = p.acts.Months(v.Context(), v.By, id)
	months = slices.DeleteFunc(months, func(m acts.MonthBrief) bool { return !m.Act.ID.IsZero() && m.Act.Status != acts.Formed })
	return now.Order, months, err
}

// monthField asks which month; each says how far its act is.
func monthField(v *web.Visit, months []acts.MonthBrief, chosen string, wrong ui.Errors) ui.SelectProps {
	s := ui.SelectProps{Field: ui.Field{Name: "month", Label: v.Say("act-pages.which-month"), LabelSize: ui.SizeS, Error: wrong.At("month")}, Value: months[0].Month.String()}
	for _, m := range months {
		text := "act-pages.month-unformed"
		if !m.Act.ID.IsZero() {
			text = "act-pages.month-formed"
		}
		s.Options = append(s.Options, ui.Option{Value: m.Month.String(), Text: v.Say(text, lang.Args{"Month": m.Month, "Hours": lang.Minutes(m.Minutes)})})
		if m.Month.String() == chosen {
			s.Value = chosen
		}
		if s.Value == m.Month.String() {
			s.Hint = sendBy(v, m.Month)
		}
	}
	return s
}

// fileHint tells the limits, and whether a file is needed for the chosen month at all.
func fileHint(v *web.Visit, months []acts.MonthBrief, chosen string) string {
	for _, m := range months {
		switch {
		case m.Month.String() != chosen:
		case m.Act.SignedByBoth():
			return v.Say("act-pages.file-no-need") + " " + limits(v)
		case m.Act.Scanned():
			return v.Say("act-pages.file-kept") + " " + limits(v)
		}
	}
	return v.Say("act-pages.file-needed") + " " + limits(v)
}

// send takes the first step: the file, and whether the act can go.
func (p pages) send(v *web.Visit) error {
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	form, err := v.Form("month", "ends-work")
	if wrong, again := v.Wrong(err); again { // the file is larger than anything that is read
		return p.sendForm(v, nil, atFile(wrong))
	}
	if err != nil {
		return err
	}
	sending := acts.Sending{Order: o, EndsWork: form.Ticked("ends-work")}
	if sending.Month, err = calendar.ParseMonth(form.Text("month")); err != nil {
		form.Wrong("month", "act-pages.month-needed")
	}
	var ready acts.View
	if err = form.Problem(); err == nil {
		if sending.Scan, err = taken(v, "month", "ends-work"); err == nil {
			ready, err = p.acts.Ready(v.Context(), v.By, sending)
		}
	}
	if wrong, again := v.Wrong(err); again {
		return p.sendForm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.Go(confirmPath(ready, sending.EndsWork))
}

func confirmPath(a acts.View, ends bool) string {
	path := a.Order.Link() + "/send/" + a.ID.String()
	if ends {
		path += "?ends-work=yes"
	}
	return path
}

// confirmView is the second step: the act is formed and ready for E-Sobes (manual, step 18).
type confirmView struct {
	header  ui.PageHeaderProps
	ready   string
	facts   ui.SummaryListProps
	kept    *keptView
	warning ui.WarningTextProps
	form    ui.FormProps
	submit  string
	back    ui.Link
}

func (p pages) showConfirm(v *web.Visit) error {
	ends := v.Query("ends-work") == "yes"
	a, err := p.toConfirm(v, ends)
	if err != nil {
		return p.cannotSend(v, err)
	}
	page := confirmView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, a.Order.Number), Title: v.Say("act-pages.confirm-title")}, ready: v.Say("act-pages.ready", lang.Args{"Month": a.Month}),
		facts: confirmFacts(v, a, ends), warning: ui.WarningTextProps{Word: v.Say("fields.warning"), Text: v.Say("act-pages.confirm-warning")},
		form: ui.FormProps{Action: v.Path(a.Order.Link() + "/send/" + a.ID.String())}, submit: v.Say("act-pages.confirm"), back: ui.Link{Text: v.Say("act-pages.cancel"), Href: v.Path(sendPath(a.Order, a.Month))}}
	if ends {
		page.form.Hidden = []ui.Hidden{{Name: "ends-work", Value: "yes"}}
	}
	if a.Scanned() {
		if page.kept, err = p.kept(v, a); err != nil {
			return err
		}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: confirmPage(page), Back: sendPath(a.Order, a.Month), Active: "/orders"})
}

func (p pages) toConfirm(v *web.Visit, ends bool) (acts.View, error) {
	which, err := acts.ParseID(v.In("act"))
	if err != nil {
		return acts.View{}, err
	}
	a, err := p.acts.Confirm(v.Context(), v.By, which, ends)
	if err == nil && a.Order.ID.String() != v.In("order") {
		err = problem.New(problem.NotFound, "problem.not-found")
	}
	return a, err
}

func confirmFacts(v *web.Visit, a acts.View, ends bool) ui.SummaryListProps {
	signed, joint := "act-pages.signed-paper", "act-pages.joint-goes-on"
	if a.SignedByBoth() {
		signed = "act-pages.signed-both"
	}
	if ends {
		joint = "act-pages.joint-ends"
	}
	return ui.SummaryListProps{Rows: []ui.SummaryRow{
		ui.Fact(v.Say("act-pages.act"), "№ "+a.Number), ui.Fact(v.Say("act-pages.month"), v.Words.Month(a.Month)), ui.Fact(v.Say("act-pages.hours"), v.Words.Hours(a.Minutes)),
		ui.Fact(v.Say("fields.recipient"), a.Parties.Recipient.FullName()), ui.Fact(v.Say("fields.specialist"), fields.Provider(v, a.Parties)),
		ui.Fact(v.Say("act-pages.signatures"), v.Say(signed)), ui.Fact(v.Say("act-pages.ends-legend"), v.Say(joint))}}
}

// cannotSend says why an act cannot go, with ways to its page and to the form.
func (p pages) cannotSend(v *web.Visit, err error) error {
	order := "/orders/" + v.In("order")
	return refused(v, err, refusedView{header: ui.PageHeaderProps{Title: v.Say("act-pages.send")}, next: []ui.Link{
		{Text: v.Say("act-pages.open"), Href: v.Path("/acts/" + v.In("act"))}, {Text: v.Say("act-pages.sent"), Href: v.Path(order + "/sent")}}}, order+"/journal", "/orders")
}

func (p pages) confirm(v *web.Visit) error {
	form, err := v.Form("ends-work")
	if err != nil {
		return err
	}
	a, err := p.toConfirm(v, form.Ticked("ends-work"))
	if err == nil {
		err = p.acts.Send(v.Context(), v.By, a.ID, form.Ticked("ends-work"))
	}
	if err != nil {
		return p.cannotSend(v, err)
	}
	return v.GoSaying(a.Link(), "done.act-sent")
}
