package web

import (
	"asar/internal/problem"
	"asar/internal/web/ui"
)

// problemView is the page of a problem: what is wrong, and what can be done.
type problemView struct {
	title, text string
	more        []string
	link        *ui.Link
}

// problemScreen turns a problem into a page in the reader's language.
func problemScreen(v *Visit, p *problem.Error, status int) Screen {
	page := problemView{title: v.Say("problem.title." + string(p.Kind)), text: v.Words.Problem(p)}
	for _, f := range p.Fields {
		page.more = append(page.more, v.Words.Field(f))
	}
	page.link = &ui.Link{Text: v.Say("problem.to-main"), Href: v.home()}
	return Screen{Title: page.title, Body: problemPage(page), Status: status}
}
