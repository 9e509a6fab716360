package calendar

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
)

// question is one line of a batch.
type question struct {
	Start   string `json:"start"`
	Value   *int   `json:"value"`
	Unit    string `json:"unit"`
	Profile string `json:"profile"`
	Base    string `json:"base"`    // what days before or after an event are
	DayIs   string `json:"day_is"`  // what a day without a kind is
	Channel string `json:"channel"` // state_corporation: with the moment to hand over
}

// longestLine is more than any question needs.
const longestLine = 64 << 10

// Batch answers JSON lines {"start", "value", "unit", "profile"} with {"due", "passport"}
// or {"error"}, one a line and in their order. An error returned is one of reading or
// writing.
func Batch(in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, longestLine)
	answers := bufio.NewWriterSize(out, longestLine)
	a := &answerer{table: Kazakhstan()}
	for {
		line, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			err = a.tooLong(lines)
			line = nil
		}
		if len(line) > 0 || err == nil {
			if _, wrong := answers.Write(a.answer(bytes.TrimSpace(line))); wrong != nil {
				return wrong
			}
		}
		if errors.Is(err, io.EOF) {
			return answers.Flush()
		}
		if err != nil {
			return err
		}
	}
}

// answerer answers questions with buffers it uses again.
type answerer struct {
	table    *Table
	passport Passport
	out      []byte
	long     bool
}

// tooLong throws away the rest of a line.
func (a *answerer) tooLong(lines *bufio.Reader) error {
	a.long = true
	for {
		if _, err := lines.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

func (a *answerer) answer(line []byte) []byte {
	a.out = a.out[:0]
	if err := a.ask(line); err != nil {
		said, _ := json.Marshal(err.Error()) // text always marshals
		a.out = append(append(append(a.out[:0], `{"error":`...), said...), '}')
	}
	a.out = append(a.out, '\n')
	return a.out
}

func (a *answerer) ask(line []byte) error {
	if a.long {
		a.long = false
		return fmt.Errorf("calendar: the line is longer than %d bytes", longestLine)
	}
	var q question
	if !q.scan(line) {
		q = question{}
		if err := json.Unmarshal(line, &q); err != nil {
			return fmt.Errorf("calendar: the line is not a question: %w", err)
		}
	}
	c, l, err := q.counting(a.table)
	if err != nil {
		return err
	}
	start, err := time.Parse(time.RFC3339, q.Start)
	if err != nil {
		return fmt.Errorf("calendar: %q is not a moment like 2026-11-24T09:00:00+05:00", q.Start)
	}
	if start.Year() < 1900 || start.Year() > lastRuled {
		return fmt.Errorf("calendar: %d lies outside the years 1900–%d", start.Year(), lastRuled)
	}
	if err := c.count(&a.passport, At(start), l, nil); err != nil {
		return err
	}
	a.out = append(a.out, `{"due":`...)
	a.out = appendMoment(a.out, a.passport.Due)
	a.out = append(a.out, `,"passport":`...)
	a.out = a.passport.AppendJSON(a.out)
	a.out = append(a.out, '}')
	return nil
}

// counting is what a question asks for.
func (q *question) counting(table *Table) (c Counting, l Length, err error) {
	n := 0
	if q.Value != nil {
		n = *q.Value
	}
	if l, err = LengthOf(n, Unit(q.Unit)); err != nil {
		return c, l, err
	}
	hours, err := ProfileNamed(q.Profile)
	if err != nil {
		return c, l, err
	}
	for _, kind := range []string{q.Base, q.DayIs} {
		if kind != "" && kind != string(WorkingDays) && kind != string(CalendarDays) {
			return c, l, fmt.Errorf("calendar: a day is a working_day or a calendar_day, not %q", kind)
		}
	}
	if q.Channel != "" && q.Channel != "state_corporation" {
		return c, l, fmt.Errorf("calendar: %q is no channel that changes a term; state_corporation is", q.Channel)
	}
	c = Counting{Table: table, Hours: hours, DayIs: Unit(q.DayIs), ThroughCorporation: q.Channel != ""}
	return c, l.Counted(Unit(q.Base)), nil
}

// scan reads the plain form of a line: an object of texts without escapes, whole numbers
// and null. Anything else is left to encoding/json.
func (q *question) scan(b []byte) bool {
	s := scanner{b: b}
	if !s.take('{') {
		return false
	}
	for {
		key, ok := s.text()
		if !ok || !s.take(':') || !q.field(&s, key) {
			return false
		}
		if s.take(',') {
			continue
		}
		return s.take('}') && s.i == len(b)
	}
}

func (q *question) field(s *scanner, key []byte) (ok bool) {
	var value []byte
	if string(key) == "value" {
		return s.number(&q.Value)
	}
	if value, ok = s.text(); !ok {
		return false
	}
	switch string(key) {
	case "start":
		q.Start = string(value)
	case "unit":
		q.Unit = string(value)
	case "profile":
		q.Profile = string(value)
	default:
		return false
	}
	return true
}

// scanner walks the bytes of a line.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t') {
		s.i++
	}
}

// take steps over one sign and the space about it.
func (s *scanner) take(c byte) bool {
	s.space()
	if s.i == len(s.b) || s.b[s.i] != c {
		return false
	}
	s.i++
	s.space()
	return true
}

func (s *scanner) text() ([]byte, bool) {
	if s.i == len(s.b) || s.b[s.i] != '"' {
		return nil, false
	}
	n := bytes.IndexByte(s.b[s.i+1:], '"')
	if n < 0 {
		return nil, false
	}
	text := s.b[s.i+1 : s.i+1+n]
	for _, c := range text {
		if c < ' ' || c == '\\' || c > '~' {
			return nil, false
		}
	}
	s.i += n + 2
	s.space()
	return text, true
}

func (s *scanner) number(into **int) bool {
	if bytes.HasPrefix(s.b[s.i:], []byte("null")) {
		s.i += 4
		*into = nil
		return true
	}
	from, n := s.i, 0
	for s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' && s.i-from < 9 {
		n = n*10 + int(s.b[s.i]-'0')
		s.i++
	}
	if s.i == from || s.b[from] == '0' && s.i > from+1 {
		return false
	}
	*into = &n
	return true
}

// MarshalJSON writes the passport; moments are on the city's clock.
func (p *Passport) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// AppendJSON appends what MarshalJSON writes.
func (p *Passport) AppendJSON(b []byte) []byte {
	b = appendMoment(append(b, `{"event":`...), p.Event)
	b = appendMoment(append(b, `,"received":`...), p.Received)
	if p.Length.n > 0 {
		b = strconv.AppendInt(append(b, `,"value":`...), int64(p.Length.n), 10)
	}
	b = append(append(append(b, `,"unit":"`...), p.Length.unit...), '"')
	b = append(append(append(b, `,"profile":"`...), p.Profile...), '"')
	b = append(b, `,"counted":[`...)
	for i, d := range p.Counted {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendDate(b, d)
	}
	b = append(b, `],"skipped":[`...)
	for i, s := range p.Skipped {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendJSON(b)
	}
	b = append(b, ']')
	if !p.MovedFrom.IsZero() {
		b = appendDate(append(b, `,"moved_from":`...), p.MovedFrom)
	}
	if len(p.Changes) > 0 {
		b = p.appendChanges(b)
	}
	b = appendMoment(append(b, `,"due":`...), p.Due)
	if !p.HandOver.IsZero() {
		b = appendMoment(append(b, `,"hand_over":`...), p.HandOver)
	}
	b = append(append(append(b, `,"calendar":"`...), p.Calendar...), '"')
	if len(p.Warnings) > 0 {
		b = append(b, `,"warnings":[`...)
		for i, w := range p.Warnings {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(append(append(b, '"'), w...), '"')
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

func (s Skip) appendJSON(b []byte) []byte {
	b = appendDate(append(b, `{"date":`...), s.Day)
	b = append(append(append(b, `,"reason":"`...), s.Reason...), '"')
	if s.Name[1] != "" {
		b = appendText(append(b, `,"name_kk":`...), s.Name[0])
		b = appendText(append(b, `,"name_ru":`...), s.Name[1])
	}
	return append(b, '}')
}

func (p *Passport) appendChanges(b []byte) []byte {
	b = append(b, `,"changes":[`...)
	for i, c := range p.Changes {
		if i > 0 {
			b = append(b, ',')
		}
		kind := "extension"
		if c.Suspends {
			kind = "suspension"
		}
		b = append(append(append(b, `{"kind":"`...), kind...), `","name":`...)
		b = appendText(b, c.Name)
		b = appendDate(append(b, `,"from":`...), c.From)
		b = appendDate(append(b, `,"to":`...), c.To)
		if !c.Suspends {
			b = strconv.AppendInt(append(b, `,"value":`...), int64(c.By.n), 10)
			b = append(append(append(b, `,"unit":"`...), c.By.unit...), '"')
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendText writes a text as JSON; names of days have nothing to escape but may change.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == '"' || s[i] == '\\' {
			said, _ := json.Marshal(s) // text always marshals
			return append(b, said...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendMoment(b []byte, i Instant) []byte {
	b = append(b, '"')
	return append(i.Local().AppendFormat(b, time.RFC3339), '"')
}

func appendDate(b []byte, d Date) []byte {
	y, m := d.Year, int(d.Month)
	return append(b, '"', byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+d.Day/10), byte('0'+d.Day%10), '"')
}
