package ui

import (
	"slices"
	"strings"
)

// leastFixtures is how many fixtures were equal when this was written; fewer means the port shrank.
const leastFixtures = 310

// without is something of the kit the port does not have. Component "*" is any; an option ends in "*" when what
// follows does not matter and begins with "*" when what stands before does not.
type without struct{ component, option, why string }

// leftOut is everything the port does not have, first match first.
var leftOut = []without{
	{"file-upload", "wrapper*", "no drop zone: the browser's own field works everywhere"},
	{"*", "*attributes.*", "a page gives no free attributes; those a part needs have a name"},
	{"*", "*.classes", "a page gives no classes: kinds, sizes and tones instead"},
	{"*", "classes", "as above"},
	{"checkboxes", "items[].conditional.html", "aria-expanded on a choice is a critical fault for axe: each choice gets a page of its own"},
	{"radios", "items[].conditional.html", "as above"},
	{"*", "*.html", "components take words; markup comes as a component where it makes sense"},
	{"*", "html", "as above"},
	{"*", "*Html", "as above"},
	{"*", "a list with holes", "lists are typed: they have no holes"},
	{"*", "said false", "a switch is on or absent"},
	{"checkboxes", "items[].behaviour", "«none of these» needs script to be understood"},
	{"checkboxes", "items[].name", "one question, one name"},
	{"checkboxes", "values[]", "Checked says it"},
	{"*", "fieldset without a legend", "a group always has a name"},
	{"date-input", "a date without its three fields", "a date is always day, month and year"},
	{"date-input", "a date's field by another name", "as above"},
	{"date-input", "a date's field of another look", "as above"},
	{"date-input", "an error that marks no field", "an error marks the guilty field or all three"},
	{"date-input", "items[].*", "as above"},
	{"date-input", "values.*", "names follow the prefix"},
	{"date-input", "*.name", "names follow the prefix"},
	{"date-input", "year.value", "Value of DatePart"},
	{"character-count", "countType", "only characters are counted"},
	{"character-count", "maxwords", "as above"},
	{"character-count", "words*", "as above"},
	{"character-count", "threshold", "the limit is shown from the first letter"},
	{"character-count", "no maxlength", "a count without a limit says nothing"},
	{"error-summary", "disableAutoFocus", "focus goes to the summary, always"},
	{"error-summary", "descriptionText", "the lines say all"},
	{"file-upload", "javascript", "no drop zone: the browser's own field works everywhere"},
	{"file-upload", "*Text", "words of the drop zone"},
	{"file-upload", "*Text.*", "words of the drop zone"},
	{"file-upload", "multiple", "one file a step"},
	{"file-upload", "value", "browsers ignore it"},
	{"inset-text", "id", "nothing points to it"},
	{"language-navigation", "items[].dir", "our languages run from left to right"},
	{"language-navigation", "items[].languageDescriptionText", "a language is named in itself"},
	{"notification-banner", "role", "a success is an alert, the rest a region"},
	{"notification-banner", "type", "a banner is plain or a success"},
	{"notification-banner", "titleHeadingLevel", "the title is of the second level"},
	{"notification-banner", "disableAutoFocus", "focus goes to a success"},
	{"panel", "headingLevel", "the title is the page's h1"},
	{"panel", "actions.*", "buttons stand below the panel"},
	{"password-input", "the kit's English words", "pages give the words"},
	{"password-input", "value", "a password is never sent back"},
	{"select", "an option without a value", "every option has a value"},
	{"select", "a value that is not selected", "Value of the list says it"},
	{"summary-list", "card without a title", "a card has a title"},
	{"table", "*.colspan", "a cell is a cell"},
	{"table", "*.rowspan", "a cell is a cell"},
	{"breadcrumbs", "collapseOnMobile", "all of a short path is shown"},
	{"tag", "a colour that means nothing here", "seven tones have a meaning"},
	{"task-list", "a colour that means nothing here", "as above"},
}

func (w without) covers(component, option string) bool {
	if w.component != "*" && w.component != component {
		return false
	}
	head, open := strings.CutPrefix(w.option, "*")
	body, tail := strings.CutSuffix(head, "*")
	switch {
	case open && tail:
		return strings.Contains(option, body)
	case open:
		return strings.HasSuffix(option, body)
	case tail:
		return strings.HasPrefix(option, body)
	}
	return option == w.option
}

// whyLeftOut finds the entry of an option: its place in leftOut, -1 when there is none.
func whyLeftOut(component, option string) int {
	return slices.IndexFunc(leftOut, func(w without) bool { return w.covers(component, option) })
}
