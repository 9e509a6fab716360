package handbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"asar/internal/calendar"
	"asar/internal/documents/pdf"
	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
)

// lawSpeaks is the language the decree is quoted in.
const lawSpeaks = string(lang.RU)

// PDF is the handbook of some services in a language as a tagged PDF. Its only date is the
// day the newest of the editions began.
func PDF(editions []*regulation.Edition, w *lang.Words) ([]byte, error) {
	book := drawing.BookOf(editions, w)
	title := book.Title
	if len(book.Services) == 1 {
		title += ". " + book.Services[0].Title
	}
	d := pdf.New(pdf.Options{Title: title, Language: book.Lang, Made: newest(editions), Foot: book.Title,
		Page: func(page, pages int) string { return strconv.Itoa(page) + " / " + strconv.Itoa(pages) }})
	d.Heading(1, book.Title)
	d.Note(book.Label["law_in_russian"])
	for i, s := range book.Services {
		if i > 0 {
			d.Keep(wholePage)
		}
		service(d, book.Label, s)
	}
	return d.Bytes()
}

// wholePage is more than any page that is begun has left.
const wholePage = 740

func newest(editions []*regulation.Edition) calendar.Instant {
	var day calendar.Date
	for i, e := range editions {
		if i == 0 || day.Before(e.Since.Date) {
			day = e.Since.Date
		}
	}
	return day.Clock(0, 0)
}

func service(d *pdf.Doc, label map[string]string, s drawing.Service) {
	d.Heading(2, s.Annex+". "+s.Title)
	if s.Title != s.TitleRU {
		d.Quote(lawSpeaks, s.TitleRU)
	}
	d.Paragraph(s.InForce)
	facts := pdf.Table{Widths: []float64{1, 3}}
	for _, f := range [][2]string{
		{"provider", s.Provider}, {"channels", bullets(s.Channels)}, {"form", s.Form}, {"result", s.Result},
		{"participants", bullets(s.Participants)},
	} {
		if f[1] != "" {
			facts.Rows = append(facts.Rows, []pdf.Cell{{Text: label[f[0]], Head: true}, {Text: f[1], Lang: lawSpeaks}})
		}
	}
	d.Table(facts)
	for _, p := range s.Processes {
		process(d, label, p)
	}
	if len(s.Readings) > 0 {
		d.Heading(3, label["readings"])
	}
	for _, r := range s.Readings {
		d.Quote(string(lang.EN), strings.Join(r.Clauses, ", ")+": "+r.Taken+" "+r.Why)
	}
}

// bullets is a list in one cell.
func bullets(items []string) string {
	if len(items) == 0 {
		return ""
	}
	return "• " + strings.Join(items, "\n• ")
}

func process(d *pdf.Doc, label map[string]string, p drawing.Process) {
	d.Heading(3, fmt.Sprintf("%s (%s)", p.Name, p.Clause))
	d.Table(steps(label, p.Steps))
	cuts := make([]float64, len(p.Scene.Lanes))
	for i, x := range p.Scene.Lanes {
		cuts[i] = float64(x)
	}
	d.Diagram(pdf.Diagram{Width: float64(p.Scene.Width), Height: float64(p.Scene.Height), Cuts: cuts, Alt: p.Scene.Title + ". " + p.Scene.Alternative,
		Draw: func(c *pdf.Canvas) { onPaper(c, p.Scene) }})
}

// steps is the table of a list; only point 5 of the law has results of steps.
func steps(label map[string]string, all []drawing.Row) pdf.Table {
	widths, columns := []float64{13, 17, 11, 29, 17}, []string{"step", "who", "term", "text", "step_result"}
	if !slices.ContainsFunc(all, func(s drawing.Row) bool { return s.ResultOf != "" }) {
		widths, columns = widths[:4], columns[:4]
	}
	t := pdf.Table{Widths: widths}
	for _, column := range columns {
		t.Head = append(t.Head, pdf.Cell{Text: label[column]})
	}
	for _, s := range all {
		cells := []pdf.Cell{
			{Text: strconv.Itoa(s.N) + "\n" + whole(s.Clause), Head: true}, {Text: s.Who},
			{Text: strings.Join(append([]string{s.Term}, s.Notes...), "\n")},
			{Text: s.Text, Lang: lawSpeaks}, {Text: s.ResultOf, Lang: lawSpeaks},
		}
		t.Rows = append(t.Rows, cells[:len(columns)])
	}
	return t
}

// whole keeps a clause's parts together: «подп. 12».
func whole(clause string) string {
	return strings.NewReplacer("подп. ", "подп.\u00a0", "п. ", "п.\u00a0").Replace(clause)
}

// onPaper draws a scene on a page.
func onPaper(c *pdf.Canvas, s *drawing.Scene) {
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case drawing.Box:
			c.Box(float64(v.X), float64(v.Y), float64(v.W), float64(v.H), float64(v.Round), colour(v.Fill), pen(v.Stroke, v.Width, v.Dash))
		case drawing.Line:
			points := floats(v.Points)
			c.Line(points, pen(v.Stroke, v.Width, v.Dash))
			if v.Arrow {
				c.Patch(arrowhead(points), colour(v.Stroke))
			}
		case drawing.Ring:
			r := float64(v.R)
			c.Box(float64(v.X)-r, float64(v.Y)-r, 2*r, 2*r, r, colour(v.Fill), pen(v.Stroke, v.Width, [2]int{}))
		case drawing.Words:
			c.Words(v.Text, float64(v.X), float64(v.Y), float64(v.Size), v.Bold, v.Middle, colour(v.Fill))
		}
	}
}

func colour(c drawing.Color) pdf.Colour {
	r, g, b := c.RGB()
	return pdf.Colour{r, g, b}
}

func pen(stroke drawing.Color, width float64, dash [2]int) pdf.Pen {
	if stroke == "" {
		return pdf.Pen{}
	}
	return pdf.Pen{Colour: colour(stroke), Width: width, Dash: [2]float64{float64(dash[0]), float64(dash[1])}}
}
