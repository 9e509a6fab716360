package forms

type form int

const (
	actForm form = iota
	sheetForm
)

func compose(ActContent, string, form) ([]byte, error) { return nil, nil }
