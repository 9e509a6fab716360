package orders

import (
	"asar/internal/audit"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
)

// Options are what an installation decides.
type Options struct {
	// AnswerDays is how many working days a specialist has to answer before the order
	// lapses; the manual names no number, 3 is assumed. Negative: orders do not lapse.
	AnswerDays int
	// Texts are the words of what is signed.
	Texts *lang.Texts
}

// assumedAnswerDays holds where Options say nothing.
const assumedAnswerDays = 3

// Orders are the orders of one installation.
type Orders struct {
	db       *store.DB
	desk     *signing.Desk
	registry *registry.Registry
	notices  *notices.Notices
	options  Options
}

// New makes the orders of a database.
func New(db *store.DB, desk *signing.Desk, reg *registry.Registry, n *notices.Notices, o Options) *Orders {
	if o.AnswerDays == 0 {
		o.AnswerDays = assumedAnswerDays
	}
	return &Orders{db: db, desk: desk, registry: reg, notices: n, options: o}
}

func book(o ID) string { return audit.Book("order", o) }
