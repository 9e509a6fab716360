package acts

import (
	"net/http"
	"slices"

	"asar/internal/acts"
	"asar/internal/documents/forms"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// actView is the page of an act (screens 22 and 23): what must be done, where it stands,
// its files and signatures, what it says, and what E-Sobes answered.
type actView struct {
	header     ui.PageHeaderProps
	barLabel   string
	bar        []ui.IdentityItem
	note       string
	do         *doView // the one thing to press because of the note
	tasksTitle string
	tasks      ui.TaskListProps
	stepsTitle string
	steps      []ui.Step
	waits      string
	filesTitle string
	filesHint  string
	files      []ui.Link
	signTitle  string
	signatures []ui.SignatureProps
	sign       *doView
	workTitle  string
	work       ui.TableProps
	saidTitle  string
	said       ui.TimelineProps
	digest     ui.SummaryListProps
}

// doView is something done by one press.
type doView struct {
	form   ui.FormProps
	submit ui.ButtonProps
}

func (p pages) act(v *web.Visit) error { return p.showAct(v, ui.Errors{}) }

// showAct shows an act; wrong is why something that was tried could not be done.
func (p pages) showAct(v *web.Visit, wrong ui.Errors) error {
	a, err := p.find(v)
	if err != nil {
		return err
	}
	said, err := p.acts.History(v.Context(), v.By, a.ID)
	if err != nil {
		return err
	}
	tag := fields.Act(v, a.Status)
	page := actView{header: ui.PageHeaderProps{Caption: fields.OrderNumber(v, a.Order.Number), Title: fields.ActNumber(v, a.Number), Tag: &tag}, barLabel: v.Say("act-pages.bar"), bar: bar(v, a), note: note(v, a)}
	page.do = mustDo(v, a)
	if a.Status == acts.Formed {
		page.tasksTitle, page.tasks = v.Say("act-pages.tasks"), tasks(v, a)
	} else if a.Status.Living() {
		page.stepsTitle, page.steps = v.Say("act-pages.way"), steps(v, a)
	}
	page.waits = waits(v, a.Act, a.Waits)
	page.filesTitle, page.files = v.Say("act-pages.files"), files(v, a)
	if _, may := a.Option(acts.AttachScan); may {
		page.filesHint = v.Say("act-pages.files-hint")
	}
	page.signTitle, page.signatures, page.sign = v.Say("act-pages.signatures"), signatures(v, a), signHere(v, a)
	page.workTitle, page.work = v.Say("act-pages.work"), work(v, a.Content)
	page.saidTitle, page.said = v.Say("act-pages.said"), answers(v, said)
	page.digest.Rows = []ui.SummaryRow{ui.Fact(v.Say("act-pages.formed-at"), v.Words.DateTime(a.FormedAt)), ui.Fact(v.Say("act-pages.edition"), v.Words.Number(a.Edition)), ui.Fact(v.Say("act-pages.digest"), a.Digest),
		ui.Fact(v.Say("act-pages.sealed"), sealed(v, a.SealedAt))}
	screen := web.Screen{Title: page.header.Title, Body: actPage(page), Back: journal(a.Order, a.Month), Active: fields.OrdersMenu(a.Side), Wide: true, Errors: wrong, About: []string{a.Book()}}
	if wrong.Any() {
		screen.Status = http.StatusConflict
	}
	return v.Show(screen)
}

func bar(v *web.Visit, a acts.View) []ui.IdentityItem {
	item := func(label, value string) ui.IdentityItem {
		return ui.IdentityItem{Label: label, Value: ui.Text(value)}
	}
	return []ui.IdentityItem{
		item(v.Say("fields.recipient"), a.Parties.Recipient.FullName()), item(v.Say("fields.specialist"), fields.Provider(v, a.Parties)),
		item(v.Say("fields.service"), fields.Service(v, a.Order.Service)), item(v.Say("act-pages.month"), v.Words.Month(a.Month)+", "+v.Words.Hours(a.Minutes)),
	}
}

// note says what an act needs beyond its tasks.
func note(v *web.Visit, a acts.View) string {
	switch {
	case a.Status == acts.Returned:
		return v.Say("act-pages.returned", lang.Args{"Reason": a.ReturnReason})
	case a.Status == acts.Void:
		return v.Say("act-pages.void")
	case a.Status == acts.Corrected:
		return v.Say("act-pages.corrected")
	case a.Changed:
		return v.Say("acts.journal-changed")
	case a.EndsWork:
		return v.Say("act-pages.ends-work")
	}
	return ""
}

// mustDo is what the note asks for: to form the act again, or to correct a returned one.
func mustDo(v *web.Visit, a acts.View) *doView {
	if _, again := a.Option(acts.FormAgain); again {
		return &doView{form: ui.FormProps{Action: v.Path(a.Order.Link() + "/acts"), Hidden: []ui.Hidden{{Name: "month", Value: a.Month.String()}}},
			submit: ui.ButtonProps{Text: v.Say("act-pages.form-again"), Once: true}}
	}
	if _, correct := a.Option(acts.Correct); correct {
		return &doView{form: ui.FormProps{Action: v.Path(a.Link() + "/correct")}, submit: ui.ButtonProps{Text: v.Say("act-pages.correct"), Once: true}}
	}
	return nil
}

// files are the act and the sheet, those in the reader's language first, and the scan.
func files(v *web.Visit, a acts.View) (links []ui.Link) {
	order := []acts.File{acts.ActRU, acts.SheetRU, acts.ActKK, acts.SheetKK, acts.ScanFile}
	if v.Locale == lang.KK {
		order = []acts.File{acts.ActKK, acts.SheetKK, acts.ActRU, acts.SheetRU, acts.ScanFile}
	}
	for _, f := range order {
		if slices.Contains(a.Files, f) {
			links = append(links, fileLink(v, a.Act, f))
		}
	}
	return links
}

// signatures are both sides' blocks.
func signatures(v *web.Visit, a acts.View) []ui.SignatureProps {
	return []ui.SignatureProps{
		signature(v, a, "act-pages.side-specialist", a.Specialist, acts.SpecialistSignature, acts.SpecialistText),
		signature(v, a, "act-pages.side-recipient", a.Recipient, acts.RecipientSignature, acts.RecipientText),
	}
}

func signature(v *web.Visit, a acts.View, side string, s acts.Signed, all ...acts.File) ui.SignatureProps {
	block := ui.SignatureProps{Side: v.Say(side), Tag: ui.TagProps{Text: v.Say("act-pages.sign-waits"), Tone: ui.ToneWaiting}}
	switch {
	case s.Done():
		block.Tag = ui.TagProps{Text: v.Say("act-pages.sign-done"), Tone: ui.ToneDone}
		block.Lines = []ui.SummaryRow{ui.Fact(v.Say("act-pages.signer"), s.Signer), ui.Fact(v.Say("act-pages.signed-at"), v.Words.DateTime(s.At)), ui.Fact(v.Say("act-pages.serial"), s.Serial)}
	case a.Scanned():
		block.Tag = ui.TagProps{Text: v.Say("act-pages.sign-paper"), Tone: ui.ToneNeutral}
	case a.Status != acts.Formed:
		block.Tag = ui.TagProps{Text: v.Say("act-pages.sign-none"), Tone: ui.ToneNeutral}
	}
	for _, f := range all {
		if slices.Contains(a.Files, f) {
			block.Links = append(block.Links, fileLink(v, a.Act, f))
		}
	}
	return block
}

func signHere(v *web.Visit, a acts.View) *doView {
	if o, may := a.Option(acts.Sign); !may || o.WhyNot != nil {
		return nil
	}
	return &doView{form: ui.FormProps{Action: v.Path(a.Link() + "/sign")}, submit: ui.ButtonProps{Text: v.Say("act-pages.sign"), Once: true}}
}

// work is what the act says was delivered.
func work(v *web.Visit, c forms.ActContent) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("act-pages.work"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: v.Say("act-pages.day")}, {Text: v.Say("act-pages.hours"), Numeric: true}, {Text: v.Say("act-pages.what"), Wide: true}}}
	for _, e := range c.Entries {
		what := e.Places
		if what == (forms.Words{}) {
			what = e.Form
		}
		cell := ui.Words(what.In(string(v.Locale)))
		if v.Locale == lang.EN {
			cell.Lang = string(lang.RU)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Nowrap(v.Words.Date(e.Day)), ui.Nowrap(v.Words.Hours(e.Minutes)), cell}})
	}
	t.Foot = []ui.Cell{ui.Words(v.Say("act-pages.total")), ui.Nowrap(v.Words.Hours(c.TotalMinutes()))}
	return t
}

// answers are what E-Sobes said, the newest first.
func answers(v *web.Visit, all []acts.Said) ui.TimelineProps {
	t := ui.TimelineProps{Label: v.Say("act-pages.said"), Level: 3}
	for _, s := range all {
		e := ui.Event{Title: v.Say(s.Kind.Text()), When: v.Words.DateTime(s.SaidAt), Stamp: s.SaidAt.String()}
		if s.Reason != "" {
			e.Body = ui.Text(v.Say("act-pages.reason", lang.Args{"Reason": s.Reason}))
		}
		t.Events = append(t.Events, e)
	}
	return t
}

// provides tells whether a side gives the service, so that it makes and sends the act.
func provides(side orders.Side) bool {
	return side == orders.AsSpecialist || side == orders.AsOrganisation
}
