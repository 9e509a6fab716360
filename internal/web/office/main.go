package office

import (
	"asar/internal/access"
	"asar/internal/jobs"
	"asar/internal/store"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// mainView is the main page of the administrator and of the auditor.
type mainView struct {
	header  ui.PageHeaderProps
	trouble string
	places  []ui.CardLink
}

func showMain(db *store.DB) web.Page {
	return func(v *web.Visit) error {
		page := mainView{header: ui.PageHeaderProps{Title: v.Say("cabinet.administrator")}}
		if v.By.Has(access.Auditor) {
			page.header.Title = v.Say("cabinet.auditor")
		}
		lanes, err := jobs.Lanes(v.Context(), db, v.By)
		if err != nil {
			return err
		}
		failed := 0
		for _, l := range lanes {
			failed += l.Counts[jobs.Failed]
		}
		if failed > 0 {
			page.trouble = v.Words.Count("office.failed", failed)
		}
		for _, p := range places {
			if v.By.May(p.need) {
				card := ui.CardLink{Title: v.Say(p.title), Text: v.Say(p.hint), Href: v.Path(p.path)}
				if p.need == access.SeeExchange {
					card.Badge = ui.BadgeProps{Count: failed, Word: v.Say("office.failed-word")}
				}
				page.places = append(page.places, card)
			}
		}
		return v.Show(web.Screen{Title: page.header.Title, Body: mainPage(page), Active: "/office"})
	}
}

// places are what the cabinet holds; each is shown to whom it opens.
var places = []struct {
	title, hint, path string
	need              access.Permission
}{
	{"menu.people", "office-people.people-hint", "/office/people", access.KeepPeople},
	{"menu.organisations", "office-people.organisations-hint", "/office/organisations", access.KeepPeople},
	{"menu.exchange", "office-people.exchange-hint", "/office/exchange", access.SeeExchange},
	{"menu.audit", "office-people.audit-hint", "/office/audit", access.SeeAudit},
}
