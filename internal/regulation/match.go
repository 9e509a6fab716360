package regulation

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// matchAll walks a document beside the value it was read into, and finds what decoding
// lets through: fields that are missing, and words that are not in their vocabulary.
func matchAll(name string, body ast.Node, into any) []error {
	m := matcher{file: name}
	m.match(body, reflect.ValueOf(into).Elem())
	return m.faults
}

type matcher struct {
	file   string
	faults []error
}

func (m *matcher) say(n ast.Node, format string, args ...any) {
	at := start(n).Position
	m.faults = append(m.faults, Fault{m.file, at.Line, at.Column, fmt.Sprintf(format, args...)})
}

func (m *matcher) match(n ast.Node, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if !v.IsNil() {
			m.match(n, v.Elem())
		}
		return
	}
	if word, ok := v.Interface().(vocabulary); ok {
		if !slices.Contains(word.words(), v.String()) {
			m.say(n, "%q is none of: %s", v.String(), strings.Join(word.words(), ", "))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		m.fields(n, v)
	case reflect.Slice:
		if s, ok := n.(*ast.SequenceNode); ok {
			for i, item := range s.Values {
				m.match(item, v.Index(i))
			}
		}
	default:
	}
}

func (m *matcher) fields(n ast.Node, v reflect.Value) {
	given := valuesOf(n)
	if given == nil {
		return // a date, written as text
	}
	for i := range v.NumField() {
		name, optional := fieldOf(v.Type().Field(i), "yaml")
		if name == "" {
			continue
		}
		value, found := given[name]
		if found {
			m.match(value, v.Field(i))
		} else if !optional {
			m.say(n, "%s is missing", name)
		}
	}
}

func valuesOf(n ast.Node) map[string]ast.Node {
	given := map[string]ast.Node{}
	switch v := n.(type) {
	case *ast.MappingNode:
		for _, pair := range v.Values {
			given[pair.Key.String()] = pair.Value
		}
	case *ast.MappingValueNode:
		given[v.Key.String()] = v.Value
	default:
		return nil
	}
	return given
}

// fieldOf is what a field is called in a form (yaml, json), and whether it may be left out.
func fieldOf(f reflect.StructField, form string) (name string, optional bool) {
	name, rest, _ := strings.Cut(f.Tag.Get(form), ",")
	return name, strings.Contains(rest, "omitempty")
}
