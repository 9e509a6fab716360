package drawing

import (
	"fmt"
	"strconv"
	"strings"

	"asar/internal/lang"
	"asar/internal/regulation"
)

// Scene is a diagram as shapes in the order they are drawn, in pixels: what SVG writes down
// and what every other format draws.
type Scene struct {
	Title       string
	Alternative string // the diagram in sentences
	Locale      lang.Locale
	Width       int
	Height      int
	Lanes       []int // where one lane ends and another begins
	Shapes      []Shape
}

// Shape is a Box, a Line, a Ring or Words.
type Shape interface{ shape() }

// Color is #rrggbb.
type Color string

// RGB are the parts of a colour.
func (c Color) RGB() (r, g, b uint8) {
	n, _ := strconv.ParseUint(strings.TrimPrefix(string(c), "#"), 16, 32) // the colours stand in this package
	return uint8(n >> 16), uint8(n >> 8), uint8(n)
}

// Box is a rectangle, its corners rounded by Round; without a Stroke it has no edge.
type Box struct {
	X, Y, W, H, Round int
	Fill, Stroke      Color
	Width             float64
	Dash              [2]int
}

// Line runs through points; Arrow gives its end a head.
type Line struct {
	Points [][2]int
	Stroke Color
	Width  float64
	Dash   [2]int
	Arrow  bool
}

// Ring is a circle; Title is what it means.
type Ring struct {
	X, Y, R      int
	Fill, Stroke Color
	Width        float64
	Title        string
}

// Words is one line of text; X is its beginning, or its middle.
type Words struct {
	X, Y, Size int
	Bold       bool
	Middle     bool
	Fill       Color
	Text       string
}

func (Box) shape()   {}
func (Line) shape()  {}
func (Ring) shape()  {}
func (Words) shape() {}

const (
	ink   Color = "#1b1f24"
	soft  Color = "#3c4650"
	faint Color = "#4a5560"
	paper Color = "#ffffff"
	rule  Color = "#b6c2cc"
	good  Color = "#2b7a4b"
	bad   Color = "#a3261d"
)

const smallText = 11

var dashes = [2]int{6, 4}

// SceneOf is the diagram of a list of steps in a language.
func SceneOf(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) (*Scene, error) {
	p, found := e.Process(key)
	if !found {
		return nil, fmt.Errorf("%s has no list %q", e.Name(), key)
	}
	return layOut(e, p, w).scene(), nil
}

func (p *picture) scene() *Scene {
	s := &Scene{Title: strings.Join(p.title, " "), Alternative: alternative(p), Locale: p.words.Locale(), Width: p.width, Height: p.height}
	for _, l := range p.lanes {
		s.Lanes = append(s.Lanes, l.x+laneWidth)
	}
	s.add(Box{W: p.width, H: p.height, Fill: paper})
	for i, l := range p.title {
		s.add(Words{X: margin, Y: margin + titleSize + i*titleHeight, Size: titleSize, Bold: true, Fill: ink, Text: l})
	}
	s.lanes(p)
	s.flows(p)
	for _, b := range p.boxes {
		s.step(p, b)
	}
	s.ends(p)
	return s
}

func (s *Scene) add(shape Shape) { s.Shapes = append(s.Shapes, shape) }

func (s *Scene) lines(lines []string, like Words) {
	for i, l := range lines {
		w := like
		w.Y, w.Text = like.Y+i*lineHeight, l
		s.add(w)
	}
}

func (s *Scene) lanes(p *picture) {
	bottom := p.height - margin
	for i, l := range p.lanes {
		fill := Color("#f5f8fa")
		if i%2 == 1 {
			fill = paper
		}
		s.add(Box{X: l.x, Y: p.head, W: laneWidth, H: bottom - p.head, Fill: fill, Stroke: rule, Width: 1})
		s.add(Box{X: l.x, Y: p.head, W: laneWidth, H: p.laneHead, Fill: "#dfe9f1", Stroke: rule, Width: 1})
		s.lines(l.lines, Words{X: l.x + laneWidth/2, Y: p.head + padding + textSize, Size: textSize, Bold: true, Middle: true, Fill: ink})
	}
	if p.notes {
		x := margin + len(p.lanes)*laneWidth
		s.add(Words{X: x + padding, Y: p.head + padding + textSize, Size: textSize, Bold: true, Fill: ink, Text: p.words.Say("regulation.notes")})
	}
}

func (s *Scene) flows(p *picture) {
	s.add(Ring{X: p.startX, Y: p.startY, R: round, Fill: "#e5f3ea", Stroke: good, Width: 2})
	s.add(Words{X: p.startX + round + 5, Y: p.startY + 4, Size: textSize, Fill: ink, Text: p.words.Say("regulation.start")})
	for _, f := range p.flows {
		l := Line{Points: f.points, Stroke: soft, Width: 1.5, Arrow: true}
		if f.beside {
			l.Dash = dashes
		}
		s.add(l)
		if f.label != "" {
			x, y := f.labelAt()
			s.add(Words{X: x, Y: y, Size: smallText, Fill: soft, Text: f.label})
		}
	}
}

func (s *Scene) step(p *picture, b box) {
	frame := Box{X: b.x, Y: b.y, W: b.w, H: b.h, Round: 6, Fill: paper, Stroke: "#1d5d8f", Width: 1.5}
	switch {
	case b.step.Kind == regulation.Examine:
		frame.Fill, frame.Stroke, frame.Round = "#fff6dd", "#8a6100", 24
	case b.step.Kind == regulation.Refuse:
		frame.Fill, frame.Stroke = "#fdeceb", bad
	case b.step.ParallelWith > 0:
		frame.Dash = dashes
	}
	s.add(frame)
	for i, l := range b.lines {
		w := Words{X: b.x + b.w/2, Y: b.y + padding + textSize + i*lineHeight, Size: textSize, Middle: true, Fill: ink, Text: l.text}
		switch {
		case l.bold:
			w.Bold, w.Size = true, textSize+1
		case l.small:
			w.Size, w.Fill = smallText, faint
		}
		s.add(w)
	}
	if len(b.notes) > 0 {
		x := margin + len(p.lanes)*laneWidth
		s.add(Line{Points: [][2]int{{x + padding, b.y}, {x + padding, b.y + len(b.notes)*lineHeight + padding}}, Stroke: "#8796a3", Width: 1, Dash: [2]int{2, 3}})
		s.lines(b.notes, Words{X: x + 2*padding, Y: b.y + textSize, Size: textSize, Fill: soft})
	}
}

func (s *Scene) ends(p *picture) {
	for _, e := range p.ends {
		name := p.words.Say("regulation.end." + string(e.ending))
		r := Ring{X: e.x, Y: e.y, R: round - 1, Fill: paper, Stroke: good, Width: 4, Title: name}
		if e.ending == regulation.Refused {
			r.Stroke = bad
		}
		last := e.after == p.boxes[len(p.boxes)-1].step.N
		if !last {
			r.R = small - 1
		}
		s.add(r)
		if last {
			s.add(Words{X: e.x, Y: e.y + round + lineHeight, Size: textSize, Bold: true, Middle: true, Fill: ink, Text: name})
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
