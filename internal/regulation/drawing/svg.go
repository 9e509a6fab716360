package drawing

import (
	"fmt"
	"html"
	"strings"

	"asar/internal/lang"
	"asar/internal/regulation"
)

// SVG is the diagram of a list of steps in a language, with its text alternative inside.
func SVG(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) (string, error) {
	scene, err := SceneOf(e, key, w)
	if err != nil {
		return "", err
	}
	return scene.SVG("arrow"), nil
}

// SVG writes the scene. Arrow names the head of its arrows: two pictures of one page must
// not share the name.
func (s *Scene) SVG(arrow string) string {
	out := &svg{arrow: arrow}
	out.add(`<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="%s" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Golos Text, Arial, sans-serif" font-size="%d" fill="%s">`,
		s.Locale, s.Width, s.Height, s.Width, s.Height, textSize, ink)
	out.add(`<title>%s</title><desc>%s</desc>`, html.EscapeString(s.Title), html.EscapeString(s.Alternative))
	out.add(`<defs><marker id="%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="%s"/></marker></defs>`, arrow, soft)
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case Box:
			out.box(v)
		case Line:
			out.line(v)
		case Ring:
			out.ring(v)
		case Words:
			out.words(v)
		}
	}
	out.add(`</svg>`)
	return out.String()
}

type svg struct {
	strings.Builder
	arrow string
}

func (s *svg) add(format string, args ...any) {
	_, _ = fmt.Fprintf(s, format, args...)
	s.WriteByte('\n')
}

func dashed(d [2]int) string {
	if d == [2]int{} {
		return ""
	}
	return fmt.Sprintf(` stroke-dasharray="%d %d"`, d[0], d[1])
}

func (s *svg) box(b Box) {
	more := ""
	if b.Round > 0 {
		more += fmt.Sprintf(` rx="%d"`, b.Round)
	}
	more += fmt.Sprintf(` fill="%s"`, b.Fill)
	if b.Stroke != "" {
		more += fmt.Sprintf(` stroke="%s" stroke-width="%g"%s`, b.Stroke, b.Width, dashed(b.Dash))
	}
	s.add(`<rect x="%d" y="%d" width="%d" height="%d"%s/>`, b.X, b.Y, b.W, b.H, more)
}

func (s *svg) line(l Line) {
	points := make([]string, len(l.Points))
	for i, at := range l.Points {
		points[i] = fmt.Sprintf("%d,%d", at[0], at[1])
	}
	more := dashed(l.Dash)
	if l.Arrow {
		more += fmt.Sprintf(` marker-end="url(#%s)"`, s.arrow)
	}
	s.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="%g"%s/>`, strings.Join(points, " "), l.Stroke, l.Width, more)
}

func (s *svg) ring(r Ring) {
	title := ""
	if r.Title != "" {
		title = "<title>" + html.EscapeString(r.Title) + "</title>"
	}
	s.add(`<circle cx="%d" cy="%d" r="%d" fill="%s" stroke="%s" stroke-width="%g">%s</circle>`, r.X, r.Y, r.R, r.Fill, r.Stroke, r.Width, title)
}

func (s *svg) words(w Words) {
	more := ""
	if w.Middle {
		more += ` text-anchor="middle"`
	}
	if w.Bold {
		more += ` font-weight="600"`
	}
	if w.Size != textSize {
		more += fmt.Sprintf(` font-size="%d"`, w.Size)
	}
	if w.Fill != ink {
		more += fmt.Sprintf(` fill="%s"`, w.Fill)
	}
	s.add(`<text x="%d" y="%d"%s>%s</text>`, w.X, w.Y, more, html.EscapeString(w.Text))
}
