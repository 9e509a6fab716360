package web

import "asar/internal/web/ui"

// startView is the first page: what can be done here, by whom, and what is needed.
type startView struct {
	title, lead                    string
	can, need                      []string
	canTitle, needTitle, costTitle string
	cost                           string
	enter                          ui.ButtonProps
	more                           []ui.Link
	moreTitle                      string
}

func showStart(v *Visit) error {
	page := startView{
		title: v.Say("start.title"), lead: v.Say("start.lead"), canTitle: v.Say("start.can"), needTitle: v.Say("start.need"),
		costTitle: v.Say("start.cost-title"), cost: v.Say("start.cost"), moreTitle: v.Say("start.more"),
		enter: ui.ButtonProps{Text: v.Say("start.enter"), Href: v.Path("/sign-in"), Start: true},
	}
	if v.By.SignedIn() {
		page.enter.Text, page.enter.Href = v.Say("start.to-cabinet"), v.Path(v.cabinet().main)
	}
	for _, key := range []string{"start.can.recipient", "start.can.specialist", "start.can.organisation"} {
		page.can = append(page.can, v.Say(key))
	}
	for _, key := range []string{"start.need.key", "start.need.volume", "start.need.own"} {
		page.need = append(page.need, v.Say(key))
	}
	page.more = []ui.Link{
		{Text: v.Say("start.catalogue"), Href: v.Path("/services")},
		{Text: v.Say("start.find-specialist"), Href: v.Path("/specialists")},
		{Text: v.Say("start.check-document"), Href: v.Path("/check")},
		{Text: v.Say("info.link.help"), Href: v.Path("/help")},
	}
	return v.Show(Screen{Title: page.title, Body: startPage(page), Indexed: true})
}

// infoView is a page of words: sections with a heading and paragraphs.
type infoView struct {
	title    string
	sections []infoSection
}

type infoSection struct {
	title string
	texts []string
}

// infoSections names the sections of each page about the portal; the words are in texts.
var infoSections = map[string][]string{
	"help":          {"sign-in", "order", "journal", "act", "contact"},
	"accessibility": {"what", "how", "limits", "tell"},
	"privacy":       {"what", "why", "who", "rights"},
	"cookies":       {"which", "none"},
}

func info(name string) Page {
	return func(v *Visit) error {
		page := infoView{title: v.Say("info.link." + name)}
		for _, section := range infoSections[name] {
			key := "info." + name + "." + section
			page.sections = append(page.sections, infoSection{title: v.Say(key + "-title"), texts: v.Words.Lines(key)})
		}
		return v.Show(Screen{Title: page.title, Body: infoPage(page), Back: "/", Indexed: true})
	}
}
