package forms

// Act is the act of services rendered for a month as a PDF in a locale, "kk" or "ru".
// The same content and locale give the same bytes.
func Act(c ActContent, locale string) ([]byte, error) { return compose(c, locale, actForm) }

// EscortSheet is the escort sheet for the same month: each day with the places visited in
// both languages, and room for the recipient's signature and the mark of the place.
func EscortSheet(c ActContent, locale string) ([]byte, error) { return compose(c, locale, sheetForm) }
