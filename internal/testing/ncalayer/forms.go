package ncalayer

import "encoding/json"

// Data is what is to be signed: one text, or several.
type Data []string

// UnmarshalJSON reads either.
func (d *Data) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*d = Data{one}
		return nil
	}
	var many []string
	err := json.Unmarshal(b, &many)
	*d = many
	return err
}

// Flag is true or false, also in quotes: the authority's own sample sends strings.
type Flag bool

// UnmarshalJSON reads either.
func (f *Flag) UnmarshalJSON(b []byte) error {
	*f = string(b) == `true` || string(b) == `"true"`
	return nil
}
