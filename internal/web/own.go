package web

import (
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/sessions"
	"asar/internal/web/ui"
)

// noticeItem is a notice as it is shown.
func (v *Visit) noticeItem(n notices.Notice) ui.NoticeItem {
	item := ui.NoticeItem{Text: v.Say("notices."+n.Kind, v.noticeArgs(n)), When: v.Words.DateTime(n.At), Stamp: n.At.String(), Unread: n.ReadAt.IsZero()}
	if n.Link != "" {
		item.Href = v.Path(n.Link)
	}
	switch {
	case n.Waits && n.SettledAt.IsZero():
		item.Tag = &ui.TagProps{Text: v.Say("notices.waits"), Tone: ui.ToneWaiting}
	case item.Unread:
		item.Tag = &ui.TagProps{Text: v.Say("notices.new"), Tone: ui.ToneActive}
	}
	return item
}

func (v *Visit) noticeArgs(n notices.Notice) lang.Args {
	args := lang.Args{}
	for name, value := range n.Args {
		args[name] = value
	}
	return args
}

// cabinetView is the main page of a cabinet: what waits for the person, and their places.
// Those of who provides services stand by themselves.
type cabinetView struct {
	header              ui.PageHeaderProps
	waitTitle, noneWait string
	waiting             []ui.NoticeItem
	places              []ui.CardLink
	providerTitle       string
	provider            []ui.CardLink
}

func showCabinet(v *Visit) error {
	if main := v.cabinet().main; main != "/cabinet" {
		return v.Go(main)
	}
	waiting, err := v.site.Notices.Waiting(v.Context(), v.By)
	if err != nil {
		return err
	}
	page := cabinetView{header: ui.PageHeaderProps{Title: v.Say(v.cabinet().name)}, waitTitle: v.Say("cabinet.waits"), noneWait: v.Say("cabinet.nothing-waits"),
		providerTitle: v.Say("cabinet.specialist")}
	for _, n := range waiting {
		page.waiting = append(page.waiting, v.noticeItem(n))
	}
	page.places, page.provider = v.placeCards()
	return v.Show(Screen{Title: page.header.Title, Body: cabinetPage(page), Active: "/cabinet"})
}

// placeCards are the places of the cabinet as cards, and apart from them, in a recipient's
// cabinet, those of a specialist.
func (v *Visit) placeCards() (places, provider []ui.CardLink) {
	apart := false
	for _, p := range v.cabinet().places {
		if p.path == "/cabinet" || p.need != "" && !v.By.May(p.need) {
			continue
		}
		card := ui.CardLink{Title: v.Say(p.text), Text: v.Say("hint." + strings.TrimPrefix(p.text, "menu.")), Href: v.Path(p.path)}
		if p.path == "/notifications" {
			card.Badge = ui.BadgeProps{Count: v.unread, Word: v.Say("menu.unread")}
		}
		if apart = p.lead || apart && p.follows; apart {
			provider = append(provider, card)
		} else {
			places = append(places, card)
		}
	}
	return places, provider
}

// noticesView is the page of notices.
type noticesView struct {
	header   ui.PageHeaderProps
	empty    ui.EmptyStateProps
	rows     []ui.NoticeItem
	readAll  *ui.FormProps // nil when all are read
	readWord string
	pages    ui.PaginationProps
}

func showNotices(v *Visit) error {
	after := v.Query("after")
	list, err := v.site.Notices.List(v.Context(), v.By, after)
	if err != nil {
		return err
	}
	page := noticesView{header: ui.PageHeaderProps{Title: v.Say("menu.notices")}, empty: ui.EmptyStateProps{Title: v.Say("notices.none"), Text: v.Say("notices.none-hint")},
		readWord: v.Say("notices.read-all"), pages: ui.PaginationProps{Label: v.Say("notices.pages")}}
	if v.unread > 0 {
		page.readAll = &ui.FormProps{Action: v.Path("/notifications/read")}
	}
	for _, n := range list.Rows {
		page.rows = append(page.rows, v.noticeItem(n))
	}
	if after != "" {
		page.pages.Previous = &ui.PageStep{Text: v.Say("notices.newest"), Href: v.Path("/notifications")}
	}
	if list.After != "" {
		page.pages.Next = &ui.PageStep{Text: v.Say("notices.older"), Href: v.Path("/notifications") + "?after=" + list.After}
	}
	return v.Show(Screen{Title: page.header.Title, Body: noticesPage(page), Active: "/notifications"})
}

func readNotices(v *Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	if err := v.site.Notices.MarkRead(v.Context(), v.By); err != nil {
		return err
	}
	return v.Go("/notifications")
}

// meView is the page of a person's own data and sessions.
type meView struct {
	header        ui.PageHeaderProps
	data          ui.SummaryListProps
	sessionsTitle string
	sessionsHint  string
	sessions      ui.TableProps
	cabinets      *ui.Link
}

func showMe(v *Visit) error {
	mine, err := v.site.Sessions.Mine(v.Context(), v.By)
	if err != nil {
		return err
	}
	page := meView{header: ui.PageHeaderProps{Title: v.Say("menu.me")}, data: v.ownData(), sessionsTitle: v.Say("session.mine"), sessionsHint: v.Say("session.mine-hint"), sessions: v.sessionsTable(mine)}
	if v.Session.Staff {
		page.cabinets = &ui.Link{Text: v.Say("cabinet.choose"), Href: v.Path("/choose-cabinet")}
	}
	return v.Show(Screen{Title: page.header.Title, Body: mePage(page), Active: "/me"})
}

func (v *Visit) sessionsTable(mine []sessions.Session) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("session.mine"), CaptionHidden: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("session.begun")}, {Text: v.Say("session.used")}, {Text: v.Say("session.agent")}, {Text: v.Say("session.end"), Actions: true, Hidden: true}}}
	for _, s := range mine {
		last := ui.Tag(ui.TagProps{Text: v.Say("session.here"), Tone: ui.ToneActive})
		if s.ID != v.By.SessionID() {
			last = ui.LinkButton(ui.PostAction{Action: v.Path("/me/sessions/" + s.ID.String() + "/end"), Text: v.Say("session.end")})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Words(v.Words.DateTime(s.BegunAt)), ui.Words(v.Words.DateTime(s.UsedAt)), ui.Words(s.Agent), ui.Holds(last)}})
	}
	return t
}

func (v *Visit) ownData() ui.SummaryListProps {
	list := ui.SummaryListProps{}
	for _, row := range [][2]string{{"session.name", v.Session.FullName}, {"session.iin", v.Session.IIN}, {"session.cabinet", v.Say(v.cabinet().name)}} {
		list.Rows = append(list.Rows, ui.SummaryRow{Key: v.Say(row[0]), Value: ui.Text(row[1])})
	}
	return list
}

func endSession(v *Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	var session access.SessionID
	if err := session.UnmarshalText([]byte(v.In("session"))); err != nil {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	if err := v.site.Sessions.EndOther(v.Context(), v.By, session); err != nil {
		return err
	}
	return v.GoSaying("/me", "done.session-ended")
}
