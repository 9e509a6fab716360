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

// page is the handbook as its template wants it: words, ready to be read.
type page struct {
	Lang, Title string
	Label       map[string]string
	Services    []service
}

type service struct {
	Annex, Title, TitleRU, InForce, Provider, Form, Result string
	Channels, Participants                                 []string
	Processes                                              []process
	Readings                                               []regulation.Reading
}

type process struct {
	Name, Clause string
	Picture      template.HTML
	Lying        bool // wider than high: printed on a page that lies
	Steps        []row
}

type row struct {
	N                                 int
	Who, Clause, Term, Text, ResultOf string
	Notes                             []string
}

// labels are the words of the page itself.
var labels = []string{"handbook", "provider", "channels", "form", "result", "participants", "step", "who", "text", "term", "step-result", "notes", "readings", "law-in-russian"}

// Handbook is the handbook of business processes of some services in a language, as one
// HTML page that needs nothing else. The law is quoted in its own language.
func Handbook(editions []*regulation.Edition, w *lang.Words) (string, error) {
	p := page{Lang: string(w.Locale()), Title: w.Say("regulation.handbook"), Label: map[string]string{}}
	for _, l := range labels {
		p.Label[strings.ReplaceAll(l, "-", "_")] = w.Say("regulation." + l)
	}
	for _, e := range editions {
		s, err := serviceOf(e, w)
		if err != nil {
			return "", err
		}
		p.Services = append(p.Services, s)
	}
	var out strings.Builder
	err := handbook.Execute(&out, p)
	return out.String(), err
}

func serviceOf(e *regulation.Edition, w *lang.Words) (service, error) {
	s := service{
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
		if list.Key == regulation.ByProviderAgain {
			continue
		}
		p, err := processOf(e, list, w)
		if err != nil {
			return s, err
		}
		s.Processes = append(s.Processes, p)
	}
	return s, nil
}

func processOf(e *regulation.Edition, list regulation.Process, w *lang.Words) (process, error) {
	picture, err := SVG(e, list.Key, w)
	if err != nil {
		return process{}, err
	}
	// two pictures of one page must not share the name of their arrow
	picture = strings.ReplaceAll(picture, `"arrow"`, `"arrow-`+e.Key+"-"+string(list.Key)+`"`)
	picture = strings.ReplaceAll(picture, `url(#arrow)`, `url(#arrow-`+e.Key+"-"+string(list.Key)+`)`)
	size := layOut(e, &list, w)
	p := process{
		Lying: size.width > size.height,
		Name:  w.Say("regulation.process." + string(list.Key)), Clause: clauseIn(w, list.Clause),
		Picture: template.HTML(picture), //nolint:gosec // made here, every text in it escaped
	}
	for _, s := range list.Steps {
		r := row{N: s.N, Who: who(w, regulation.Holder{Role: s.Role, At: s.At}), Clause: clauseIn(w, s.Clause), Text: s.TextRU, ResultOf: s.ResultRU, Notes: notesOf(w, s)}
		if list.Key != regulation.ByPortal {
			r.Term = limit(w, s.Duration)
		}
		p.Steps = append(p.Steps, r)
	}
	return p, nil
}
