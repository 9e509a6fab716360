package register

import (
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// volumesView is the page «Мои услуги»: what was allotted, used and left.
type volumesView struct {
	header ui.PageHeaderProps
	cards  []volumeCard
	empty  ui.EmptyStateProps
}

type volumeCard struct {
	title string
	meter ui.MeterProps
	facts ui.SummaryListProps
	find  *ui.ButtonProps
}

func (p pages) volumes(v *web.Visit) error {
	all, err := p.reg.Allotments(v.Context(), v.By, "")
	if err != nil {
		return err
	}
	page := volumesView{header: ui.PageHeaderProps{Title: v.Say("menu.my-services"), Intro: v.Say("register-pages.volumes-intro")},
		empty: ui.EmptyStateProps{Title: v.Say("register-pages.volumes-none"), Text: v.Say("register-pages.volumes-none-why")}}
	for _, a := range all {
		page.cards = append(page.cards, volumeOf(v, a))
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: volumesPage(page), Active: "/my-services"})
}

func volumeOf(v *web.Visit, a registry.Allotment) volumeCard {
	amount := func(n int) string { return fields.Amount(v, a.Service, n) }
	c := volumeCard{title: fields.Service(v, a.Service), meter: ui.MeterProps{
		Label: v.Say("register-pages.used"), Used: a.Used, Reserved: a.Reserved, Total: a.Amount,
		Words: v.Say("register-pages.left-of", map[string]any{"Left": amount(a.Left()), "Amount": amount(a.Amount)}),
		Note:  v.Say("register-pages.used-reserved", map[string]any{"Used": amount(a.Used), "Reserved": amount(a.Reserved)}),
	}}
	c.facts.Rows = []ui.SummaryRow{
		ui.Fact(v.Say("register-pages.period"), v.Words.Date(a.From)+" – "+v.Words.Date(a.To)),
		ui.Fact(v.Say("register-pages.ground"), a.Ground),
	}
	switch {
	case !a.EndedAt.IsZero():
		c.meter.Words = v.Say("register-pages.ended-on", map[string]any{"Day": a.EndedAt.Date()})
	case a.Left() > 0:
		c.find = &ui.ButtonProps{Text: v.Say("register-pages.choose"), Hidden: c.title, Href: v.Path("/specialists") + "?service=" + string(a.Service), Kind: ui.ButtonSecondary}
	}
	return c
}
