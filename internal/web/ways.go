package web

import (
	"github.com/a-h/templ"

	"asar/internal/signing"
)

// Way is a way to sign besides the three that are always there: the seam for eGov Mobile
// and whatever comes after it. A way is offered where the operator's settings give one, and
// nowhere else: there is no button that leads to nothing.
//
// It is given the prepared text and must end as the others do: with a detached CMS over
// text.Content that its script hands to page.post (assets/js/sign.js), so that every
// signature goes through one form and is checked in one place. eGov Mobile scans a code that
// names an address of the portal, reads from it what is to be signed, and sends the signature
// there: a way for it shows that code, and brings its addresses as Area.Plain. The state's
// service gives its protocol to those it has an agreement with and publishes none, so none is
// built in (docs/adr/0027).
type Way struct {
	// ID of its section, for example "way-mobile"; the script of the way begins by it.
	ID string
	// Title and Hint are keys of words.
	Title, Hint string
	// Body is what is inside, for a text.
	Body func(v *Visit, text signing.Text) templ.Component
}

// offer is a further way as a page of signing shows it.
type offer struct {
	ID, Title, Hint string
	Body            templ.Component
}

func (v *Visit) offered(text signing.Text) (ways []offer) {
	for _, w := range v.site.Ways {
		ways = append(ways, offer{ID: w.ID, Title: v.Say(w.Title), Hint: v.Say(w.Hint), Body: w.Body(v, text)})
	}
	return ways
}
