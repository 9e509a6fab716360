package office

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"asar/internal/audit"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// bookView is the history of one record and whether it is as it was written.
type bookView struct {
	header  ui.PageHeaderProps
	proven  ui.SummaryListProps
	broken  ui.WarningTextProps
	wrong   []string
	events  ui.TimelineProps
	cut     string
	actions []ui.ButtonProps
}

// mostEvents is how much of a book a page shows; the file of the proof holds all.
const mostEvents = 200

func (h history) book(v *web.Visit) error {
	name := v.In("book")
	p, err := audit.Prove(v.Context(), h.db, v.By, name)
	if err != nil {
		return err
	}
	entries := make([]audit.Entry, 0, len(p.Entries))
	for _, e := range slices.Backward(p.Entries) {
		entries = append(entries, e.Entry)
	}
	page := bookView{header: ui.PageHeaderProps{Caption: v.Say("menu.audit"), Title: book(v, name)}, proven: ui.SummaryListProps{Rows: provenRows(v, name, p)},
		broken: ui.WarningTextProps{Word: v.Say("office.attention"), Text: v.Say("office-audit.broken")}, wrong: findings(v, p.Findings),
		actions: []ui.ButtonProps{{Text: v.Say("office-audit.download"), Href: v.Path("/office/audit/book/" + name + "/proof"), Kind: ui.ButtonSecondary}}}
	if len(entries) > mostEvents {
		entries, page.cut = entries[:mostEvents], v.Say("office-audit.cut", map[string]any{"N": mostEvents})
	}
	names, err := h.names(v, entries)
	if err != nil {
		return err
	}
	page.events = timeline(v, entries, names)
	return v.Show(web.Screen{Title: page.header.Title, Body: bookPage(page), Back: "/office/audit", Active: "/office/audit"})
}

func provenRows(v *web.Visit, name string, p audit.Proof) []ui.SummaryRow {
	verdict, sealed := v.Say("office-audit.whole"), v.Say("office-audit.not-sealed")
	if len(p.Findings) > 0 {
		verdict = v.Say("office-audit.changed")
	}
	if p.Seal.N > 0 {
		sealed = v.Say("office-audit.sealed", map[string]any{"N": int(p.Seal.N), "At": p.Seal.At})
	}
	rows := []ui.SummaryRow{ui.Fact(v.Say("office-audit.book"), name), ui.Fact(v.Say("office-audit.verdict"), verdict), ui.Fact(v.Say("office-audit.seal"), sealed)}
	if n := len(p.Entries); n > 0 {
		rows = append(rows, ui.Fact(v.Say("office-audit.entries"), v.Words.Number(n)), ui.SummaryRow{Key: v.Say("office-audit.last-hash"), Value: digest(p.Entries[n-1].Hash)})
	}
	return rows
}

// digest is a digest that may be broken into lines.
func digest(b []byte) ui.Rich { return ui.Body(digestText(hex.EncodeToString(b))) }

func findings(v *web.Visit, all []audit.Finding) (words []string) {
	for _, f := range all {
		words = append(words, v.Say("office-audit.finding", map[string]any{"Book": f.Book, "N": int(f.N), "What": v.Say("office-audit.what." + strings.ReplaceAll(f.What, " ", "-"))}))
	}
	return words
}

func timeline(v *web.Visit, entries []audit.Entry, names map[registry.PersonID]string) ui.TimelineProps {
	t := ui.TimelineProps{Label: v.Say("office-audit.events")}
	for _, e := range entries {
		event := ui.Event{Title: action(v, e.Action), By: actor(v, e.Actor, names), When: moment(v, e.At), Stamp: e.At.Local().Format("2006-01-02T15:04:05-07:00")}
		if lines := details(e.Details); len(lines) > 0 {
			event.Body = ui.Body(detailsList(lines))
		}
		t.Events = append(t.Events, event)
	}
	return t
}

// details are an entry's values as they were written: names of the program, not words.
func details(raw json.RawMessage) (lines []string) {
	var values map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		if s := string(raw); s != "null" {
			lines = []string{s}
		}
		return lines
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if empty := string(values[name]); empty == `""` || empty == "null" {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s", name, strings.Trim(string(values[name]), `"`)))
	}
	return lines
}

// download gives a proof as a file another program can check.
func (h history) download(v *web.Visit) error {
	p, err := audit.Prove(v.Context(), h.db, v.By, v.In("book"))
	if err != nil {
		return err
	}
	content, err := p.File(v.In("book"))
	if err != nil {
		return err
	}
	return v.Download("proof.json", "application/json", content)
}

// proofView is the page where the whole history is checked.
type proofView struct {
	header  ui.PageHeaderProps
	why     string
	seal    ui.SummaryListProps
	last    ui.TimelineProps
	title   string
	none    string
	action  string
	button  ui.ButtonProps
	compare string
}

func (h history) showProof(v *web.Visit) error {
	seal, err := audit.LastSeal(v.Context(), h.db, v.By)
	if err != nil {
		return err
	}
	checks, err := audit.Find(v.Context(), h.db, v.By, audit.Filter{Book: audit.Checks})
	if err != nil {
		return err
	}
	names, err := h.names(v, checks.Entries)
	if err != nil {
		return err
	}
	page := proofView{header: ui.PageHeaderProps{Caption: v.Say("menu.audit"), Title: v.Say("office-audit.proof")}, why: v.Say("office-audit.proof-why"), compare: v.Say("office-audit.compare"),
		action: v.Path("/office/audit/proof"), button: ui.ButtonProps{Text: v.Say("office-audit.check"), Once: true}, title: v.Say("office-audit.checks"), none: v.Say("office-audit.checks-none")}
	page.seal.Rows = []ui.SummaryRow{ui.Fact(v.Say("office-audit.seal"), v.Say("office-audit.not-sealed"))}
	if seal.N > 0 {
		page.seal.Rows = []ui.SummaryRow{ui.Fact(v.Say("office-audit.seal"), v.Say("office-audit.sealed", map[string]any{"N": int(seal.N), "At": seal.At})),
			{Key: v.Say("office-audit.seal-root"), Value: digest(seal.Root)}, {Key: v.Say("office-audit.seal-hash"), Value: digest(seal.Hash)}}
	}
	page.last = timeline(v, checks.Entries[:min(len(checks.Entries), 5)], names)
	for i, e := range checks.Entries[:len(page.last.Events)] {
		page.last.Events[i].Body = checked(v, e.Details)
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: proofPage(page), Back: "/office/audit", Active: "/office/audit"})
}

// checked is what a check found, in words.
func checked(v *web.Visit, raw json.RawMessage) ui.Rich {
	var c struct {
		Entries, Books, Seals int
		Root                  []byte
		Found                 []string
	}
	if json.Unmarshal(raw, &c) != nil {
		return ui.Rich{}
	}
	verdict := v.Say("office-audit.whole")
	if len(c.Found) > 0 {
		verdict = v.Say("office-audit.changed")
	}
	counts := v.Say("office-audit.counts", map[string]any{"Entries": c.Entries, "Books": c.Books, "Seals": c.Seals})
	return ui.Body(checkedBody(checkedView{verdict: verdict, counts: counts, rootLabel: v.Say("office-audit.root"), root: hex.EncodeToString(c.Root), found: c.Found}))
}

// checkedView is the outcome of a check.
type checkedView struct {
	verdict, counts, rootLabel, root string
	found                            []string
}

func (h history) check(v *web.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	r, err := audit.Check(v.Context(), h.db, v.By)
	if err != nil {
		return err
	}
	if len(r.Findings) > 0 {
		return v.GoSaying("/office/audit/proof", "done.audit-broken")
	}
	return v.GoSaying("/office/audit/proof", "done.audit-whole")
}
