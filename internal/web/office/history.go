package office

import (
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// history is the event log and its proofs.
type history struct {
	db  *store.DB
	reg *registry.Registry
}

func historyRoutes(db *store.DB, reg *registry.Registry) []web.Route {
	h, see := history{db: db, reg: reg}, web.May(access.SeeAudit)
	return []web.Route{
		web.Get("/office/audit", see, h.list),
		web.Post("/office/audit", see, h.search),
		web.Get("/office/audit/proof", see, h.showProof),
		web.Post("/office/audit/proof", see, h.check),
		web.Get("/office/audit/book/{book}", see, h.book),
		web.Get("/office/audit/book/{book}/proof", see, h.download),
	}
}

// searched are the fields of the search.
var searched = []string{"book", "action", "request", "from-day", "from-month", "from-year", "to-day", "to-month", "to-year"}

// historyView is the event log, narrowed.
type historyView struct {
	header        ui.PageHeaderProps
	filter        ui.FilterProps
	book, request ui.TextInputProps
	action        ui.SelectProps
	from, to      ui.DateInputProps
	table         ui.TableProps
	empty         ui.EmptyStateProps
	pages         ui.PaginationProps
}

func (h history) list(v *web.Visit) error {
	given := map[string]string{}
	if kept := v.Query("f"); kept != "" {
		given = v.Recall("audit", kept)
	}
	form := web.Typed(given)
	f := filterOf(form)
	f.After = v.Query("after")
	found, err := audit.Find(v.Context(), h.db, v.By, f)
	if err != nil {
		return err
	}
	return h.show(v, form, ui.Errors{}, found)
}

// filterOf is what a form asks for; what is wrong with its dates is noted in the form.
func filterOf(form *web.Form) audit.Filter {
	return audit.Filter{Book: form.Text("book"), Action: form.Text("action"), Request: form.Text("request"), From: form.Date("from"), To: form.Date("to")}
}

func (h history) search(v *web.Visit) error {
	form, err := v.Form(searched...)
	if err != nil {
		return err
	}
	f := filterOf(form)
	if err = form.Problem(); err == nil {
		_, err = audit.Find(v.Context(), h.db, v.By, f)
	}
	if wrong, again := v.Wrong(err); again {
		return h.show(v, form, wrong, audit.Page{})
	}
	if err != nil {
		return err
	}
	given := map[string]string{}
	for _, name := range searched {
		if text := form.Text(name); text != "" {
			given[name] = text
		}
	}
	if len(given) == 0 {
		return v.Go("/office/audit")
	}
	kept, err := v.Remember("audit", given)
	if err != nil {
		return err
	}
	return v.Go("/office/audit?f=" + kept)
}

func (h history) show(v *web.Visit, form *web.Form, wrong ui.Errors, found audit.Page) error {
	names, err := h.names(v, found.Entries)
	if err != nil {
		return err
	}
	asked := fields.Asked{V: v, Form: form, Wrong: fields.ToDates(wrong, "from", "to")}
	page := historyView{
		header: ui.PageHeaderProps{Title: v.Say("menu.audit"), Intro: v.Say("office-audit.intro"), Actions: []ui.ButtonProps{{Text: v.Say("office-audit.proof"), Href: v.Path("/office/audit/proof"), Kind: ui.ButtonSecondary}}},
		filter: ui.FilterProps{Title: v.Say("office-audit.search"), Action: v.Path("/office/audit"), Apply: v.Say("office-audit.find"), Clear: ui.Link{Text: v.Say("office-audit.clear"), Href: v.Path("/office/audit")},
			Open: wrong.Any() || v.Query("f") != ""},
		book: asked.Line("book", "office-audit.book", "office-audit.book-why", ""), request: asked.Line("request", "office-audit.request", "office-audit.request-why", ui.Width20),
		action: actionList(asked), from: asked.Date("from", "office-audit.from", ""), to: asked.Date("to", "office-audit.to", ""),
		table: entriesTable(v, found.Entries, names), empty: ui.EmptyStateProps{Title: v.Say("office-audit.none"), Text: v.Say("office-audit.none-why")},
	}
	page.book.Autocomplete, page.request.Autocomplete = "off", "off"
	if found.After != "" {
		at := v.Path("/office/audit") + "?after=" + found.After
		if kept := v.Query("f"); kept != "" {
			at += "&f=" + kept
		}
		page.pages = more(v, at)
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: historyPage(page), Active: "/office/audit", Wide: true, Errors: asked.Wrong})
}

// areas are the parts of the work whose actions stand in the history.
var areas = []string{"orders", "journal", "acts", "documents", "registry", "sessions", "jobs", "audit"}

// actionList offers every area as a whole and each of its actions.
func actionList(asked fields.Asked) ui.SelectProps {
	v := asked.V
	s := ui.SelectProps{Field: asked.Field("action", "office-audit.action-head", ""), Value: asked.Value("action"), Options: []ui.Option{{Text: v.Say("fields.any")}}}
	for _, area := range areas {
		s.Options = append(s.Options, ui.Option{Value: area + ".", Text: v.Say("office-audit.area." + area)})
		for _, a := range v.Words.Keys("office-audit.action." + area + ".") {
			s.Options = append(s.Options, ui.Option{Value: area + "." + a, Text: "– " + v.Say("office-audit.action."+area+"."+a)})
		}
	}
	return s
}

// action is an action in words; one the texts do not know keeps its own name.
func action(v *web.Visit, name string) string {
	if key := "office-audit.action." + name; v.Words.Has(key) {
		return v.Say(key)
	}
	return name
}

const uuidForm = "00000000-0000-7000-8000-000000000000"

// book is a record in words: what it is, and the end of its number.
func book(v *web.Visit, name string) string {
	what, number, _ := strings.Cut(name, ":")
	if key := "office-audit.kind." + what; v.Words.Has(key) {
		what = v.Say(key)
	}
	if len(number) < len(uuidForm) {
		return what // the one book of its kind
	}
	return what + "\u00a0…" + number[len(number)-8:]
}

func personOf(actor string) (p registry.PersonID, ok bool) {
	number, found := strings.CutPrefix(actor, "person:")
	return p, found && p.UnmarshalText([]byte(number)) == nil && !p.IsZero()
}

// names are the names of the people who did what is shown.
func (h history) names(v *web.Visit, all []audit.Entry) (map[registry.PersonID]string, error) {
	known := map[registry.PersonID]bool{}
	var people []registry.PersonID
	for _, e := range all {
		if p, ok := personOf(e.Actor); ok && !known[p] {
			known[p], people = true, append(people, p)
		}
	}
	return h.reg.Names(v.Context(), v.By, people)
}

// actor is who did it, in words.
func actor(v *web.Visit, name string, names map[registry.PersonID]string) string {
	if p, ok := personOf(name); ok {
		if known := names[p]; known != "" {
			return known
		}
		return book(v, name)
	}
	if name == "visitor" {
		return v.Say("office-audit.visitor")
	}
	return v.Say("office-audit.system", map[string]any{"Name": strings.TrimPrefix(name, "system:")})
}

func entriesTable(v *web.Visit, all []audit.Entry, names map[registry.PersonID]string) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("menu.audit"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("office-audit.action-head"), Wide: true}, {Text: v.Say("office-audit.when")}, {Text: v.Say("office-audit.who"), Wide: true}, {Text: v.Say("office-audit.book")}, {Text: v.Say("office-audit.request")}}}
	for _, e := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.Holds(ui.RowLink(ui.Link{Text: action(v, e.Action), Hidden: book(v, e.Book), Href: v.Path("/office/audit/book/" + e.Book)})),
			ui.Nowrap(moment(v, e.At)), ui.Words(actor(v, e.Actor, names)), ui.Nowrap(book(v, e.Book)), ui.Words(e.Request)}})
	}
	return t
}

// moment is a time to the second, which the order of events needs.
func moment(v *web.Visit, at calendar.Instant) string {
	return v.Words.ShortDate(at.Date()) + ", " + at.Local().Format("15:04:05")
}
