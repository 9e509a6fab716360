package regulation

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"asar/internal/calendar"
)

//go:embed data/*.yaml
var built embed.FS

const (
	ending     = ".yaml"
	decreeFile = "decree" + ending
)

// Decree is the act that approved the regulations, and what ended it.
type Decree struct {
	Number     string        `yaml:"number"`
	Date       calendar.Date `yaml:"date"`
	RepealedBy Act           `yaml:"repealed_by"`
	TitleRU    string        `yaml:"title_ru"`
	PreambleRU string        `yaml:"preamble_ru"`
	Acts       []Act         `yaml:"acts"`
	Approved   []Approved    `yaml:"approved"`
	Points     []Point       `yaml:"points"`
	Readings   []Reading     `yaml:"readings"`
}

// Approved is one line of point 1: a regulation and its annex, or what excluded it.
type Approved struct {
	Annex      int    `yaml:"annex"`
	TitleRU    string `yaml:"title_ru,omitempty"`
	ExcludedBy *Act   `yaml:"excluded_by,omitempty"`
}

// Fault is a fault of the data, with the place a person has to look at.
type Fault struct {
	File         string
	Line, Column int
	Says         string
}

// Error is file:line:column and what is wrong there.
func (f Fault) Error() string { return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Says) }

// Load reads the editions built into the program; they are read once. An error joins all
// faults.
var Load = sync.OnceValues(func() (*Catalogue, error) {
	data, err := fs.Sub(built, "data")
	if err != nil {
		return nil, err
	}
	return LoadFrom(data)
})

// LoadFrom reads the editions of a folder. An error joins all faults, each a Fault.
func LoadFrom(folder fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(folder, "*"+ending)
	if err != nil {
		return nil, err
	}
	c, faults := &Catalogue{}, []error(nil)
	for _, name := range names {
		b, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		if name == decreeFile {
			faults = append(faults, read(name, b, &c.Decree)...)
			continue
		}
		e := &Edition{file: name}
		wrong := read(name, b, e)
		if wrong == nil {
			wrong = faultsOf(e, b)
		}
		faults, c.Editions = append(faults, wrong...), append(c.Editions, e)
	}
	if c.Decree.Number == "" && !slices.Contains(names, decreeFile) {
		faults = append(faults, Fault{File: decreeFile, Says: "there is no such file"})
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return c, c.arrange()
}

// read decodes one file strictly: unknown, repeated and missing fields, words outside a
// vocabulary and wrong types are faults.
func read(name string, b []byte, into any) []error {
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return []error{faultOf(name, err)}
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return []error{Fault{name, 1, 1, "one document was expected"}}
	}
	body := file.Docs[0].Body
	if err := yaml.NodeToValue(body, into, yaml.Strict()); err != nil {
		return []error{faultOf(name, err)}
	}
	return matchAll(name, body, into)
}

func faultOf(name string, err error) Fault {
	f := Fault{File: name, Line: 1, Column: 1, Says: err.Error()}
	if placed, ok := errors.AsType[yaml.Error](err); ok {
		f.Says, _, _ = strings.Cut(placed.GetMessage(), "\n")
		if t := placed.GetToken(); t != nil {
			f.Line, f.Column = t.Position.Line, t.Position.Column
		}
	}
	return f
}

// place finds where a path lies in a file; a path that is not there lies where the nearest
// thing above it does.
func place(b []byte, at string) token.Position {
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return token.Position{Line: 1, Column: 1}
	}
	for ; at != "$" && at != ""; at = above(at) {
		p, err := yaml.PathString(at)
		if err != nil {
			continue
		}
		if node, err := p.FilterFile(file); err == nil && node != nil {
			return *start(node).Position
		}
	}
	return token.Position{Line: 1, Column: 1}
}

func above(at string) string {
	return at[:max(strings.LastIndexByte(at, '.'), strings.LastIndexByte(at, '['), 0)]
}

// start is the token a node begins with; a block mapping's own token is its first colon.
func start(n ast.Node) *token.Token {
	switch v := n.(type) {
	case *ast.MappingNode:
		if !v.IsFlowStyle && len(v.Values) > 0 {
			return v.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return v.Key.GetToken()
	}
	return n.GetToken()
}

// Catalogue is the decree and every edition of its regulations, in the order of annexes
// and days.
type Catalogue struct {
	Decree   Decree
	Editions []*Edition
}

// arrange sorts the editions and refuses two of one annex that hold on the same day.
func (c *Catalogue) arrange() error {
	slices.SortFunc(c.Editions, func(a, b *Edition) int {
		if a.Annex != b.Annex {
			return a.Annex - b.Annex
		}
		return b.Since.Date.DaysUntil(a.Since.Date)
	})
	for i, e := range c.Editions[:max(len(c.Editions)-1, 0)] {
		if next := c.Editions[i+1]; next.Annex == e.Annex && next.Since.Date.Before(e.Until.Date) {
			return Fault{next.file, 1, 1, fmt.Sprintf("holds from %s, and %s holds until %s", next.Since.Date, e.Name(), e.Until.Date)}
		}
	}
	return nil
}

// Find is the edition of that name.
func (c *Catalogue) Find(name string) (e *Edition, found bool) {
	for _, e := range c.Editions {
		if e.Name() == strings.TrimSuffix(path.Base(name), ending) {
			return e, true
		}
	}
	return nil, false
}

// InForce is the edition of an annex that holds on a day, if one does.
func (c *Catalogue) InForce(annex int, on calendar.Date) (e *Edition, found bool) {
	for _, e := range c.Editions {
		if e.Annex == annex && !on.Before(e.Since.Date) && on.Before(e.Until.Date) {
			return e, true
		}
	}
	return nil, false
}

// InUse are the editions a city's setting names, separated by commas; an empty setting
// is Last. An edition whose steps, provider or result are not known cannot be used.
func (c *Catalogue) InUse(setting string) ([]*Edition, error) {
	if strings.TrimSpace(setting) == "" {
		return c.Last(), nil
	}
	var inUse []*Edition
	for name := range strings.SplitSeq(setting, ",") {
		e, found := c.Find(strings.TrimSpace(name))
		if !found {
			return nil, fmt.Errorf("there is no edition %q", strings.TrimSpace(name))
		}
		if len(e.Unknown) > 0 {
			return nil, fmt.Errorf("%s cannot be used: %s of it is not known", e.Name(), e.Unknown[0].Clause)
		}
		if slices.ContainsFunc(inUse, func(o *Edition) bool { return o.Annex == e.Annex }) {
			return nil, fmt.Errorf("annex %d is named twice", e.Annex)
		}
		inUse = append(inUse, e)
	}
	return inUse, nil
}

// Last are the editions that held when the decree lost force, one a service: what a city
// that adopts the regulations today starts from.
func (c *Catalogue) Last() (last []*Edition) {
	for _, e := range c.Editions {
		if e.Until == c.Decree.RepealedBy {
			last = append(last, e)
		}
	}
	return last
}
