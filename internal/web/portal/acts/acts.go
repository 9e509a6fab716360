// Package acts holds the pages of acts: an act with its files and signatures, the scan of
// the signed paper, sending in two steps, what was sent, the public check of a printed act
// (manual, steps 13–20).
package acts

import (
	"context"
	"net/http"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/web"
	"asar/internal/web/ui"
)

type pages struct{ acts *acts.Acts }

// Area is these pages over the acts of a portal.
func Area(a *acts.Acts) web.Area {
	p := pages{a}
	see, send := web.May(access.SeeActs), web.May(access.SendAct)
	return web.Area{
		Routes: []web.Route{
			web.Post("/orders/{order}/acts", web.May(access.FormAct), p.form),
			web.Get("/acts/{act}", see, p.act),
			web.Get("/acts/{act}/files/{file}", web.May(access.SeeFiles), p.file),
			web.Post("/acts/{act}/sign", web.May(access.SignAct), p.sign),
			web.Post("/acts/{act}/correct", send, p.correct),
			web.Get("/acts/{act}/scan", send, p.showScan),
			web.Post("/acts/{act}/scan", send, p.scan).Uploading(),
			web.Get("/orders/{order}/send", send, p.showSend),
			web.Post("/orders/{order}/send", send, p.send).Uploading(),
			web.Get("/orders/{order}/send/{act}", send, p.showConfirm),
			web.Post("/orders/{order}/send/{act}", send, p.confirm),
			web.Get("/orders/{order}/sent", see, p.sentOf),
			web.Get("/sent", see, p.sent),
			web.Get("/check", web.Public, p.showCheck),
			web.Post("/check", web.Public, p.askCheck),
			web.Get("/check/{number}", web.Public, p.check),
		},
		// QR codes on paper lead to an address without a language.
		Plain: map[string]http.Handler{"GET /check/{number}": http.HandlerFunc(toLanguage), "GET /C/{number}": http.HandlerFunc(toLanguage)},
	}
}

// find reads the act of the address.
func (p pages) find(v *web.Visit) (acts.View, error) {
	which, err := acts.ParseID(v.In("act"))
	if err != nil {
		return acts.View{}, err
	}
	return p.acts.Find(v.Context(), v.By, which)
}

// journal is the page of a month of an order's journal.
func journal(o orders.Order, m calendar.Month) string {
	return o.Link() + "/journal?month=" + m.String()
}

// refusedView is a page that says why something cannot be done, and where to go on.
type refusedView struct {
	header ui.PageHeaderProps
	why    string
	next   []ui.Link
}

// refused shows a problem as a page of its own; other errors belong to the frame.
func refused(v *web.Visit, err error, page refusedView, back, active string) error {
	wrong, again := v.Wrong(err)
	if !again {
		return err
	}
	page.why = wrong.Items[0].Text
	return v.Show(web.Screen{Title: page.header.Title, Body: refusedPage(page), Back: back, Active: active, Status: http.StatusConflict})
}

// form forms the act and the escort sheet of a month (screen 22).
func (p pages) form(v *web.Visit) error {
	form, err := v.Form("month")
	if err != nil {
		return err
	}
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return err
	}
	m, err := calendar.ParseMonth(form.Text("month"))
	if err != nil {
		return problem.Wrap(err, problem.NotFound, "problem.not-found")
	}
	formed, err := p.acts.Form(v.Context(), v.By, o, m)
	if err != nil {
		back := "/orders/" + o.String() + "/journal?month=" + m.String()
		return refused(v, err, refusedView{header: ui.PageHeaderProps{Title: v.Say("act-pages.form")},
			next: []ui.Link{{Text: v.Say("act-pages.to-journal"), Href: v.Path(back)}}}, back, "/orders")
	}
	return v.GoSaying(formed.Link(), "done.act-formed")
}

// sign leads to the page where the act is signed electronically (screen 23).
func (p pages) sign(v *web.Visit) error { return p.prepare(v, p.acts.PrepareSign) }

// correct leads to signing that a returned act is taken back.
func (p pages) correct(v *web.Visit) error { return p.prepare(v, p.acts.PrepareCorrect) }

func (p pages) prepare(v *web.Visit, prepare func(context.Context, access.Actor, acts.ID, lang.Locale) (signing.TextID, error)) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	which, err := acts.ParseID(v.In("act"))
	if err != nil {
		return err
	}
	text, err := prepare(v.Context(), v.By, which, v.Locale)
	if wrong, again := v.Wrong(err); again {
		return p.showAct(v, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSign(text)
}

// file hands out a file of an act.
func (p pages) file(v *web.Visit) error {
	which, err := acts.ParseID(v.In("act"))
	if err != nil {
		return err
	}
	d, err := p.acts.Download(v.Context(), v.By, which, acts.File(v.In("file")))
	if err != nil {
		return err
	}
	return v.Download(d.Name, d.Media, d.Content)
}

func fileLink(v *web.Visit, a acts.Act, f acts.File) ui.Link {
	return ui.Link{Text: v.Say(f.Text()), Href: v.Path(a.Link() + "/files/" + string(f))}
}
