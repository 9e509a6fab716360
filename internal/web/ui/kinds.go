package ui

import "github.com/a-h/templ"

// Tone is the colour of a tag, a deadline or a meter. The colour never carries
// meaning alone: the words beside it say the same.
type Tone string

// The tones. Which status has which tone is decided by the page that shows it, once.
const (
	ToneNeutral Tone = "grey"   // over, or not begun
	ToneActive  Tone = "blue"   // under way
	ToneWaiting Tone = "yellow" // waits for somebody
	ToneDone    Tone = "green"  // finished well
	ToneSoon    Tone = "orange" // must be done within two working days
	ToneLate    Tone = "red"    // refused, late, failed
	ToneTeal    Tone = "teal"   // accepted and passed on
)

// Size is the size of a heading, a label or a legend. The zero Size is plain text.
type Size string

// The sizes, from small to the one for the heading of a page.
const (
	SizeS  Size = "s"
	SizeM  Size = "m"
	SizeL  Size = "l"
	SizeXL Size = "xl"
)

func (s Size) class(base string) string {
	if s == "" {
		return ""
	}
	return base + "--" + string(s)
}

// Width is the width of a field, in characters it is meant for. The zero Width fills the column.
type Width string

// The widths of the kit.
const (
	Width2  Width = "govuk-input--width-2"
	Width3  Width = "govuk-input--width-3"
	Width4  Width = "govuk-input--width-4"
	Width5  Width = "govuk-input--width-5"
	Width10 Width = "govuk-input--width-10"
	Width20 Width = "govuk-input--width-20"
	Width30 Width = "govuk-input--width-30"
)

// ButtonKind is the look of a button.
type ButtonKind string

// The kinds. A page has one ButtonPrimary at most.
const (
	ButtonPrimary   ButtonKind = ""
	ButtonSecondary ButtonKind = "govuk-button--secondary"
	ButtonWarning   ButtonKind = "govuk-button--warning" // for what cannot be undone
)

// FieldError is the message at one field. Word is the hidden word before it («Ошибка»).
// The zero FieldError means the field is right.
type FieldError struct {
	ID   string // of the element the summary's link leads to; the field's own id when empty
	Word string
	Text string
}

// Any says whether there is a message.
func (e FieldError) Any() bool { return e.Text != "" }

// ErrorItem is one line of the summary: what is wrong, and the field it is about.
type ErrorItem struct {
	Field string // the field's name, asked for by Errors.At; empty for an error of the whole form
	Href  string // "#id" of the field; "#"+Field when empty; no link when both are empty
	Text  string
}

// Errors is everything wrong with a form. The zero Errors means nothing is.
type Errors struct {
	Title string // heading of the summary: «Проверьте данные»
	Word  string // before the page's title and, hidden, before each message: «Ошибка»
	Items []ErrorItem
}

// Any says whether anything is wrong.
func (e Errors) Any() bool { return len(e.Items) > 0 }

// At answers with the first message about the named field, zero when it is right.
func (e Errors) At(field string) FieldError {
	for _, item := range e.Items {
		if item.Field == field {
			return FieldError{Word: e.Word, Text: item.Text}
		}
	}
	return FieldError{}
}

func (i ErrorItem) href() string {
	if i.Href == "" && i.Field != "" {
		return "#" + i.Field
	}
	return i.Href
}

// Link is a word that leads somewhere.
type Link struct {
	Text   string
	Hidden string // added for screen readers only: «Изменить» + «часы за 2 ноября»
	Href   string
}

// Hidden is a value a form carries without showing it.
type Hidden struct{ Name, Value string }

// PostAction is something done by one press: a form with one button that looks like a link.
type PostAction struct {
	Action string // where the form is sent
	Text   string
	Hidden []Hidden
}

// Rich is content that is more than a string: any component. Text is used when Body is nil.
type Rich struct {
	Text string
	Body templ.Component
}

// Text makes a Rich of plain words.
func Text(s string) Rich { return Rich{Text: s} }

// Body makes a Rich of a component.
func Body(c templ.Component) Rich { return Rich{Body: c} }

// Any says whether there is anything to show.
func (r Rich) Any() bool { return r.Text != "" || r.Body != nil }
