package regulation

import (
	"encoding/json"
	"reflect"

	"asar/internal/calendar"
)

// DataSchema is the JSON Schema of an edition's file.
func DataSchema() ([]byte, error) {
	return schemaOf(Edition{}, "yaml", "An edition of a regulation (internal/regulation/data)")
}

// ExportSchema is the JSON Schema of `asar regulation export --format json`.
func ExportSchema() ([]byte, error) {
	return schemaOf(Exported{}, "json", "The regulations of decree 3/539, exported")
}

// schemaOf draws the schema of a type from the same tags and vocabularies that read and
// write it. form is the tag that names the fields.
func schemaOf(v any, form, title string) ([]byte, error) {
	d := drawer{form: form, defs: map[string]any{}}
	root := d.draw(reflect.TypeOf(v))
	root["$schema"], root["title"], root["$defs"] = "https://json-schema.org/draft/2020-12/schema", title, d.defs
	b, err := json.MarshalIndent(root, "", "  ")
	return append(b, '\n'), err
}

type drawer struct {
	form string
	defs map[string]any
}

func (d drawer) draw(t reflect.Type) map[string]any {
	if word, ok := reflect.Zero(t).Interface().(vocabulary); ok {
		d.defs[t.Name()] = d.vocabulary(t, word)
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	}
	if t == reflect.TypeFor[calendar.Date]() {
		return map[string]any{"type": "string", "format": "date"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.draw(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": d.draw(t.Elem())}
	case reflect.Struct:
		if _, drawn := d.defs[t.Name()]; !drawn {
			d.defs[t.Name()] = nil
			d.defs[t.Name()] = d.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	default:
		return map[string]any{"type": "string"}
	}
}

// vocabulary lists the words; one that is written as null when empty says so.
func (d drawer) vocabulary(t reflect.Type, v vocabulary) map[string]any {
	words := make([]any, 0, len(v.words())+1)
	for _, w := range v.words() {
		words = append(words, w)
	}
	if t.Implements(reflect.TypeFor[json.Marshaler]()) && d.form == "json" {
		words = append(words, nil)
	}
	return map[string]any{"enum": words}
}

func (d drawer) object(t reflect.Type) map[string]any {
	fields, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		name, optional := fieldOf(t.Field(i), d.form)
		if name == "" {
			continue
		}
		drawn := d.draw(t.Field(i).Type)
		if t.Field(i).Type.Kind() == reflect.Pointer && !optional {
			drawn = map[string]any{"anyOf": []any{drawn, map[string]any{"type": "null"}}}
		}
		fields[name] = drawn
		if !optional {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": fields, "required": required, "additionalProperties": false}
}
