package register

import (
	"asar/internal/access"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// ownView is what a provider sees of themselves in the register.
type ownView struct {
	header       ui.PageHeaderProps
	empty        ui.EmptyStateProps
	entries      []ui.SummaryListProps
	appsTitle    string
	applications []applicationCard
	enter        *ui.ButtonProps
	firm         *ui.Link
}

type applicationCard struct {
	facts    ui.SummaryListProps
	withdraw *ui.PostAction
}

func (p pages) own(v *web.Visit) error {
	own, err := p.reg.Mine(v.Context(), v.By)
	if err != nil {
		return err
	}
	page := ownView{header: ui.PageHeaderProps{Title: v.Say("menu.register"), Intro: v.Say("register-pages.own-intro")}, appsTitle: v.Say("register-pages.applications"),
		enter: &ui.ButtonProps{Text: v.Say("register-pages.apply-enter"), Href: v.Path("/register/enter")},
		empty: ui.EmptyStateProps{Title: v.Say("register-pages.own-none"), Text: v.Say("register-pages.own-none-why")}}
	for _, e := range own.Entries {
		page.entries = append(page.entries, entryCard(v, e, own.Applications))
	}
	for _, a := range own.Applications {
		page.applications = append(page.applications, applicationOf(v, a))
	}
	if v.By.May(access.KeepOrganisation) {
		page.firm = &ui.Link{Text: v.Say("menu.workers"), Href: v.Path("/register/workers")}
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: ownPage(page), Active: "/register",
		About: []string{string(registry.PurposeEnter), string(registry.PurposeLeave)}})
}

func entryCard(v *web.Visit, e registry.Entry, applications []registry.Application) ui.SummaryListProps {
	tag := fields.Entry(v, e.Status)
	card := &ui.SummaryCardProps{Title: fields.Service(v, e.Service), Tag: &tag}
	if e.Status != registry.Left && !leaving(e, applications) && v.By.May(access.LeaveRegister) {
		card.Actions = []ui.Link{{Text: v.Say("register-pages.apply-leave"), Hidden: card.Title, Href: v.Path("/register/leave/" + e.ID.String())}}
	}
	l := ui.SummaryListProps{Card: card, Rows: []ui.SummaryRow{
		ui.Fact(v.Say("register-pages.number"), e.Number), ui.Fact(v.Say("register-pages.since"), v.Words.Date(e.EnteredAt.Date())), ui.Fact(v.Say("fields.languages"), fields.SpokenBy(v, e.Languages))}}
	if e.Service.CountsHours() {
		l.Rows = append(l.Rows, ui.Fact(v.Say("register-pages.taken"), v.Words.Hours(e.Taken)), ui.Fact(v.Say("register-pages.free"), fields.Free(v, e)))
	}
	return l
}

// leaving tells whether an application to leave waits; then orders cannot be confirmed.
func leaving(e registry.Entry, applications []registry.Application) bool {
	for _, a := range applications {
		if a.Kind == registry.KindLeave && a.Service == e.Service && a.Status == registry.Waiting {
			return true
		}
	}
	return false
}

func applicationOf(v *web.Visit, a registry.Application) applicationCard {
	tag := fields.Application(v, a.Status)
	c := applicationCard{facts: ui.SummaryListProps{Card: &ui.SummaryCardProps{Title: v.Say("register-pages.kind."+a.Kind) + ": " + fields.Service(v, a.Service), Level: 3, Tag: &tag}}}
	c.facts.Rows = []ui.SummaryRow{ui.Fact(v.Say("register-pages.filed"), v.Words.DateTime(a.FiledAt))}
	if !a.DecidedAt.IsZero() {
		c.facts.Rows = append(c.facts.Rows, ui.Fact(v.Say("register-pages.decided"), v.Words.DateTime(a.DecidedAt)))
	}
	if a.Reason != "" {
		c.facts.Rows = append(c.facts.Rows, ui.Fact(v.Say("fields.reason"), a.Reason))
	}
	for _, m := range a.Allowed(v.By) {
		if m.To == registry.Withdrawn {
			c.withdraw = &ui.PostAction{Action: v.Path("/register/applications/" + a.ID.String() + "/withdraw"), Text: v.Say("register-pages.withdraw")}
		}
	}
	return c
}

func (p pages) withdraw(v *web.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	var id registry.ApplicationID
	if err := idIn(v, "application", &id); err != nil {
		return err
	}
	if err := p.reg.WithdrawApplication(v.Context(), v.By, id); err != nil {
		return err
	}
	return v.GoSaying("/register", "done.application-withdrawn")
}

// enterView is the application to enter the register.
type enterView struct {
	header    ui.PageHeaderProps
	form      ui.FormProps
	service   ui.ChoicesProps
	unit      *ui.SelectProps // an organisation's district is its own
	languages ui.ChoicesProps
	capacity  ui.TextInputProps
	aboutKK   ui.TextareaProps
	aboutRU   ui.TextareaProps
	submit    string
}

func (p pages) showEnter(v *web.Visit) error { return p.enterForm(v, nil, ui.Errors{}) }

func (p pages) enterForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	offered := []registry.Service{registry.Assistant, registry.SignLanguage}
	page := enterView{header: ui.PageHeaderProps{Title: v.Say("register-pages.enter-title"), Intro: v.Say("register-pages.enter-intro")}, form: ui.FormProps{Action: v.Path("/register/enter")}, submit: v.Say("register-pages.to-signing")}
	if v.By.OrganisationID().IsZero() {
		units, err := p.reg.Units(v.Context())
		if err != nil {
			return err
		}
		unit := ask.Units("unit", "fields.district", "fields.choose", "district", units)
		page.unit = &unit
	} else {
		offered = registry.Services()
	}
	page.service, page.languages = ask.Services("service", "fields.service", offered), ask.Languages("languages", "fields.languages", nil)
	page.capacity = ask.Number("capacity", "register-pages.capacity", "register-pages.capacity-why")
	page.aboutKK, page.aboutRU = ask.Lines("about-kk", "register-pages.about-kk", "register-pages.about-why", 4), ask.Lines("about-ru", "register-pages.about-ru", "", 4)
	return v.Show(web.Screen{Title: page.header.Title, Body: enterPage(page), Back: "/register", Active: "/register", Errors: wrong})
}

func (p pages) enter(v *web.Visit) error {
	form, err := v.Form("service", "unit", "languages*", "capacity", "about-kk", "about-ru")
	if err != nil {
		return err
	}
	e := registry.Entering{Service: registry.Service(form.Text("service")), Offer: registry.Offer{
		Languages: form.All("languages"), Capacity: form.Minutes("capacity"), AboutKK: form.Text("about-kk"), AboutRU: form.Text("about-ru")}}
	_ = e.Unit.UnmarshalText([]byte(form.Text("unit"))) // no district is refused below
	err = form.Problem()
	if err == nil {
		text, prepared := p.apps.PrepareEnter(v.Context(), v.By, e, v.Locale)
		if err = prepared; err == nil {
			return v.GoSign(text)
		}
	}
	if wrong, again := v.Wrong(err); again {
		return p.enterForm(v, form, wrong)
	}
	return err
}

// leaveView is the application to leave the register.
type leaveView struct {
	header  ui.PageHeaderProps
	warning ui.WarningTextProps
	form    ui.FormProps
	reason  ui.TextareaProps
	submit  string
}

func (p pages) showLeave(v *web.Visit) error { return p.leaveForm(v, nil, ui.Errors{}) }

func (p pages) leaveForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	e, err := p.mine(v)
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	page := leaveView{header: ui.PageHeaderProps{Caption: fields.Service(v, e.Service), Title: v.Say("register-pages.leave-title")},
		warning: ui.WarningTextProps{Word: v.Say("fields.warning"), Text: v.Say("register-pages.leave-warning")},
		form:    ui.FormProps{Action: v.Path("/register/leave/" + e.ID.String())}, reason: ask.Lines("reason", "register-pages.leave-reason", "", 4), submit: v.Say("register-pages.to-signing")}
	return v.Show(web.Screen{Title: page.header.Title, Body: leavePage(page), Back: "/register", Active: "/register", Errors: wrong})
}

// mine finds the entry of the address among the person's own.
func (p pages) mine(v *web.Visit) (found registry.Entry, err error) {
	var id registry.EntryID
	if err := idIn(v, "entry", &id); err != nil {
		return found, err
	}
	own, err := p.reg.Mine(v.Context(), v.By)
	if err != nil {
		return found, err
	}
	for _, e := range own.Entries {
		if e.ID == id {
			return e, nil
		}
	}
	return found, notFound()
}

func (p pages) leave(v *web.Visit) error {
	form, err := v.Form("reason")
	if err != nil {
		return err
	}
	e, err := p.mine(v)
	if err != nil {
		return err
	}
	var text signing.TextID
	if err = form.Problem(); err == nil {
		text, err = p.apps.PrepareLeave(v.Context(), v.By, e.ID, form.Text("reason"), v.Locale)
	}
	if wrong, again := v.Wrong(err); again {
		return p.leaveForm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSign(text)
}
