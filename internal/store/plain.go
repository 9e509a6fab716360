package store

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// plain turns named strings, ints and byte slices into what drivers take.
func plain(v any) any {
	switch v := v.(type) {
	case nil, string, int64, []byte, float64, bool:
		return v
	case int:
		return int64(v)
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.String:
		return r.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int()
	case reflect.Slice:
		if r.Type().Elem().Kind() == reflect.Uint8 {
			return r.Bytes()
		}
	default:
	}
	return v
}

// JSON is a value kept as JSON, never searched inside.
type JSON[T any] struct{ V T }

// ForStore is the JSON text.
func (j JSON[T]) ForStore() any {
	b, err := json.Marshal(j.V)
	if err != nil {
		panic(fmt.Sprintf("store: %T cannot be kept as JSON: %v", j.V, err))
	}
	return string(b)
}

// Scan reads the JSON text; NULL leaves the zero value.
func (j *JSON[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		return json.Unmarshal(v, &j.V)
	}
	return fmt.Errorf("store: cannot read JSON from %T", src)
}

// Text reads a column that may be NULL into a string type; NULL is "".
type Text[T ~string] struct{ To *T }

// Into makes a Text.
func Into[T ~string](to *T) Text[T] { return Text[T]{to} }

// Scan reads the column.
func (t Text[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t.To = ""
	case string:
		*t.To = T(v)
	case []byte:
		*t.To = T(v)
	default:
		return fmt.Errorf("store: cannot read text from %T", src)
	}
	return nil
}
