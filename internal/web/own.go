package web

import (
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/web/ui"
)

// noticeRow is a notice as it is shown.
type noticeRow struct {
	text, at, href, open string
	unread, waits        bool
	tag                  ui.TagProps
}

func (v *Visit) noticeRow(n notices.Notice) noticeRow {
	row := noticeRow{text: v.Say("notices."+n.Kind, v.noticeArgs(n)), at: v.Words.DateTime(n.At), unread: n.ReadAt.IsZero(), waits: n.Waits && n.SettledAt.IsZero()}
	if n.Link != "" {
		row.href, row.open = v.Path(n.Link), v.Say("notices.open")
	}
	switch {
	case row.waits:
		row.tag = ui.TagProps{Text: v.Say("notices.waits"), Tone: ui.ToneWaiting}
	case row.unread:
		row.tag = ui.TagProps{Text: v.Say("notices.new"), Tone: ui.ToneActive}
	}
	return row
}

func (v *Visit) noticeArgs(n notices.Notice) lang.Args {
	args := lang.Args{}
	for name, value := range n.Args {
		args[name] = value
	}
	return args
}

// cabinetView is the main page of a cabinet: what waits for the person, and their places.
type cabinetView struct {
	title, waitTitle, noneWait string
	waiting                    []noticeRow
	places                     []ui.CardLink
}

func showCabinet(v *Visit) error {
	if main := v.cabinet().main; main != "/cabinet" {
		return v.Go(main)
	}
	waiting, err := v.site.Notices.Waiting(v.Context(), v.By)
	if err != nil {
		return err
	}
	page := cabinetView{title: v.Say(v.cabinet().name), waitTitle: v.Say("cabinet.waits"), noneWait: v.Say("cabinet.nothing-waits")}
	for _, n := range waiting {
		page.waiting = append(page.waiting, v.noticeRow(n))
	}
	for _, p := range v.cabinet().places {
		if p.path == "/cabinet" || p.need != "" && !v.By.May(p.need) {
			continue
		}
		page.places = append(page.places, ui.CardLink{Title: v.Say(p.text), Text: v.Say("hint." + strings.TrimPrefix(p.text, "menu.")), Href: v.Path(p.path)})
	}
	return v.Show(Screen{Title: page.title, Body: cabinetPage(page), Active: "/cabinet"})
}

// noticesView is the page of notices.
type noticesView struct {
	title, none, noneHint, action, readAll string
	rows                                   []noticeRow
	anyUnread                              bool
	older                                  *ui.Link
}

func showNotices(v *Visit) error {
	list, err := v.site.Notices.List(v.Context(), v.By, v.Query("after"))
	if err != nil {
		return err
	}
	page := noticesView{title: v.Say("menu.notices"), none: v.Say("notices.none"), noneHint: v.Say("notices.none-hint"),
		action: v.Path("/notifications/read"), readAll: v.Say("notices.read-all")}
	for _, n := range list.Rows {
		row := v.noticeRow(n)
		page.anyUnread = page.anyUnread || row.unread
		page.rows = append(page.rows, row)
	}
	if list.After != "" {
		page.older = &ui.Link{Text: v.Say("notices.older"), Href: v.Path("/notifications") + "?after=" + list.After}
	}
	return v.Show(Screen{Title: page.title, Body: noticesPage(page), Active: "/notifications"})
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
	title         string
	data          ui.SummaryListProps
	sessionsTitle string
	sessionsHint  string
	sessions      []sessionRow
	cabinets      *ui.Link
}

type sessionRow struct {
	begun, used, agent, here, end, action string
	current                               bool
}

func showMe(v *Visit) error {
	mine, err := v.site.Sessions.Mine(v.Context(), v.By)
	if err != nil {
		return err
	}
	page := meView{title: v.Say("menu.me"), data: v.ownData(), sessionsTitle: v.Say("session.mine"), sessionsHint: v.Say("session.mine-hint")}
	for _, s := range mine {
		page.sessions = append(page.sessions, sessionRow{
			begun: v.Words.DateTime(s.BegunAt), used: v.Words.DateTime(s.UsedAt), agent: s.Agent, here: v.Say("session.here"), end: v.Say("session.end"),
			action: v.Path("/me/sessions/" + s.ID.String() + "/end"), current: s.ID == v.By.SessionID(),
		})
	}
	if v.Session.Staff {
		page.cabinets = &ui.Link{Text: v.Say("cabinet.choose"), Href: v.Path("/choose-cabinet")}
	}
	return v.Show(Screen{Title: page.title, Body: mePage(page), Active: "/me"})
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
