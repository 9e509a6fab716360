package drawing

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/regulation"
)

// every calls f for each list of each service in each language.
func every(t testing.TB, f func(name string, e *regulation.Edition, p *regulation.Process, w *lang.Words)) {
	t.Helper()
	c, err := regulation.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Last() {
		for i := range e.Processes {
			for _, l := range lang.Locales() {
				p := &e.Processes[i]
				f(fmt.Sprintf("%s %s %s", e.Name(), p.Key, l), e, p, texts.In(l))
			}
		}
	}
}

// No box lies on another, no line crosses a box, nothing leaves the page, no word is wider
// than its box.
func TestNothingOverlaps(t *testing.T) {
	every(t, func(name string, e *regulation.Edition, p *regulation.Process, w *lang.Words) {
		pic := layOut(e, p, w)
		for i, a := range pic.boxes {
			if a.x < margin || a.x+a.w > pic.width-margin || a.y < pic.head+pic.laneHead || a.y+a.h > pic.height-margin {
				t.Errorf("%s: box %d leaves the page", name, a.step.N)
			}
			for _, b := range pic.boxes[i+1:] {
				if meet(a.x, a.y, a.x+a.w, a.y+a.h, b.x, b.y, b.x+b.w, b.y+b.h) {
					t.Errorf("%s: boxes %d and %d overlap", name, a.step.N, b.step.N)
				}
			}
			for _, l := range a.lines {
				if len([]rune(l.text))*textSize*60/100 > a.w {
					t.Errorf("%s: %q is wider than box %d", name, l.text, a.step.N)
				}
			}
			for _, f := range pic.flows {
				for k := range f.points[1:] {
					if crosses(f.points[k], f.points[k+1], a) {
						t.Errorf("%s: the line from %d to %d crosses box %d", name, f.from, f.to, a.step.N)
					}
				}
			}
			for _, ring := range pic.ends {
				if meet(a.x, a.y, a.x+a.w, a.y+a.h, ring.x-small, ring.y-small, ring.x+small, ring.y+small) {
					t.Errorf("%s: the end after %d lies on box %d", name, ring.after, a.step.N)
				}
			}
		}
	})
}

// The words of an arrow stay in a lane, and lie on no box, no other arrow and no ring.
func TestWordsOfArrowsStandFree(t *testing.T) {
	every(t, func(name string, e *regulation.Edition, p *regulation.Process, w *lang.Words) {
		pic := layOut(e, p, w)
		for _, f := range pic.flows {
			if f.label == "" {
				continue
			}
			x, y := f.labelAt()
			X, top := x+f.labelWidth(), y-smallText+2
			if (x-margin)/laneWidth != (X-margin)/laneWidth {
				t.Errorf("%s: %q of step %d leaves its lane", name, f.label, f.from)
			}
			for _, b := range pic.boxes {
				if meet(x, top, X, y, b.x, b.y, b.x+b.w, b.y+b.h) {
					t.Errorf("%s: %q of step %d lies on box %d", name, f.label, f.from, b.step.N)
				}
			}
			for _, o := range pic.flows {
				for k := range o.points[1:] {
					if crosses(o.points[k], o.points[k+1], box{x: x, y: top, w: X - x, h: y - top}) {
						t.Errorf("%s: the arrow from %d to %d runs through %q of step %d", name, o.from, o.to, f.label, f.from)
					}
				}
			}
			for _, ring := range pic.ends {
				if meet(x, top, X, y, ring.x-small, ring.y-small, ring.x+small, ring.y+small) {
					t.Errorf("%s: %q of step %d lies on an end", name, f.label, f.from)
				}
			}
		}
	})
}

// meet tells whether two rectangles share more than an edge.
func meet(ax, ay, aX, aY, bx, by, bX, bY int) bool { return ax < bX && bx < aX && ay < bY && by < aY }

// crosses tells whether a line runs through the inside of a box.
func crosses(from, to [2]int, b box) bool {
	return meet(min(from[0], to[0]), min(from[1], to[1]), max(from[0], to[0])+1, max(from[1], to[1])+1, b.x+1, b.y+1, b.x+b.w-1, b.y+b.h-1)
}

// Each picture is sound XML, says everything in its language, tells each step in its text
// alternative, and is the same bytes each time.
func TestPicturesAreWhole(t *testing.T) {
	every(t, func(name string, e *regulation.Edition, p *regulation.Process, w *lang.Words) {
		for format, draw := range map[string]func(*regulation.Edition, regulation.ProcessKey, *lang.Words) (string, error){"svg": SVG, "bpmn": BPMN} {
			first, err := draw(e, p.Key, w)
			if err != nil {
				t.Fatalf("%s %s: %v", name, format, err)
			}
			if again, _ := draw(e, p.Key, w); again != first {
				t.Errorf("%s %s is not the same twice", name, format)
			}
			if strings.Contains(first, "[regulation") || strings.Contains(first, "[passport") {
				t.Errorf("%s %s: a word is missing", name, format)
			}
			wellFormed(t, name+" "+format, first)
		}
		said := alternative(layOut(e, p, w))
		for _, s := range p.Steps {
			if !strings.Contains(said, fmt.Sprintf("%d. ", s.N)) {
				t.Errorf("%s: the text alternative lacks step %d", name, s.N)
			}
		}
	})
}

func wellFormed(t *testing.T, name, doc string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// The graph of BPMN begins once, leaves nothing unreached, ends everywhere, and draws no
// node upon another.
func TestTheGraphIsSound(t *testing.T) {
	every(t, func(name string, _ *regulation.Edition, p *regulation.Process, w *lang.Words) {
		g := graphOf(p, w)
		tasks := 0
		for i, n := range g.nodes {
			if (n.kind == "startEvent") != (len(n.in) == 0) || (n.kind == "endEvent") != (len(n.out) == 0) {
				t.Errorf("%s: %s (%s) has %d ways in and %d out", name, n.id, n.kind, len(n.in), len(n.out))
			}
			if strings.HasSuffix(n.kind, "Task") {
				tasks++
			}
			x, y, width, height := n.bounds()
			for _, o := range g.nodes[i+1:] {
				ox, oy, ow, oh := o.bounds()
				if meet(x, y, x+width, y+height, ox, oy, ox+ow, oy+oh) {
					t.Errorf("%s: %s and %s overlap", name, n.id, o.id)
				}
			}
			for _, f := range g.edges {
				way := g.way(f)
				for k := range way[1:] {
					if crosses(way[k], way[k+1], box{x: x, y: y, w: width, h: height}) {
						t.Errorf("%s: %s crosses %s", name, f.id, n.id)
					}
				}
			}
		}
		if tasks != len(p.Steps) {
			t.Errorf("%s: %d tasks for %d steps", name, tasks, len(p.Steps))
		}
	})
}

func TestTheHandbookHoldsEveryStep(t *testing.T) {
	c, err := regulation.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lang.Locales() {
		got, err := Handbook(c.Last(), texts.In(l))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(got, "<svg "); n != 34 {
			t.Errorf("%s: %d pictures, the lists but the repetitions in point 8 are 34", l, n)
		}
		if again, _ := Handbook(c.Last(), texts.In(l)); again != got {
			t.Errorf("%s: the handbook is not the same twice", l)
		}
		if strings.Contains(got, "[regulation") || strings.Contains(got, "<no value>") {
			t.Errorf("%s: a word is missing", l)
		}
		for _, e := range c.Last() {
			for _, p := range e.Processes {
				for _, s := range p.Steps {
					if p.Key != regulation.ByProviderAgain && !strings.Contains(got, strings.ReplaceAll(s.TextRU, `"`, "&#34;")) {
						t.Errorf("%s: annex %d, %s, step %d is not in the handbook", l, e.Annex, p.Key, s.N)
					}
				}
			}
		}
	}
}

func BenchmarkAllDiagrams(b *testing.B) {
	for b.Loop() {
		every(b, func(_ string, e *regulation.Edition, p *regulation.Process, w *lang.Words) {
			if _, err := SVG(e, p.Key, w); err != nil {
				b.Fatal(err)
			}
		})
	}
}
