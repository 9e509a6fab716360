package ordering

import (
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// endView is a page that asks whether something is really meant.
type endView struct {
	header ui.PageHeaderProps
	facts  ui.SummaryListProps
	notice string
	word   string
	form   ui.FormProps
	submit *ui.ButtonProps // nil while it has to wait
	ways   []ui.ButtonProps
	back   ui.Link
}

func really(v *web.Visit, o orders.View, path, title, notice, submit string) endView {
	return endView{
		header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, o.Number), Title: v.Say(title)}, facts: facts(v, o), notice: v.Say(notice), word: v.Say("fields.warning"),
		form: ui.FormProps{Action: v.Path(o.Link() + path)}, submit: &ui.ButtonProps{Text: v.Say(submit), Once: true},
		back: ui.Link{Text: v.Say("order-pages.back-to-order"), Href: v.Path(o.Link())},
	}
}

func (e endView) show(v *web.Visit, o orders.View) error {
	return v.Show(web.Screen{Title: e.header.Title, Body: endPage(e), Active: fields.OrdersMenu(o.Side), Back: o.Link()})
}

// open finds the order of the address for a page of an action; done is true when the
// reader was led to the order because it is past that action.
func (p pages) open(v *web.Visit, a orders.Action) (o orders.View, done bool, err error) {
	if o, err = p.view(v); err != nil {
		return o, false, err
	}
	if a == orders.CancelAsRecipient {
		a = orders.CancellingAs(o.Side)
	}
	if !orders.May(v.By, o.Order, a) {
		return o, true, v.Go(o.Link())
	}
	return o, false, nil
}

func (p pages) showWithdraw(v *web.Visit) error {
	o, done, err := p.open(v, orders.Withdraw)
	if done || err != nil {
		return err
	}
	return really(v, o, "/withdraw", "order-pages.withdraw-title", "order-pages.withdraw-notice", "order-pages.withdraw").show(v, o)
}

func (p pages) withdraw(v *web.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	text, err := p.orders.PrepareWithdraw(v.Context(), v.By, o, v.Locale)
	if err != nil {
		return p.refused(v, err, func(ui.Errors) error { return err })
	}
	return v.GoSign(text)
}

// showEndWork is the notice of «Отмена заказа» (manual, steps 21 and 22). While hours are
// not in an act that was sent, it says so and leads there.
func (p pages) showEndWork(v *web.Visit) error {
	o, done, err := p.open(v, orders.EndWork)
	if done || err != nil {
		return err
	}
	notice := "order-pages.end-work-notice"
	if beds(o) {
		notice = "order-pages.end-stay-notice"
	}
	page := really(v, o, endWorkPath, "order-pages.end-work", notice, "order-pages.confirm")
	if why := orders.WhyNot(o.Order, orders.EndWork, false); why != nil {
		page.notice, page.submit = v.Words.Problem(why), nil
		page.ways = []ui.ButtonProps{{Text: v.Say("order-pages.to-journal"), Href: v.Path(o.Link() + "/journal"), Kind: ui.ButtonSecondary}}
	}
	return page.show(v, o)
}

func (p pages) endWork(v *web.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	if err := p.orders.EndWork(v.Context(), v.By, o); err != nil {
		return p.refused(v, err, func(ui.Errors) error { return err })
	}
	return v.GoSaying(orders.Order{ID: o}.Link(), "done.work-ended")
}

// showCancel asks for the reason of giving an order up (manual, steps 24 and 25). Before
// joint work has ended it says what has to be done first.
func (p pages) showCancel(v *web.Visit) error {
	o, done, err := p.open(v, orders.CancelAsRecipient)
	if done || err != nil {
		return err
	}
	why := orders.WhyNot(o.Order, orders.CancellingAs(o.Side), false)
	if why == nil {
		return p.cancelForm(v, o, nil, ui.Errors{})
	}
	page := really(v, o, "/cancel", "order-pages.cancel-title", "order-pages.cancel-notice", "order-pages.confirm")
	page.notice, page.submit = v.Words.Problem(why), nil
	page.ways = []ui.ButtonProps{{Text: v.Say("order-pages.end-work"), Href: v.Path(o.Link() + endWorkPath), Kind: ui.ButtonSecondary}}
	return page.show(v, o)
}

func (p pages) cancelForm(v *web.Visit, o orders.View, form *web.Form, wrong ui.Errors) error {
	page := asksReason(fields.Asked{V: v, Form: form, Wrong: wrong}, o, orders.CancellingAs(o.Side))
	page.header.Title, page.warning = v.Say("order-pages.cancel-title"), v.Say("order-pages.cancel-notice")
	page.reason.Legend = ui.Legend{Text: v.Say("order-pages.cancel-reason"), Size: ui.SizeS}
	page.form = ui.FormProps{Action: v.Path(o.Link() + "/cancel")}
	page.submit = ui.ButtonProps{Text: v.Say("order-pages.confirm"), Once: true}
	return v.Show(web.Screen{Title: page.header.Title, Body: reasonPage(page), Active: fields.OrdersMenu(o.Side), Back: o.Link(), Errors: wrong})
}

func (p pages) cancel(v *web.Visit) error {
	form, err := v.Form("reason", "reason-text")
	if err != nil {
		return err
	}
	o, err := p.view(v)
	if err != nil {
		return err
	}
	return p.sign(v, o, form, p.orders.PrepareCancel, p.cancelForm)
}
