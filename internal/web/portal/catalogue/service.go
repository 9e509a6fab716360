package catalogue

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// oneView is the page of one service.
type oneView struct {
	header             ui.PageHeaderProps
	note, inRussian    string
	facts              ui.SummaryListProps
	referenceTitle     string
	referenceNote      string
	terms              ui.TableProps
	papers             ui.TableProps
	grounds            ui.TableProps
	processes          []processView
	processesTitle     string
	termsNone, allNone string
}

type processView struct {
	title, label string
	picture      templ.Component
	steps        ui.TableProps
}

// lawSpeaks is the language the decree is quoted in.
const lawSpeaks = string(lang.RU)

func titleOf(v *web.Visit, e *regulation.Edition) string {
	return map[lang.Locale]string{lang.KK: e.Title.KK, lang.RU: e.Title.RU, lang.EN: e.Title.EN}[v.Locale]
}

func serviceView(v *web.Visit, law *regulation.Catalogue, e *regulation.Edition) oneView {
	book := drawing.BookOf([]*regulation.Edition{e}, v.Words)
	s := book.Services[0]
	page := oneView{
		header: ui.PageHeaderProps{Caption: s.Annex, Title: titleOf(v, e), Intro: s.InForce},
		note:   decreeNote(v, law), inRussian: book.Label["law_in_russian"], facts: factsOf(book.Label, s),
		referenceTitle: v.Say("catalogue.reference"), referenceNote: v.Say("catalogue.reference-note"),
		terms: termsOf(v, e), papers: known(v, "catalogue.papers", "catalogue.paper", e.Reference.Papers), grounds: known(v, "catalogue.grounds", "catalogue.ground", e.Reference.Grounds),
		processesTitle: v.Say("catalogue.processes"), termsNone: v.Say("catalogue.terms-none"), allNone: v.Say("catalogue.none"),
	}
	for _, p := range s.Processes {
		page.processes = append(page.processes, processOf(v, book.Label, p))
	}
	return page
}

func factsOf(label map[string]string, s drawing.Service) (facts ui.SummaryListProps) {
	quote := func(key string, body ui.Rich) {
		facts.Rows = append(facts.Rows, ui.SummaryRow{Key: label[key], Value: body, Lang: lawSpeaks})
	}
	if s.Provider != "" {
		quote("provider", ui.Text(s.Provider))
	}
	quote("channels", ui.Body(ui.Bullets(s.Channels...)))
	quote("form", ui.Text(s.Form))
	if s.Result != "" {
		quote("result", ui.Text(s.Result))
	}
	quote("participants", ui.Body(ui.Bullets(s.Participants...)))
	return facts
}

func processOf(v *web.Visit, label map[string]string, p drawing.Process) processView {
	view := processView{title: p.Name + " (" + p.Clause + ")", label: v.Say("catalogue.diagram", map[string]any{"Process": p.Name}),
		picture: templ.Raw(string(p.Picture()))} // made of the law's data, every text in it escaped
	view.steps = ui.TableProps{Caption: view.title, CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
		{Text: label["step"]}, {Text: label["who"]}, {Text: label["term"]}, {Text: label["text"], Wide: true}, {Text: label["step_result"]}}}
	for _, s := range p.Steps {
		term := ui.Words(strings.Join(append(nonEmpty(s.Term), s.Notes...), "; "))
		view.steps.Rows = append(view.steps.Rows, ui.Row{Cells: []ui.Cell{
			ui.Words(strconv.Itoa(s.N) + ". " + s.Clause), ui.Words(s.Who), term, quoted(s.Text), quoted(s.ResultOf)}})
	}
	return view
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// quoted is a cell in the law's own words.
func quoted(text string) ui.Cell {
	c := ui.Words(text)
	c.Lang = lawSpeaks
	return c
}

func termsOf(v *web.Visit, e *regulation.Edition) ui.TableProps {
	t := reference(v, "catalogue.terms", "catalogue.term")
	for _, term := range e.Reference.Terms {
		said := v.Say("catalogue.term-of", map[string]any{"For": forWhat(v, term.For), "Length": lengthOf(v, term)})
		if !term.Use {
			said += ". " + v.Say("catalogue.not-used")
		}
		t.Rows = append(t.Rows, knownRow(v, said, term.Source, term.Verified))
	}
	return t
}

// forWhat names what a term is for: the whole service, a list of steps or a branch.
func forWhat(v *web.Visit, of string) string {
	for _, key := range []string{"regulation.process." + of, "regulation.branch." + of} {
		if v.Words.Has(key) {
			return v.Say(key)
		}
	}
	return v.Say("catalogue.whole")
}

func lengthOf(v *web.Visit, t regulation.Term) string {
	l, err := calendar.LengthOf(t.Value, calendar.Unit(t.Unit))
	if err != nil {
		return v.Say("regulation.no-limit") // the loader refuses such a term
	}
	return v.Words.Length(l)
}

// known is a list of what is remembered about the Standard, each row with its source and
// whether anybody has held it against the Standard.
func known(v *web.Visit, title, column string, all []regulation.Remember) ui.TableProps {
	t := reference(v, title, column)
	for _, r := range all {
		t.Rows = append(t.Rows, knownRow(v, v.Say("catalogue.what."+slug(r.What)), r.Source, r.Verified))
	}
	return t
}

func reference(v *web.Visit, title, column string) ui.TableProps {
	return ui.TableProps{Caption: v.Say(title), CaptionSize: ui.SizeS, RowHeaders: true, Columns: []ui.Column{
		{Text: v.Say(column), Wide: true}, {Text: v.Say("catalogue.source")}, {Text: v.Say("catalogue.checked")}}}
}

// noSource is what the data writes where nothing was read.
const noSource = "background knowledge, no source read"

func knownRow(v *web.Visit, what, source string, verified bool) ui.Row {
	from := ui.Cell{Rich: ui.Text(source), Lang: string(lang.EN)}
	if source == noSource {
		from = ui.Words(v.Say("catalogue.no-source"))
	}
	tag := ui.TagProps{Text: v.Say("catalogue.unverified"), Tone: ui.ToneWaiting}
	if verified {
		tag = ui.TagProps{Text: v.Say("catalogue.verified"), Tone: ui.ToneDone}
	}
	return ui.Row{Cells: []ui.Cell{ui.Words(what), from, ui.Holds(ui.Tag(tag))}}
}

var notWords = regexp.MustCompile(`[^a-z0-9]+`)

// slug is the key of a phrase of the data.
func slug(phrase string) string {
	return strings.Trim(notWords.ReplaceAllString(strings.ToLower(phrase), "-"), "-")
}
