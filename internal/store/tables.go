package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"asar/internal/calendar"
)

// Table is a table of the schema as the migrations declare it. Its rows have one form as
// JSON whatever database they lie in.
type Table struct {
	Name    string
	columns []column
	order   []string // columns whose order is the order of the rows
}

type column struct{ name, kind string } // kind is the macro's name: uuid, instant, date …

var (
	createsTable  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)\{\{strict\}\}`)
	declares      = regexp.MustCompile(`^(\w+) \{\{(\w+)\}\}(.*)$`)
	addsColumn    = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+) \{\{(\w+)\}\}`)
	namesTheOrder = regexp.MustCompile(`(?:PRIMARY KEY|UNIQUE) \(([^)]+)\)`)
)

// Tables lists the tables in an order in which they can be filled: a table comes after
// those it refers to.
func Tables() ([]Table, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var all []Table
	for _, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, m := range createsTable.FindAllStringSubmatch(string(text), -1) {
			all = append(all, declared(m[1], m[2]))
		}
		for _, m := range addsColumn.FindAllStringSubmatch(string(text), -1) {
			i := slices.IndexFunc(all, func(t Table) bool { return t.Name == m[1] })
			if i < 0 {
				return nil, fmt.Errorf("store: %s changes the unknown table %s", name, m[1])
			}
			all[i].columns = append(all[i].columns, column{m[2], m[3]})
		}
	}
	return all, nil
}

// declared reads the body of CREATE TABLE. Rows are in the order of the primary key, or
// else of the first unique set of columns.
func declared(name, body string) Table {
	t := Table{Name: name}
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		if m := declares.FindStringSubmatch(line); m != nil {
			t.columns = append(t.columns, column{m[1], m[2]})
			if strings.Contains(m[3], "PRIMARY KEY") {
				t.order = []string{m[1]}
			}
		}
		if m := namesTheOrder.FindStringSubmatch(line); m != nil && t.order == nil {
			t.order = strings.Split(m[1], ", ")
		}
	}
	return t
}

// Width is how many columns the table has.
func (t Table) Width() int { return len(t.columns) }

// names lists the columns as SQL does.
func (t Table) names() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// Each gives every row of the table as a line of JSON, in the order of its key: the same
// rows are the same lines on both databases.
func (t Table) Each(ctx context.Context, q Querier, line func([]byte) error) error {
	_, err := All(ctx, q, func(r Row) (struct{}, error) {
		b, err := t.read(r)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, line(b)
	}, `SELECT `+t.names()+` FROM `+t.Name+` ORDER BY `+strings.Join(t.order, ", "))
	return err
}

func (t Table) read(r Row) ([]byte, error) {
	cells, into := make([]cell, len(t.columns)), make([]any, len(t.columns))
	for i, c := range t.columns {
		cells[i].kind = c.kind
		into[i] = &cells[i]
	}
	if err := r.Scan(into...); err != nil {
		return nil, err
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c.value
	}
	return json.Marshal(values)
}

// cell reads a column into its JSON form.
type cell struct {
	kind  string
	value any
}

// Scan reads what either driver gives.
func (c *cell) Scan(src any) error {
	if src == nil {
		c.value = nil
		return nil
	}
	switch c.kind {
	case "instant":
		var i calendar.Instant
		err := i.Scan(src)
		c.value = i.String()
		return err
	case "date":
		var d calendar.Date
		err := d.Scan(src)
		c.value = d.String()
		return err
	case "bytes":
		b, ok := src.([]byte)
		if !ok {
			return fmt.Errorf("store: bytes are %T", src)
		}
		c.value = base64.StdEncoding.EncodeToString(b)
		return nil
	case "bool":
		c.value = src == true || src == int64(1)
		return nil
	}
	if b, ok := src.([]byte); ok {
		src = string(b)
	}
	c.value = src
	return nil
}

// Empty tells whether the table has no rows.
func (t Table) Empty(ctx context.Context, q Querier) (bool, error) {
	_, found, err := Maybe(ctx, q, Value[int], `SELECT 1 FROM `+t.Name+` LIMIT 1`)
	return !found, err
}

// Put inserts a row as Each gave it. The row brings its own history with it: a restored
// table is filled inside Housekeep.
func (t Table) Put(tx *Tx, line []byte) error {
	decoder := json.NewDecoder(strings.NewReader(string(line)))
	decoder.UseNumber()
	var values []any
	if err := decoder.Decode(&values); err != nil || len(values) != len(t.columns) {
		return fmt.Errorf("store: a row of %s cannot be read: %w", t.Name, err)
	}
	places := make([]string, len(values))
	for i, c := range t.columns {
		v, err := c.stored(values[i])
		if err != nil {
			return fmt.Errorf("store: %s.%s: %w", t.Name, c.name, err)
		}
		values[i], places[i] = v, fmt.Sprintf("$%d", i+1)
	}
	_, err := tx.Exec(`INSERT INTO `+t.Name+` (`+t.names()+`) VALUES (`+strings.Join(places, ", ")+`)`, values...)
	return err
}

// stored turns a JSON value into what the column takes.
func (c column) stored(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	text, _ := v.(string)
	switch c.kind {
	case "instant":
		return calendar.ParseInstant(text)
	case "date":
		return calendar.ParseDate(text)
	case "bytes":
		return base64.StdEncoding.DecodeString(text)
	case "int":
		n, ok := v.(json.Number)
		if !ok {
			return nil, fmt.Errorf("%T is no number", v)
		}
		return n.Int64()
	}
	return v, nil
}
