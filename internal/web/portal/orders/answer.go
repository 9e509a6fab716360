package ordering

import (
	"context"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/signing"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// answerView is the page «Подтверждение заказа услуги» (manual, step 7).
type answerView struct {
	header  ui.PageHeaderProps
	facts   ui.SummaryListProps
	leaving string // why it cannot be confirmed; "" when it can
	form    ui.FormProps
	who     *ui.ChoicesProps // whom an organisation appoints: a worker or a bed
	nobody  string           // why there is nobody to appoint
	warning ui.WarningTextProps
	confirm *ui.ButtonProps
	decline ui.ButtonProps
}

// declining is the answer of who declines, in the form and in the address.
const declining = "decline"

func (p pages) showAnswer(v *web.Visit) error {
	o, err := p.view(v)
	if err != nil {
		return err
	}
	if !orders.May(v.By, o.Order, orders.Decline) {
		return v.Go(o.Link())
	}
	if v.Query("answer") == declining {
		return p.declineForm(v, o, nil, ui.Errors{})
	}
	return p.answerForm(v, o, nil, ui.Errors{})
}

func (p pages) answer(v *web.Visit) error {
	form, err := v.Form("answer", "worker", "bed", "reason", "reason-text")
	if err != nil {
		return err
	}
	o, err := p.view(v)
	if err != nil {
		return err
	}
	if form.Text("answer") == declining {
		return p.declineWith(v, o, form)
	}
	return p.confirmWith(v, o, form)
}

func (p pages) confirmWith(v *web.Visit, o orders.View, form *web.Form) error {
	var who orders.Who
	_ = who.Worker.UnmarshalText([]byte(form.Text("worker"))) // nobody is refused below
	_ = who.Bed.UnmarshalText([]byte(form.Text("bed")))
	text, err := p.orders.PrepareConfirm(v.Context(), v.By, o.ID, who, v.Locale)
	if err != nil {
		return p.refused(v, err, func(wrong ui.Errors) error { return p.answerForm(v, o, form, wrong) })
	}
	return v.GoSign(text)
}

func (p pages) answerForm(v *web.Visit, o orders.View, form *web.Form, wrong ui.Errors) error {
	page := answerView{
		header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, o.Number), Title: v.Say("order-pages.answer-title")}, facts: facts(v, o),
		form:    ui.FormProps{Action: v.Path(o.Link() + "/answer")},
		warning: ui.WarningTextProps{Word: v.Say("fields.warning"), Text: v.Say("order-pages.answer-warning")},
		confirm: &ui.ButtonProps{Text: v.Say("order-pages.confirm"), Name: "answer", Value: "confirm", Once: true},
		decline: ui.ButtonProps{Text: v.Say("order-pages.decline"), Href: v.Path(o.Link()+"/answer") + "?answer=" + declining, Kind: ui.ButtonSecondary},
	}
	if beds(o) {
		page.warning.Text = v.Say("order-pages.answer-warning-bed")
	}
	if !o.Order.Organisation.IsZero() {
		page.who = whom(fields.Asked{V: v, Form: form, Wrong: wrong}, o)
		if len(page.who.Choices) == 0 {
			page.who, page.confirm, page.nobody = nil, nil, v.Say("order-pages.nobody."+string(o.Service))
		}
	}
	if o.Leaving {
		page.leaving, page.who, page.confirm = v.Words.Problem(orders.WhyNot(o.Order, orders.Confirm, true)), nil, nil
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: answerPage(page), Active: "/orders", Back: o.Link(), Errors: wrong})
}

// whom asks an organisation who carries the order out. The recipient cannot.
func whom(ask fields.Asked, o orders.View) *ui.ChoicesProps {
	name, legend := "worker", "order-pages.which-worker"
	if beds(o) {
		name, legend = "bed", "order-pages.which-bed"
	}
	c := ui.ChoicesProps{Name: name, Legend: ui.Legend{Text: ask.V.Say(legend), Size: ui.SizeS}, Error: ask.Wrong.At(name)}
	for _, w := range o.Workers {
		if w.Person.ID != o.Order.Recipient {
			c.Choices = append(c.Choices, ui.Choice{Value: w.Person.ID.String(), Text: w.Person.FullName(), Checked: ask.Value(name) == w.Person.ID.String()})
		}
	}
	for _, b := range o.Beds {
		c.Choices = append(c.Choices, ui.Choice{Value: b.ID.String(), Text: b.Label, Checked: ask.Value(name) == b.ID.String()})
	}
	return &c
}

// facts are what a side reads before it decides about an order.
func facts(v *web.Visit, o orders.View) ui.SummaryListProps {
	return ui.SummaryListProps{Rows: []ui.SummaryRow{
		ui.Fact(v.Say("fields.recipient"), o.Parties.Recipient.FullName()), ui.Fact(v.Say("order-pages.provider"), o.Provider(v.Locale)),
		ui.Fact(v.Say("fields.service"), fields.Service(v, o.Service)), ui.Fact(v.Say("order-pages.volume"), volume(v, o.Order)),
		ui.Fact(v.Say("order-pages.term"), term(v, o.Order)), ui.Fact(v.Say("order-pages.placed"), v.Words.DateTime(o.PlacedAt)),
	}}
}

// reasonView is a page that asks for a reason before something is signed.
type reasonView struct {
	header  ui.PageHeaderProps
	facts   ui.SummaryListProps
	warning string
	word    string
	form    ui.FormProps
	reason  ui.ChoicesProps
	text    ui.TextareaProps
	submit  ui.ButtonProps
	back    ui.Link
}

// asksReason begins such a page for an action.
func asksReason(ask fields.Asked, o orders.View, a orders.Action) reasonView {
	v := ask.V
	page := reasonView{
		header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, o.Number)}, facts: facts(v, o), word: v.Say("fields.warning"),
		reason: ui.ChoicesProps{Name: "reason", Error: ask.Wrong.At("reason")}, text: ask.Lines("reason-text", "order-pages.reason-text", "order-pages.reason-text-why", 4),
		back: ui.Link{Text: v.Say("order-pages.back-to-order"), Href: v.Path(o.Link())},
	}
	for _, code := range orders.ReasonCodes(a) {
		page.reason.Choices = append(page.reason.Choices, ui.Choice{Value: string(code), Text: v.Say(code.Text()), Checked: ask.Value("reason") == string(code)})
	}
	return page
}

func (p pages) declineForm(v *web.Visit, o orders.View, form *web.Form, wrong ui.Errors) error {
	page := asksReason(fields.Asked{V: v, Form: form, Wrong: wrong}, o, orders.Decline)
	page.header.Title, page.warning = v.Say("order-pages.decline-title"), v.Say("order-pages.decline-warning")
	page.reason.Legend = ui.Legend{Text: v.Say("order-pages.decline-reason"), Size: ui.SizeS}
	page.form = ui.FormProps{Action: v.Path(o.Link() + "/answer"), Hidden: []ui.Hidden{{Name: "answer", Value: declining}}}
	page.submit = ui.ButtonProps{Text: v.Say("order-pages.decline"), Kind: ui.ButtonWarning, Once: true}
	return v.Show(web.Screen{Title: page.header.Title, Body: reasonPage(page), Active: "/orders", Back: o.Link() + "/answer", Errors: wrong})
}

func (p pages) declineWith(v *web.Visit, o orders.View, form *web.Form) error {
	return p.sign(v, o, form, p.orders.PrepareDecline, p.declineForm)
}

// preparing keeps the text of an action that has a reason.
type preparing func(context.Context, access.Actor, orders.ID, orders.Reason, lang.Locale) (signing.TextID, error)

// sign leads to signing an action that has a reason, or shows its form again.
func (p pages) sign(v *web.Visit, o orders.View, form *web.Form, prepare preparing, again func(*web.Visit, orders.View, *web.Form, ui.Errors) error) error {
	err := form.Problem()
	if err == nil {
		var text signing.TextID
		why := orders.Reason{Code: orders.ReasonCode(form.Text("reason")), Text: form.Text("reason-text")}
		if text, err = prepare(v.Context(), v.By, o.ID, why, v.Locale); err == nil {
			return v.GoSign(text)
		}
	}
	return p.refused(v, err, func(wrong ui.Errors) error { return again(v, o, form, wrong) })
}
