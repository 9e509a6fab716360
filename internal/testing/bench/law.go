package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"time"

	"asar/internal/calendar"
	"asar/internal/documents/handbook"
	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
)

// lawFigure is one thing done with the law's data, on one core.
type lawFigure struct {
	name   string
	figure figure
	lines  int // of terms counted in one go
}

// lawLines is how many terms are asked for in one go.
const lawLines = 10_000

// law measures the clock of terms, loading the regulations and drawing their diagrams.
func law(long time.Duration, r *report) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	books, err := regulation.Load()
	if err != nil {
		return err
	}
	texts, err := lang.Load()
	if err != nil {
		return err
	}
	asked := terms()
	for _, one := range []struct {
		name  string
		lines int
		do    func() error
	}{
		{"counting 10,000 terms (`asar calendar due --batch`)", lawLines, func() error { return calendar.Batch(bytes.NewReader(asked), &bytes.Buffer{}) }},
		{"loading and checking all regulations", 0, func() error { _, err := regulation.LoadFrom(os.DirFS("internal/regulation/data")); return err }},
		{"drawing all diagrams as SVG, in three languages", 0, func() error { return draw(books, texts, asSVG) }},
		{"drawing all diagrams as BPMN, in three languages", 0, func() error { return draw(books, texts, asBPMN) }},
		{"drawing all diagrams as PNG, in one language", 0, func() error { return drawIn(books, texts.In(lang.RU), asPNG) }},
		{"the handbook of all services as PDF", 0, func() error { _, err := handbook.PDF(books.Last(), texts.In(lang.RU)); return err }},
	} {
		f, err := repeated(long/3, one.do)
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		r.law = append(r.law, lawFigure{one.name, f, one.lines})
	}
	return nil
}

// terms are lines for the clock: each unit, all hours, all months.
func terms() []byte {
	var in bytes.Buffer
	units := []string{"working_day", "minute", "calendar_day", "month"}
	for i := range lawLines {
		fmt.Fprintf(&in, `{"start":"2026-%02d-%02dT%02d:15:00+05:00","value":%d,"unit":%q,"profile":"almaty_district"}`+"\n", 1+i%12, 1+i%28, i%24, 1+i%15, units[i%4])
	}
	return in.Bytes()
}

func repeated(long time.Duration, do func() error) (figure, error) {
	var took []time.Duration
	for began := time.Now(); time.Since(began) < long || len(took) < 3; {
		from := time.Now()
		if err := do(); err != nil {
			return figure{}, err
		}
		took = append(took, time.Since(from))
	}
	return figureOf(took), nil
}

type drawer func(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) error

func asSVG(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) error {
	_, err := drawing.SVG(e, key, w)
	return err
}

func asBPMN(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) error {
	_, err := drawing.BPMN(e, key, w)
	return err
}

func asPNG(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) error {
	scene, err := drawing.SceneOf(e, key, w)
	if err == nil {
		_, err = handbook.PNG(scene)
	}
	return err
}

func draw(books *regulation.Catalogue, texts *lang.Texts, as drawer) error {
	for _, l := range lang.Locales() {
		if err := drawIn(books, texts.In(l), as); err != nil {
			return err
		}
	}
	return nil
}

// drawIn draws each list of each service in a language.
func drawIn(books *regulation.Catalogue, w *lang.Words, as drawer) error {
	for _, e := range books.Last() {
		for _, p := range e.Processes {
			if err := as(e, p.Key, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// lawSection is what the page says of the law.
func (r *report) lawSection(b *bytes.Buffer) {
	if len(r.law) == 0 {
		return
	}
	b.WriteString("## The law\n\nOn one core, without a database. Aim: 100,000 terms a second.\n\n")
	rows := [][]string{{"what", "p50, ms", "p99, ms", "terms a second"}}
	for _, f := range r.law {
		cells := []string{f.name, milliseconds(f.figure.p50), milliseconds(f.figure.p99), ""}
		if f.lines > 0 {
			n := float64(f.lines) / f.figure.p50.Seconds()
			cells[3] = marked(n >= 100_000, "%.0f", n)
		}
		rows = append(rows, cells)
	}
	table(b, rows...)
}
