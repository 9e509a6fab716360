package drawing

import (
	"strconv"
	"strings"

	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/regulation"
)

// Sizes in pixels.
const (
	laneWidth   = 190
	boxWidth    = 158
	notesWidth  = 230
	margin      = 16
	rowGap      = 30
	padding     = 8
	textSize    = 12
	lineHeight  = 15
	titleSize   = 16
	titleHeight = 21
	boldText    = 14 // as wide as plain text of that size
	boldTitle   = 19
	round       = 13 // radius of a start or an end
)

// lane is one column: a role in a place.
type lane struct {
	holder regulation.Holder
	lines  []string
	x      int
}

// box is one step as it is drawn.
type box struct {
	step       regulation.Step
	lane       int
	x, y, w, h int
	lines      []line
	notes      []string
}

// line is one line of a box.
type line struct {
	text        string
	bold, small bool
}

// flow is an arrow from one step to another; from 0 is the start, to 0 an end.
type flow struct {
	from, to int
	points   [][2]int
	label    string
	beside   bool
}

// end is where a path ends: a ring under its step.
type end struct {
	after, x, y int
	ending      regulation.Ending
}

// picture is a diagram with everything in its place.
type picture struct {
	edition       *regulation.Edition
	process       *regulation.Process
	words         *lang.Words
	title         []string
	lanes         []lane
	boxes         []box
	flows         []flow
	ends          []end
	startX        int
	startY        int
	head          int // where the lanes begin
	laneHead      int // height of their names
	width, height int
	notes         bool
}

func layOut(e *regulation.Edition, p *regulation.Process, w *lang.Words) *picture {
	pic := &picture{edition: e, process: p, words: w}
	pic.findLanes()
	pic.placeTitle()
	pic.placeBoxes()
	pic.placeFlows()
	return pic
}

func (p *picture) findLanes() {
	for _, s := range p.process.Steps {
		h := regulation.Holder{Role: s.Role, At: s.At}
		if p.laneOf(h) >= 0 {
			continue
		}
		p.lanes = append(p.lanes, lane{holder: h, lines: wrap(who(p.words, h), laneWidth-2*padding, boldText), x: margin + len(p.lanes)*laneWidth})
	}
	for _, s := range p.process.Steps {
		p.notes = p.notes || len(notesOf(p.words, s)) > 0
	}
	p.width = 2*margin + len(p.lanes)*laneWidth
	if p.notes {
		p.width += notesWidth
	}
	p.width = max(p.width, 2*margin+2*laneWidth)
}

func (p *picture) laneOf(h regulation.Holder) int {
	for i, l := range p.lanes {
		if l.holder == h {
			return i
		}
	}
	return -1
}

// who is a role in words, with its place where the role exists in several.
func who(w *lang.Words, h regulation.Holder) string {
	name := w.Say("regulation.role." + string(h.Role))
	if len(h.Role.Places()) < 2 {
		return name
	}
	return name + ", " + w.Say("regulation.place."+string(h.At))
}

func (p *picture) placeTitle() {
	p.title = wrap(titleOf(p.edition, p.words)+". "+p.words.Say("regulation.process."+string(p.process.Key)), p.width-2*margin, boldTitle)
	p.head = margin + len(p.title)*titleHeight + padding
	tallest := 1
	for _, l := range p.lanes {
		tallest = max(tallest, len(l.lines))
	}
	p.laneHead = tallest*lineHeight + 2*padding
}

func titleOf(e *regulation.Edition, w *lang.Words) string {
	return map[lang.Locale]string{lang.KK: e.Title.KK, lang.RU: e.Title.RU, lang.EN: e.Title.EN}[w.Locale()]
}

func (p *picture) placeBoxes() {
	p.startY = p.head + p.laneHead + padding + round
	y := p.startY + round + rowGap
	for _, s := range p.process.Steps {
		b := box{step: s, lane: p.laneOf(regulation.Holder{Role: s.Role, At: s.At}), w: boxWidth, y: y}
		b.x = p.lanes[b.lane].x + (laneWidth-boxWidth)/2
		b.lines = p.inside(s)
		b.h = len(b.lines)*lineHeight + 2*padding
		for _, note := range notesOf(p.words, s) {
			b.notes = append(b.notes, wrap(note, notesWidth-3*padding, textSize)...)
		}
		y += max(b.h, len(b.notes)*lineHeight+2*padding) + rowGap
		p.boxes = append(p.boxes, b)
	}
	p.startX = p.boxes[0].x + p.boxes[0].w/2
	p.height = y + 2*round + lineHeight + padding + margin
}

// inside are the lines of a box: number and kind, the time, systems, the clause.
func (p *picture) inside(s regulation.Step) (lines []line) {
	name := strconv.Itoa(s.N) + ". " + p.words.Say("regulation.kind."+string(s.Kind))
	if s.Mark != "" {
		name += " (" + strings.ReplaceAll(markIn(p.words, s.Mark), " ", "\u00a0") + ")"
	}
	for _, l := range wrap(name, boxWidth-2*padding, boldText) {
		lines = append(lines, line{text: l, bold: true})
	}
	if p.process.Key != regulation.ByPortal {
		for _, l := range wrap(limit(p.words, s.Duration), boxWidth-2*padding, textSize) {
			lines = append(lines, line{text: l})
		}
	}
	if len(s.Systems) > 0 {
		names := make([]string, len(s.Systems))
		for i, system := range s.Systems {
			names[i] = p.words.Say("regulation.system." + string(system))
		}
		for _, l := range wrap(strings.Join(names, ", "), boxWidth-2*padding, textSize) {
			lines = append(lines, line{text: l, small: true})
		}
	}
	return append(lines, line{text: clauseIn(p.words, s.Clause), small: true})
}

// markIn is «процесс 3» or «условие 1» in a language.
func markIn(w *lang.Words, mark string) string {
	word, number, _ := strings.Cut(mark, " ")
	if word == "условие" {
		return w.Say("regulation.condition-mark", lang.Args{"Number": number})
	}
	return w.Say("regulation.process-mark", lang.Args{"Number": number})
}

// clauseIn is «п.5 пп.3» in a language.
func clauseIn(w *lang.Words, clause string) string {
	point, item, inside := strings.Cut(strings.TrimPrefix(clause, "п."), " пп.")
	if !inside {
		return w.Say("regulation.clause-whole", lang.Args{"Point": point})
	}
	return w.Say("regulation.clause", lang.Args{"Point": point, "Item": item})
}

// limit is a duration in words.
func limit(w *lang.Words, d regulation.Duration) string {
	if d.Unit == regulation.NoLimit {
		return w.Say("regulation.no-limit")
	}
	n := 0
	if d.Value != nil {
		n = *d.Value
	}
	l, err := calendar.LengthOf(n, calendar.Unit(d.Unit))
	if err != nil {
		return w.Say("regulation.no-limit") // the loader refuses such a duration
	}
	said := w.Length(l)
	if d.Qualifier == "same_day" {
		said = w.Say("regulation.on-the-day") + ", " + said
	}
	return said
}

// notesOf are the branches of a step, and what it is done beside.
func notesOf(w *lang.Words, s regulation.Step) (notes []string) {
	if s.ParallelWith > 0 {
		notes = append(notes, w.Say("regulation.parallel", lang.Args{"Step": strconv.Itoa(s.ParallelWith)}))
	}
	for _, b := range s.Branches {
		note := w.Say("regulation.branch." + string(b.Kind))
		if b.Duration != nil {
			note += ": " + limit(w, *b.Duration)
		}
		notes = append(notes, note)
	}
	return notes
}

// wrap breaks a text into lines that fit a width; a word too long for a line is broken.
func wrap(text string, width, size int) (lines []string) {
	fits := max(width*100/(size*60), 4) // letters of six tenths of the size
	current := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		for len([]rune(word)) > fits {
			letters := []rune(word)
			if current != "" {
				lines, current = append(lines, current), ""
			}
			lines, word = append(lines, string(letters[:fits-1])+"-"), string(letters[fits-1:])
		}
		switch {
		case current == "":
			current = word
		case len([]rune(current))+1+len([]rune(word)) <= fits:
			current += " " + word
		default:
			lines, current = append(lines, current), word
		}
	}
	return append(lines, current)
}
