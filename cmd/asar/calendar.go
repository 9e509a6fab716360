package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"asar/internal/calendar"
	"asar/internal/lang"
)

type calendarCommand struct {
	Due     calendarDue     `cmd:"" help:"Count a term: when does it end, and why then."`
	Preview calendarPreview `cmd:"" help:"Say which open terms would move under another calendar."`
}

type calendarDue struct {
	Batch   bool   `help:"Answer JSON lines from standard input: {\"start\",\"value\",\"unit\",\"profile\"} with {\"due\",\"passport\"} or {\"error\"}."`
	Start   string `help:"When it began, as 2026-11-24T09:00:00+05:00."`
	Value   int    `help:"How many."`
	Unit    string `help:"Of what: minute, hour, working_day, calendar_day, day, month, same_day, before_event, after_event." default:"working_day"`
	Profile string `help:"Whose hours: almaty_district, state_body_generic, state_corporation." default:"almaty_district"`
	Lang    string `help:"The language of the sentence." enum:"kk,ru,en" default:"ru"`
}

// Run answers one question or a batch of them.
func (c calendarDue) Run(s *surroundings) error {
	if c.Batch {
		return calendar.Batch(s.in, s.out)
	}
	start, err := calendar.ParseInstant(c.Start)
	if err != nil {
		return err
	}
	length, err := calendar.LengthOf(c.Value, calendar.Unit(c.Unit))
	if err != nil {
		return err
	}
	hours, err := calendar.ProfileNamed(c.Profile)
	if err != nil {
		return err
	}
	passport, err := calendar.Counting{Table: calendar.Kazakhstan(), Hours: hours}.Due(start, length)
	if err != nil {
		return err
	}
	texts, err := lang.Load()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(s.out, texts.In(lang.Locale(c.Lang)).Passport(passport)); err != nil {
		return err
	}
	return writeJSON(s, &passport)
}

type calendarPreview struct {
	Table string `required:"" type:"existingfile" help:"The other calendar: a CSV file of the form of the one built in."`
}

// openTerm is a term that still runs, one a line.
type openTerm struct {
	Name    string `json:"name"`
	Start   string `json:"start"`
	Value   int    `json:"value"`
	Unit    string `json:"unit"`
	Profile string `json:"profile"`
}

// movedTerm is what is said of a term that ends at another moment.
type movedTerm struct {
	Name   string             `json:"name"`
	Before *calendar.Passport `json:"before"`
	Now    *calendar.Passport `json:"now"`
}

// Run reads open terms as JSON lines {"name","start","value","unit","profile"} and prints
// those that move, with both passports.
func (c calendarPreview) Run(s *surroundings) error {
	csv, err := os.ReadFile(c.Table)
	if err != nil {
		return err
	}
	table, err := calendar.ReadTable(csv)
	if err != nil {
		return err
	}
	open, err := readOpen(s)
	if err != nil {
		return err
	}
	moved, err := calendar.Preview(open, table)
	if err != nil {
		return err
	}
	out := json.NewEncoder(s.out)
	for _, m := range moved {
		if err := out.Encode(movedTerm{Name: m.Name, Before: &m.Before, Now: &m.Now}); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(s.err, "%d of %d terms move\n", len(moved), len(open))
	return err
}

func readOpen(s *surroundings) (open []calendar.Open, err error) {
	lines := bufio.NewScanner(s.in)
	for n := 1; lines.Scan(); n++ {
		var t openTerm
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		start, err1 := calendar.ParseInstant(t.Start)
		length, err2 := calendar.LengthOf(t.Value, calendar.Unit(t.Unit))
		hours, err3 := calendar.ProfileNamed(t.Profile)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		open = append(open, calendar.Open{Name: t.Name, Event: start, Length: length, By: calendar.Counting{Table: calendar.Kazakhstan(), Hours: hours}})
	}
	return open, lines.Err()
}
