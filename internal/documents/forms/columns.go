package forms

import (
	"strconv"

	"asar/internal/documents/pdf"
)

// column is one column of the journal's table.
type column struct {
	key   string // of its head
	share float64
	right bool
	cell  func(i int, e Entry) (text, lang string)
}

// entries is the table of the month with its total, or a sentence when there are none.
func (s *sheet) entries(columns []column) {
	if len(s.c.Entries) == 0 {
		s.Paragraph(s.say("none"))
		return
	}
	t := pdf.Table{}
	total := 0 // columns up to that of hours
	for i, c := range columns {
		t.Widths, t.Head = append(t.Widths, c.share), append(t.Head, pdf.Cell{Text: s.say(c.key), Right: c.right})
		if c.key == "hours" {
			total = i
		}
	}
	for i, e := range s.c.Entries {
		row := make([]pdf.Cell, len(columns))
		for j, c := range columns {
			row[j] = pdf.Cell{Right: c.right}
			row[j].Text, row[j].Lang = c.cell(i, e)
		}
		t.Rows = append(t.Rows, row)
	}
	last := []pdf.Cell{{Text: s.say("total"), Head: true, Span: total}, {Text: hours(s.c.TotalMinutes()), Right: true}}
	for range len(columns) - total - 1 {
		last = append(last, pdf.Cell{})
	}
	t.Rows = append(t.Rows, last)
	s.Table(t)
}

func (s *sheet) numberAndDay() []column {
	list := []column{
		{"no", 5, true, func(i int, _ Entry) (string, string) { return strconv.Itoa(i + 1), "" }},
		{"day", 13, false, func(_ int, e Entry) (string, string) { return date(e.Day), "" }},
	}
	if s.any(func(e Entry) bool { return e.From != "" }) {
		list = append(list, column{"time", 13, false, func(_ int, e Entry) (string, string) {
			if e.From == "" {
				return "", ""
			}
			return e.From + "–" + e.To, ""
		}})
	}
	return list
}

func (s *sheet) any(is func(Entry) bool) bool {
	for _, e := range s.c.Entries {
		if is(e) {
			return true
		}
	}
	return false
}

func (s *sheet) hasForms() bool  { return s.any(func(e Entry) bool { return e.Form != Words{} }) }
func (s *sheet) hasPlaces() bool { return s.any(func(e Entry) bool { return e.Places != Words{} }) }

func (s *sheet) formColumn(share float64) column {
	return column{"form", share, false, func(_ int, e Entry) (string, string) { return s.own(e.Form) }}
}

var hoursColumn = column{"hours", 9, true, func(_ int, e Entry) (string, string) { return hours(e.Minutes), "" }}

// own is a text in the form's language; lang is set when only the other language has it.
func (s *sheet) own(w Words) (text, lang string) {
	text = w.In(s.locale)
	switch {
	case s.locale == "ru" && w.RU == "" && text != "":
		return text, "kk"
	case s.locale == "kk" && w.KK == "" && text != "":
		return text, "ru"
	}
	return text, ""
}

func (s *sheet) actColumns() []column {
	list := s.numberAndDay()
	if s.hasForms() {
		list = append(list, s.formColumn(40))
	}
	if s.hasPlaces() {
		list = append(list, column{"places", 60, false, func(_ int, e Entry) (string, string) { return s.own(e.Places) }})
	}
	return append(list, hoursColumn)
}

func (s *sheet) escortColumns() []column {
	list := s.numberAndDay()
	if s.hasForms() {
		list = append(list, s.formColumn(24))
	}
	if s.hasPlaces() {
		list = append(list, s.places("places-kk", "kk"), s.places("places-ru", "ru"))
	}
	list = append(list, hoursColumn)
	blank := func(int, Entry) (string, string) { return "", "" }
	return append(list, column{"recipient-sign", 15, false, blank}, column{"place-mark", 17, false, blank})
}

func (s *sheet) places(key, locale string) column {
	return column{key, 24, false, func(_ int, e Entry) (string, string) {
		text, lang := e.Places.RU, "ru"
		if locale == "kk" {
			text, lang = e.Places.KK, "kk"
		}
		if lang == s.locale {
			lang = ""
		}
		return text, lang
	}}
}
