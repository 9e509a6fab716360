package main

import (
	"encoding/json"
	"fmt"

	"asar/internal/documents/handbook"
	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
)

type regulationCommand struct {
	Export   regulationExport   `cmd:"" help:"Print the regulations for other programs."`
	Lint     regulationLint     `cmd:"" help:"Say where the law contradicts itself or is silent."`
	Check    regulationCheck    `cmd:"" help:"Prove that each path can be walked, ended, and fits into the term of the service."`
	Diff     regulationDiff     `cmd:"" help:"Say in legal words what changed between two editions of one service."`
	Compare  regulationCompare  `cmd:"" help:"Put the channels of one service side by side."`
	Diagram  regulationDiagram  `cmd:"" help:"Draw one list of steps: swimlanes by role, as SVG, PNG or BPMN 2.0."`
	Handbook regulationHandbook `cmd:"" help:"Print the handbook of business processes, of one service or of all."`
	List     regulationList     `cmd:"" help:"Name the editions that are held."`
	Schema   regulationSchema   `cmd:"" help:"Print the JSON Schema of an edition's file, or of the export."`
}

type regulationExport struct {
	Format   string `help:"The only form there is." enum:"json" default:"json"`
	Editions string `help:"The editions the city works by, separated by commas; empty: those in force when the decree lost force." env:"ASAR_REGULATIONS"`
}

// Run prints the services the city works by.
func (c regulationExport) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	editions, err := law.InUse(c.Editions)
	if err != nil {
		return err
	}
	return law.Export(editions).WriteJSON(s.out)
}

type regulationLint struct {
	Annex  int    `help:"Only this annex."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

// Run prints the findings; that there are some is no failure: they are the law's.
func (c regulationLint) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	found := []regulation.Finding{}
	for _, f := range law.Lint() {
		if c.Annex == 0 || f.Annex == c.Annex {
			found = append(found, f)
		}
	}
	if c.Format == "json" {
		return writeJSON(s, found)
	}
	return regulation.WriteFindings(s.out, found)
}

type regulationCheck struct {
	Annex  int    `help:"Only this annex."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

// Run prints the proofs and ends with status 1 when one fails.
func (c regulationCheck) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	proofs, sound := []regulation.Proof{}, true
	for _, p := range law.Check() {
		if c.Annex == 0 || p.Annex == c.Annex {
			proofs, sound = append(proofs, p), sound && len(p.Wrong) == 0
		}
	}
	if c.Format == "json" {
		err = writeJSON(s, proofs)
	} else {
		_, err = regulation.WriteProofs(s.out, proofs)
	}
	if err == nil && !sound {
		return errSaid
	}
	return err
}

type regulationDiff struct {
	From string `arg:"" help:"An edition as \"asar regulation list\" names it."`
	To   string `arg:"" help:"Another edition of the same annex."`
}

// Run prints one change a line.
func (c regulationDiff) Run(s *surroundings) error {
	from, err := editionNamed(c.From)
	if err != nil {
		return err
	}
	to, err := editionNamed(c.To)
	if err != nil {
		return err
	}
	changes, err := regulation.Diff(from, to)
	if err != nil {
		return err
	}
	for _, change := range changes {
		_, _ = fmt.Fprintln(s.out, change)
	}
	_, err = fmt.Fprintf(s.out, "%d changes\n", len(changes))
	return err
}

func editionNamed(name string) (*regulation.Edition, error) {
	law, err := regulation.Load()
	if err != nil {
		return nil, err
	}
	e, found := law.Find(name)
	if !found {
		return nil, fmt.Errorf("there is no edition %q; \"asar regulation list\" names them", name)
	}
	return e, nil
}

type regulationCompare struct {
	Annex int `required:"" help:"The annex, 2 or 4 to 16."`
}

// Run prints the channels of a service.
func (c regulationCompare) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	e, err := annexOf(law, c.Annex)
	if err != nil {
		return err
	}
	return law.Compare(s.out, e)
}

func annexOf(law *regulation.Catalogue, annex int) (*regulation.Edition, error) {
	for _, e := range law.Last() {
		if e.Annex == annex {
			return e, nil
		}
	}
	return nil, fmt.Errorf("there is no annex %d in force; the decree has 2 and 4 to 16", annex)
}

type regulationDiagram struct {
	Annex   int    `required:"" help:"The annex, 2 or 4 to 16."`
	Process string `help:"The list: provider, provider_p8, state_corporation, portal; of annex 5 issue, reissue, extend, ict_issue, ict_reissue, ict_extend, portal." default:"provider"`
	Lang    string `help:"The language." enum:"kk,ru,en" default:"ru"`
	Format  string `help:"svg, bpmn or png." enum:"svg,bpmn,png" default:"svg"`
}

// Run draws one list.
func (c regulationDiagram) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	e, err := annexOf(law, c.Annex)
	if err != nil {
		return err
	}
	texts, err := lang.Load()
	if err != nil {
		return err
	}
	picture, err := diagram(c.Format, e, regulation.ProcessKey(c.Process), texts.In(lang.Locale(c.Lang)))
	if err != nil {
		return err
	}
	_, err = s.out.Write(picture)
	return err
}

func diagram(format string, e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) ([]byte, error) {
	if format == "bpmn" {
		text, err := drawing.BPMN(e, key, w)
		return []byte(text), err
	}
	scene, err := drawing.SceneOf(e, key, w)
	switch {
	case err != nil:
		return nil, err
	case format == "png":
		return handbook.PNG(scene)
	}
	return []byte(scene.SVG("arrow")), nil
}

type regulationHandbook struct {
	Annex  int    `help:"Only this annex."`
	Lang   string `help:"The language." enum:"kk,ru,en" default:"ru"`
	Format string `help:"html: one page that needs nothing else and prints on A4; pdf: tagged, for an archive." enum:"html,pdf" default:"html"`
}

// Run prints the handbook.
func (c regulationHandbook) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	editions := law.Last()
	if c.Annex != 0 {
		e, err := annexOf(law, c.Annex)
		if err != nil {
			return err
		}
		editions = []*regulation.Edition{e}
	}
	texts, err := lang.Load()
	if err != nil {
		return err
	}
	book, err := handbookOf(c.Format, editions, texts.In(lang.Locale(c.Lang)))
	if err != nil {
		return err
	}
	_, err = s.out.Write(book)
	return err
}

func handbookOf(format string, editions []*regulation.Edition, w *lang.Words) ([]byte, error) {
	if format == "pdf" {
		return handbook.PDF(editions, w)
	}
	page, err := drawing.Handbook(editions, w)
	return []byte(page), err
}

type regulationList struct{}

// Run prints the editions with the days they hold.
func (c regulationList) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	for _, e := range law.Editions {
		_, _ = fmt.Fprintf(s.out, "%-45s %s – %s  %s\n", e.Name(), e.Since.Date, e.Until.Date, e.Title.RU)
	}
	return nil
}

type regulationSchema struct {
	Of string `arg:"" help:"data or export." enum:"data,export" default:"data" optional:""`
}

// Run prints one of the two schemas that docs/ publishes.
func (c regulationSchema) Run(s *surroundings) error {
	draw := regulation.DataSchema
	if c.Of == "export" {
		draw = regulation.ExportSchema
	}
	b, err := draw()
	if err == nil {
		_, err = s.out.Write(b)
	}
	return err
}

func writeJSON(s *surroundings, v any) error {
	out := json.NewEncoder(s.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(v)
}
