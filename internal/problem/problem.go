// Package problem holds errors that mean something to a person.
//
// A problem has a kind, which tells the outer door what to do (status, page), and a
// key with arguments, which the outer door turns into a sentence in the reader's
// language. Everything that is not a problem is a fault of ours: it is logged, and the
// reader is told an incident number.
package problem

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind says what a problem means for the person who met it. Kinds are few on purpose:
// detail belongs in the sentence.
type Kind string

// The kinds. A record that is not the reader's own is NotFound, never Denied.
const (
	NotFound Kind = "not-found" // there is no such record, or it is not yours
	Denied   Kind = "denied"    // you may not do this at all
	Invalid  Kind = "invalid"   // what was typed cannot be accepted; see the fields
	Conflict Kind = "conflict"  // somebody or something was there first
	Closed   Kind = "closed"    // the time for this action is over, or has not come
	Busy     Kind = "busy"      // too many at once: try again a little later
	Outside  Kind = "outside"   // another system did not answer
)

// Args are the named values of a sentence: text, numbers, dates, minutes. They are
// formatted by package lang when the sentence is shown.
type Args map[string]any

// Field is a problem with one value a person typed.
type Field struct {
	Name string // the form field's name
	Key  string // key of the sentence
	Args Args
}

// Error is a problem. Make one with New, Wrap or Fields.
type Error struct {
	Kind   Kind
	Key    string
	Args   Args
	Fields []Field
	cause  error
}

// New makes a problem of a kind with the sentence's key and at most one Args.
func New(kind Kind, key string, args ...Args) *Error {
	e := &Error{Kind: kind, Key: key}
	if len(args) > 0 {
		e.Args = args[0]
	}
	return e
}

// Wrap makes a problem that keeps its technical cause for the log.
func Wrap(cause error, kind Kind, key string, args ...Args) *Error {
	e := New(kind, key, args...)
	e.cause = cause
	return e
}

// Fields makes an Invalid problem from what is wrong with each field; nil when nothing
// is wrong, so a check can end with `return problem.Fields(wrong...)`.
func Fields(wrong ...Field) error {
	if len(wrong) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "problem.check-fields", Fields: slices.Clone(wrong)}
}

// At is a Field, written short.
func At(name, key string, args ...Args) Field {
	f := Field{Name: name, Key: key}
	if len(args) > 0 {
		f.Args = args[0]
	}
	return f
}

// Error is for the log: kind, key and cause, never the arguments, which may be personal.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Key)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Name, f.Key)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap is the technical cause, if any.
func (e *Error) Unwrap() error { return e.cause }

// Of finds the problem in an error; ok is false for a fault of ours.
func Of(err error) (e *Error, ok bool) {
	ok = errors.As(err, &e)
	return e, ok
}

// Is tells whether err is a problem of this kind.
func Is(err error, kind Kind) bool {
	e, ok := Of(err)
	return ok && e.Kind == kind
}

// HasKey tells whether err is a problem with this sentence, on the whole or at a field.
func HasKey(err error, key string) bool {
	e, ok := Of(err)
	if !ok {
		return false
	}
	return e.Key == key || slices.ContainsFunc(e.Fields, func(f Field) bool { return f.Key == key })
}
