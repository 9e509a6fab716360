package office

import (
	"slices"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/jobs"
	"asar/internal/store"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// exchange is the desk of messages to other systems.
type exchange struct{ db *store.DB }

func exchangeRoutes(db *store.DB) []web.Route {
	e := exchange{db: db}
	see, keep := web.May(access.SeeExchange), web.May(access.KeepExchange)
	return []web.Route{
		web.Get("/office/exchange", see, e.list),
		web.Get("/office/exchange/{job}", see, e.one),
		web.Get("/office/exchange/{job}/retry", keep, e.askRetry),
		web.Post("/office/exchange/{job}/retry", keep, e.retry),
		web.Get("/office/exchange/{job}/stop", keep, e.askStop),
		web.Post("/office/exchange/{job}/stop", keep, e.stop),
	}
}

// exchangeView is the desk: how much stands of each kind, and the messages of one status.
type exchangeView struct {
	header     ui.PageHeaderProps
	lanesTitle string
	quiet      string
	lanes      ui.TableProps
	tabsLabel  string
	tabs       []ui.Tab
	table      ui.TableProps
	empty      ui.EmptyStateProps
	pages      ui.PaginationProps
}

// statuses are the desk's tabs: first what needs somebody.
var statuses = []jobs.Status{jobs.Failed, jobs.Waiting, jobs.Stopped, jobs.Done}

func (e exchange) list(v *web.Visit) error {
	status := jobs.Failed
	if s := jobs.Status(v.Query("status")); slices.Contains(statuses, s) {
		status = s
	}
	list, err := jobs.List(v.Context(), e.db, v.By, jobs.Query{Status: status, After: v.Query("after")})
	if err != nil {
		return err
	}
	lanes, err := jobs.Lanes(v.Context(), e.db, v.By)
	if err != nil {
		return err
	}
	at := v.Path("/office/exchange") + "?status="
	page := exchangeView{header: ui.PageHeaderProps{Title: v.Say("menu.exchange")}, lanesTitle: v.Say("office-exchange.now"), quiet: v.Say("office-exchange.quiet"), lanes: e.lanesTable(v, lanes),
		tabsLabel: v.Say("office-exchange.messages"), table: jobsTable(v, list.Rows),
		empty: ui.EmptyStateProps{Title: v.Say("office-exchange.none"), Text: v.Say("office-exchange.none-why")}}
	for _, s := range statuses {
		tab := ui.Tab{Text: v.Say("office-exchange.tab." + string(s)), Href: at + string(s), Current: s == status}
		if s != jobs.Done {
			tab.Count = v.Words.Number(total(lanes, s))
		}
		page.tabs = append(page.tabs, tab)
	}
	if list.After != "" {
		page.pages = more(v, at+string(status)+"&after="+list.After)
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: exchangePage(page), Active: "/office/exchange", Wide: true})
}

func total(lanes []jobs.Lane, s jobs.Status) (n int) {
	for _, l := range lanes {
		n += l.Counts[s]
	}
	return n
}

// more leads to the next part of a list.
func more(v *web.Visit, href string) ui.PaginationProps {
	return ui.PaginationProps{Label: v.Say("office.pages"), Next: &ui.PageStep{Text: v.Say("office.more"), Href: href}}
}

func (e exchange) lanesTable(v *web.Visit, lanes []jobs.Lane) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("office-exchange.now"), CaptionHidden: true, RowHeaders: true, Columns: []ui.Column{
		{Text: v.Say("office-exchange.kind-head"), Wide: true}, {Text: v.Say("office-exchange.tab.waiting"), Numeric: true}, {Text: v.Say("office-exchange.tab.failed"), Numeric: true},
		{Text: v.Say("office-exchange.tab.stopped"), Numeric: true}, {Text: v.Say("office-exchange.oldest")}}}
	for _, l := range lanes {
		oldest := ui.Cell{Empty: true}
		if !l.Oldest.IsZero() {
			oldest = ui.Nowrap(age(v, e.db.Now().Since(l.Oldest)))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Words(kind(v, l.Kind)), ui.Nowrap(v.Words.Number(l.Counts[jobs.Waiting])), ui.Nowrap(v.Words.Number(l.Counts[jobs.Failed])),
			ui.Nowrap(v.Words.Number(l.Counts[jobs.Stopped])), oldest}})
	}
	return t
}

// age is how long something waits, in the largest unit that says enough.
func age(v *web.Visit, d time.Duration) string {
	switch minutes := int(d / time.Minute); {
	case minutes < 1:
		return v.Say("office-exchange.just-now")
	case minutes < 60:
		return v.Words.Count("office-exchange.minutes", minutes)
	case minutes < 48*60:
		return v.Words.Count("office-exchange.hours", minutes/60)
	default:
		return v.Words.Count("fields.days", minutes/60/24)
	}
}

// kind is what a message is, in words; one this page does not know yet keeps its own name.
func kind(v *web.Visit, name string) string {
	if key := "office-exchange.kind." + name; v.Words.Has(key) {
		return v.Say(key)
	}
	return name
}

func status(v *web.Visit, s jobs.Status) ui.TagProps {
	tone := map[jobs.Status]ui.Tone{jobs.Waiting: ui.ToneWaiting, jobs.Failed: ui.ToneLate, jobs.Stopped: ui.ToneNeutral, jobs.Done: ui.ToneDone}[s]
	return ui.TagProps{Text: v.Say("office-exchange.status." + string(s)), Tone: tone}
}

func jobsTable(v *web.Visit, rows []jobs.Row) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("office-exchange.messages"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("office-exchange.kind-head")}, {Text: v.Say("office-exchange.about")}, {Text: v.Say("office-exchange.made")}, {Text: v.Say("office-exchange.attempts"), Numeric: true},
		{Text: v.Say("office-exchange.failing")}, {Text: v.Say("office-exchange.error"), Wide: true}}}
	for _, j := range rows {
		failing, wrong := ui.Cell{Empty: true}, ui.Cell{Empty: true}
		if !j.FirstFailed.IsZero() {
			failing = ui.Nowrap(v.Words.DateTime(j.FirstFailed))
		}
		if j.LastError != "" {
			wrong = ui.Cell{Rich: ui.Text(j.LastError), Lang: "en"}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: kind(v, j.Kind), Hidden: book(v, j.Subject), Href: v.Path("/office/exchange/" + j.ID.String())})),
			ui.Nowrap(book(v, j.Subject)), ui.Nowrap(v.Words.DateTime(j.MadeAt)), ui.Nowrap(v.Words.Number(j.Attempts)), failing, wrong}})
	}
	return t
}

// jobView is one message.
type jobView struct {
	header  ui.PageHeaderProps
	facts   ui.SummaryListProps
	note    string
	buttons []ui.ButtonProps
}

func (e exchange) read(v *web.Visit) (row jobs.Row, err error) {
	var j jobs.ID
	if err := idIn(v, "job", &j); err != nil {
		return row, err
	}
	return jobs.One(v.Context(), e.db, v.By, j)
}

func (e exchange) one(v *web.Visit) error {
	j, err := e.read(v)
	if err != nil {
		return err
	}
	tag := status(v, j.Status)
	page := jobView{header: ui.PageHeaderProps{Caption: v.Say("menu.exchange"), Title: kind(v, j.Kind), Tag: &tag}, note: v.Say("office-exchange.note." + string(j.Status)), facts: ui.SummaryListProps{Rows: e.facts(v, j)}}
	at := v.Path("/office/exchange/" + j.ID.String())
	if v.By.May(access.KeepExchange) && j.MayRetry() {
		page.buttons = append(page.buttons, ui.ButtonProps{Text: v.Say("office-exchange.retry"), Href: at + "/retry"})
	}
	if v.By.May(access.KeepExchange) && j.MayStop() {
		page.buttons = append(page.buttons, ui.ButtonProps{Text: v.Say("office-exchange.stop"), Href: at + "/stop", Kind: ui.ButtonSecondary})
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: jobPage(page), Back: "/office/exchange?status=" + string(j.Status), Active: "/office/exchange"})
}

func (e exchange) facts(v *web.Visit, j jobs.Row) []ui.SummaryRow {
	when := func(key string, at calendar.Instant) ui.SummaryRow {
		if at.IsZero() {
			return ui.SummaryRow{}
		}
		return ui.Fact(v.Say(key), v.Words.DateTime(at))
	}
	rows := []ui.SummaryRow{ui.Fact(v.Say("office-exchange.about"), book(v, j.Subject)), when("office-exchange.made", j.MadeAt), ui.Fact(v.Say("office-exchange.attempts"), v.Words.Number(j.Attempts)),
		when("office-exchange.failing", j.FirstFailed)}
	if j.Status == jobs.Waiting {
		rows = append(rows, when("office-exchange.next", j.DueAt))
	}
	rows = append(rows, when("office-exchange.done", j.DoneAt), ui.SummaryRow{Key: v.Say("office-exchange.error"), Value: ui.Text(j.LastError), Lang: "en"})
	return slices.DeleteFunc(rows, func(r ui.SummaryRow) bool { return !r.Value.Any() })
}

func (e exchange) askRetry(v *web.Visit) error { return e.ask(v, "retry", jobs.Row.MayRetry) }

func (e exchange) askStop(v *web.Visit) error { return e.ask(v, "stop", jobs.Row.MayStop) }

// ask asks once more, or leads back when somebody was faster.
func (e exchange) ask(v *web.Visit, what string, may func(jobs.Row) bool) error {
	j, err := e.read(v)
	if err != nil {
		return err
	}
	at := "/office/exchange/" + j.ID.String()
	if !may(j) {
		return v.Go(at)
	}
	page := ask(v, "office-exchange."+what, "office-exchange."+what+"-why", at+"/"+what, at, e.facts(v, j)...)
	page.header.Caption = kind(v, j.Kind)
	return v.Show(web.Screen{Title: page.header.Title, Body: confirmPage(page), Back: at, Active: "/office/exchange"})
}

func (e exchange) retry(v *web.Visit) error {
	j, err := e.pressed(v)
	if err != nil {
		return err
	}
	if err := jobs.Retry(v.Context(), e.db, v.By, j); err != nil {
		return err
	}
	return v.GoSaying("/office/exchange/"+j.String(), "done.job-retried")
}

func (e exchange) stop(v *web.Visit) error {
	j, err := e.pressed(v)
	if err != nil {
		return err
	}
	if err := jobs.Stop(v.Context(), e.db, v.By, j); err != nil {
		return err
	}
	return v.GoSaying("/office/exchange/"+j.String(), "done.job-stopped")
}

func (e exchange) pressed(v *web.Visit) (j jobs.ID, err error) {
	if _, err := v.Form(); err != nil {
		return j, err
	}
	return j, idIn(v, "job", &j)
}
