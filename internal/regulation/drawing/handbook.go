package drawing

import (
	_ "embed"
	"html/template"
	"strings"

	"asar/internal/lang"
	"asar/internal/regulation"
)

//go:embed handbook.html
var handbookPage string

var handbook = template.Must(template.New("handbook").Parse(handbookPage))

// Book is the handbook in words, ready to be read.
type Book struct {
	Lang, Title string
	Label       map[string]string
	Services    []Service
}

// Service is one regulation.
type Service struct {
	Annex, Title, TitleRU, InForce, Provider, Form, Result string
	Channels, Participants                                 []string
	Processes                                              []Process
	Readings                                               []regulation.Reading
}

// Process is one list of steps with its picture.
type Process struct {
	Name, Clause string
	Scene        *Scene
	arrow        string
	Steps        []Row
}

// Row is one step.
type Row struct {
	N                                 int
	Who, Clause, Term, Text, ResultOf string
	Notes                             []string
}

// labels are the words of the page itself.
var labels = []string{"handbook", "provider", "channels", "form", "result", "participants", "step", "who", "text", "term", "step-result", "notes", "readings", "law-in-russian"}

// Handbook is the handbook of business processes of some services in a language, as one
// HTML page that needs nothing else. The law is quoted in its own language.
func Handbook(editions []*regulation.Edition, w *lang.Words) (string, error) {
	var out strings.Builder
	err := handbook.Execute(&out, BookOf(editions, w))
	return out.String(), err
}

// BookOf is the handbook of some services in a language.
func BookOf(editions []*regulation.Edition, w *lang.Words) Book {
	b := Book{Lang: string(w.Locale()), Title: w.Say("regulation.handbook"), Label: map[string]string{}}
	for _, l := range labels {
		b.Label[strings.ReplaceAll(l, "-", "_")] = w.Say("regulation." + l)
	}
	for _, e := range editions {
		b.Services = append(b.Services, serviceOf(e, w))
	}
	return b
}

// Lying tells that the picture is wider than high: it is printed on a page that lies.
func (p Process) Lying() bool { return p.Scene.Width > p.Scene.Height }

// Picture is the diagram for a page of HTML that holds several.
func (p Process) Picture() template.HTML {
	return template.HTML(p.Scene.SVG(p.arrow)) //nolint:gosec // made here, every text in it escaped
}

func serviceOf(e *regulation.Edition, w *lang.Words) Service {
	s := Service{
		Annex: w.Say("regulation.annex", lang.Args{"Annex": e.Annex}), Title: titleOf(e, w), TitleRU: e.Title.RU,
		InForce: w.Say("regulation.in-force", lang.Args{"From": e.Since.Date, "To": e.Until.Date}), Form: e.Form.RU, Readings: e.Readings,
	}
	if e.Provider != nil {
		s.Provider = e.Provider.RU
	}
	if e.Result != nil {
		s.Result = e.Result.RU
	}
	for _, c := range e.Channels {
		s.Channels = append(s.Channels, c.RU)
	}
	for _, p := range e.Participants {
		s.Participants = append(s.Participants, p.RU)
	}
	for _, list := range e.Processes {
		if list.Key != regulation.ByProviderAgain {
			s.Processes = append(s.Processes, processOf(e, list, w))
		}
	}
	return s
}

func processOf(e *regulation.Edition, list regulation.Process, w *lang.Words) Process {
	p := Process{
		Name: w.Say("regulation.process." + string(list.Key)), Clause: clauseIn(w, list.Clause),
		Scene: layOut(e, &list, w).scene(), arrow: "arrow-" + e.Key + "-" + string(list.Key),
	}
	for _, s := range list.Steps {
		r := Row{N: s.N, Who: who(w, regulation.Holder{Role: s.Role, At: s.At}), Clause: clauseIn(w, s.Clause), Text: s.TextRU, ResultOf: s.ResultRU, Notes: notesOf(w, s)}
		if list.Key != regulation.ByPortal {
			r.Term = limit(w, s.Duration)
		}
		p.Steps = append(p.Steps, r)
	}
	return p
}
