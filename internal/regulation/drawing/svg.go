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
	p, found := e.Process(key)
	if !found {
		return "", fmt.Errorf("%s has no list %q", e.Name(), key)
	}
	pic := layOut(e, p, w)
	s := &svg{}
	s.add(`<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="%s" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Golos Text, Arial, sans-serif" font-size="%d" fill="#1b1f24">`,
		w.Locale(), pic.width, pic.height, pic.width, pic.height, textSize)
	s.add(`<title>%s</title><desc>%s</desc>`, html.EscapeString(strings.Join(pic.title, " ")), html.EscapeString(alternative(pic)))
	s.add(`<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="#3c4650"/></marker></defs>`)
	s.add(`<rect width="%d" height="%d" fill="#ffffff"/>`, pic.width, pic.height)
	for i, l := range pic.title {
		s.add(`<text x="%d" y="%d" font-size="%d" font-weight="600">%s</text>`, margin, margin+titleSize+i*titleHeight, titleSize, html.EscapeString(l))
	}
	s.lanes(pic)
	s.flows(pic)
	for _, b := range pic.boxes {
		s.box(pic, b)
	}
	s.ends(pic)
	s.add(`</svg>`)
	return s.String(), nil
}

type svg struct{ strings.Builder }

func (s *svg) add(format string, args ...any) {
	_, _ = fmt.Fprintf(s, format, args...)
	s.WriteByte('\n')
}

func (s *svg) lanes(p *picture) {
	bottom := p.height - margin
	for i, l := range p.lanes {
		fill := "#f5f8fa"
		if i%2 == 1 {
			fill = "#ffffff"
		}
		s.add(`<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#b6c2cc"/>`, l.x, p.head, laneWidth, bottom-p.head, fill)
		s.add(`<rect x="%d" y="%d" width="%d" height="%d" fill="#dfe9f1" stroke="#b6c2cc"/>`, l.x, p.head, laneWidth, p.laneHead)
		s.lines(l.lines, l.x+laneWidth/2, p.head+padding+textSize, "middle", ` font-weight="600"`)
	}
	if p.notes {
		x := margin + len(p.lanes)*laneWidth
		s.add(`<text x="%d" y="%d" font-weight="600">%s</text>`, x+padding, p.head+padding+textSize, html.EscapeString(p.words.Say("regulation.notes")))
	}
}

func (s *svg) lines(lines []string, x, y int, anchor, more string) {
	for i, l := range lines {
		s.add(`<text x="%d" y="%d" text-anchor="%s"%s>%s</text>`, x, y+i*lineHeight, anchor, more, html.EscapeString(l))
	}
}

func (s *svg) flows(p *picture) {
	s.add(`<circle cx="%d" cy="%d" r="%d" fill="#e5f3ea" stroke="#2b7a4b" stroke-width="2"/>`, p.startX, p.startY, round)
	s.add(`<text x="%d" y="%d">%s</text>`, p.startX+round+5, p.startY+4, html.EscapeString(p.words.Say("regulation.start")))
	for _, f := range p.flows {
		points := make([]string, len(f.points))
		for i, at := range f.points {
			points[i] = fmt.Sprintf("%d,%d", at[0], at[1])
		}
		dash := ""
		if f.beside {
			dash = ` stroke-dasharray="6 4"`
		}
		s.add(`<polyline points="%s" fill="none" stroke="#3c4650" stroke-width="1.5"%s marker-end="url(#arrow)"/>`, strings.Join(points, " "), dash)
		if f.label != "" {
			x, y := f.points[0][0]+4, f.points[0][1]+12
			if f.points[0][1] == f.points[1][1] { // out at the side
				y = f.points[0][1] - 4
			}
			s.add(`<text x="%d" y="%d" font-size="11" fill="#3c4650">%s</text>`, x, y, html.EscapeString(f.label))
		}
	}
}

func (s *svg) box(p *picture, b box) {
	fill, stroke, corner, dash := "#ffffff", "#1d5d8f", 6, ""
	switch {
	case b.step.Kind == regulation.Examine:
		fill, stroke, corner = "#fff6dd", "#8a6100", 24
	case b.step.Kind == regulation.Refuse:
		fill, stroke = "#fdeceb", "#a3261d"
	case b.step.ParallelWith > 0:
		dash = ` stroke-dasharray="6 4"`
	}
	s.add(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="%s" stroke="%s" stroke-width="1.5"%s/>`, b.x, b.y, b.w, b.h, corner, fill, stroke, dash)
	for i, l := range b.lines {
		more := ""
		switch {
		case l.bold:
			more = fmt.Sprintf(` font-weight="600" font-size="%d"`, textSize+1)
		case l.small:
			more = ` font-size="11" fill="#4a5560"`
		}
		s.lines([]string{l.text}, b.x+b.w/2, b.y+padding+textSize+i*lineHeight, "middle", more)
	}
	if len(b.notes) > 0 {
		x := margin + len(p.lanes)*laneWidth
		s.add(`<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#8796a3" stroke-dasharray="2 3"/>`, x+padding, b.y, x+padding, b.y+len(b.notes)*lineHeight+padding)
		s.lines(b.notes, x+2*padding, b.y+textSize, "start", ` fill="#3c4650"`)
	}
}

func (s *svg) ends(p *picture) {
	for _, e := range p.ends {
		color, r, label := "#2b7a4b", round, true
		if e.ending == regulation.Refused {
			color = "#a3261d"
		}
		if e.after != p.boxes[len(p.boxes)-1].step.N {
			r, label = small, false
		}
		s.add(`<circle cx="%d" cy="%d" r="%d" fill="#ffffff" stroke="%s" stroke-width="4"><title>%s</title></circle>`, e.x, e.y, r-1, color,
			html.EscapeString(p.words.Say("regulation.end."+string(e.ending))))
		if label {
			s.lines([]string{p.words.Say("regulation.end." + string(e.ending))}, e.x, e.y+round+lineHeight, "middle", ` font-weight="600"`)
		}
	}
}

// alternative is the diagram in sentences.
func alternative(p *picture) string {
	var said []string
	for _, b := range p.boxes {
		sentence := fmt.Sprintf("%d. %s: %s", b.step.N, who(p.words, p.lanes[b.lane].holder), p.words.Say("regulation.kind."+string(b.step.Kind)))
		if b.step.Duration.Unit != regulation.NoLimit {
			sentence += ", " + limit(p.words, b.step.Duration)
		}
		for _, n := range b.step.Next {
			sentence += fmt.Sprintf("; %s → %d", p.words.Say("regulation.when."+string(n.When)), n.Step)
		}
		if b.step.Ends != "" {
			sentence += "; " + p.words.Say("regulation.end."+string(b.step.Ends))
		}
		said = append(said, sentence)
	}
	return strings.Join(said, ". ")
}
