// Package city puts the parts of one city's portal together. Which part needs which is said
// here once, for the program, for the demo town and for tests.
package city

import (
	"net/url"

	"asar/internal/acts"
	"asar/internal/carrying"
	"asar/internal/documents"
	"asar/internal/documents/blob"
	"asar/internal/documents/intake"
	"asar/internal/documents/seal"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/sessions"
	"asar/internal/signing"
	"asar/internal/store"
)

// Settings are what differs from city to city.
type Settings struct {
	DB     *store.DB
	Secret []byte          // seals identification numbers
	Base   string          // the portal's public address; its host stands in every signed text
	Check  signing.Checker // whose signatures are believed
	Prover signing.Prover  // asks the authority about keys; nil: lists alone are looked at
	Files  blob.Store
	Intake intake.Checker // looks at files people send
	Texts  *lang.Texts    // the program's own when nil
	Keys   *seal.Keys     // the portal's own; nil: nothing is sealed
}

// City is all parts over one database.
type City struct {
	Settings
	Registry     *registry.Registry
	Applications *registry.Applications
	Notices      *notices.Notices
	Desk         *signing.Desk
	Sessions     *sessions.Sessions
	Orders       *orders.Orders
	Journal      *journal.Journal
	Acts         *acts.Acts
	Shelf        *documents.Shelf
	Carrying     *carrying.Carrying
}

// New puts the parts together. An error is a fault of the settings or of the texts.
func New(s Settings) (*City, error) {
	vault, err := registry.NewVault(s.Secret)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(s.Base)
	if err != nil {
		return nil, err
	}
	if s.Texts == nil {
		if s.Texts, err = lang.Load(); err != nil {
			return nil, err
		}
	}
	c := &City{Settings: s, Registry: registry.New(s.DB, vault), Notices: notices.New(s.DB), Shelf: documents.New(s.DB, s.Files)}
	c.Desk = signing.NewDesk(s.DB, s.Check, s.Prover, c.Registry, base.Host)
	c.Applications = registry.NewApplications(c.Registry, c.Desk, s.Texts)
	c.Sessions = sessions.New(s.DB, c.Registry, c.Notices)
	c.Orders = orders.New(s.DB, c.Desk, c.Registry, c.Notices, orders.Options{Texts: s.Texts})
	c.Journal = journal.New(s.DB, c.Orders)
	c.Acts = acts.New(s.DB, acts.Needs{Registry: c.Registry, Orders: c.Orders, Journal: c.Journal, Notices: c.Notices, Desk: c.Desk,
		Shelf: c.Shelf, Intake: s.Intake, Texts: s.Texts, Keys: s.Keys, Base: s.Base})
	c.Carrying = carrying.New(s.DB, c.Desk, c.Sessions, c.Notices, c.Orders.Signed(), c.Acts.Signed(), c.Applications.Signed())
	return c, nil
}
