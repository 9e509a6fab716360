// Package catalogue holds the public catalogue of state services: each regulation with its
// steps, terms, papers, grounds to refuse and diagrams, as the law's data says.
package catalogue

import (
	"slices"
	"strings"

	"asar/internal/problem"
	"asar/internal/regulation"
	"asar/internal/web"
	"asar/internal/web/ui"
)

type pages struct{ editions string }

// Area is these pages; editions is the city's setting, as regulation.InUse reads it.
func Area(editions string) web.Area {
	p := pages{editions: editions}
	return web.Area{Routes: []web.Route{
		web.Get("/services", web.Public, p.list),
		web.Get("/services/{service}", web.Public, p.one),
	}}
}

// law is the decree, and the editions the city works by.
func (p pages) law() (*regulation.Catalogue, []*regulation.Edition, error) {
	law, err := regulation.Load()
	if err != nil {
		return nil, nil, err
	}
	editions, err := law.InUse(p.editions)
	return law, editions, err
}

// listView is the page «Каталог услуг».
type listView struct {
	header ui.PageHeaderProps
	note   string
	cards  []ui.CardLink
}

func (p pages) list(v *web.Visit) error {
	law, editions, err := p.law()
	if err != nil {
		return err
	}
	page := listView{header: ui.PageHeaderProps{Title: v.Say("catalogue.title"), Intro: v.Say("catalogue.intro")}, note: decreeNote(v, law)}
	for _, e := range editions {
		var ways []string
		for _, c := range e.Channels {
			if way := v.Say("catalogue.channel." + string(c.Key)); !slices.Contains(ways, way) {
				ways = append(ways, way)
			}
		}
		page.cards = append(page.cards, ui.CardLink{Title: titleOf(v, e), Href: v.Path("/services/" + e.Key), Text: strings.Join(ways, ", ")})
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: listPage(page), Back: "/", Wide: true, Indexed: true})
}

// decreeNote says that the decree is no more in force.
func decreeNote(v *web.Visit, law *regulation.Catalogue) string {
	d := law.Decree
	return v.Say("catalogue.repealed", map[string]any{"Number": d.Number, "Day": d.Date, "Lost": d.RepealedBy.Date, "By": d.RepealedBy.Number})
}

func (p pages) one(v *web.Visit) error {
	law, editions, err := p.law()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(editions, func(e *regulation.Edition) bool { return e.Key == v.In("service") })
	if i < 0 {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	page := serviceView(v, law, editions[i])
	return v.Show(web.Screen{Title: page.header.Title, Body: onePage(page), Back: "/services", Wide: true, Indexed: true})
}
