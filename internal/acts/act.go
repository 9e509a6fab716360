package acts

import (
	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/documents"
	"asar/internal/documents/intake"
	"asar/internal/documents/seal"
	"asar/internal/id"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
)

type act struct{}

// ID names an act.
type ID = id.ID[act]

// ParseID reads an act's id of an address; NotFound when it is not one.
func ParseID(s string) (ID, error) { return id.Parse[act](s) }

// Needs are the parts of the portal that acts stand on.
type Needs struct {
	Registry *registry.Registry
	Orders   *orders.Orders
	Journal  *journal.Journal
	Notices  *notices.Notices
	Desk     *signing.Desk
	Shelf    *documents.Shelf
	Intake   intake.Checker
	Texts    *lang.Texts
	Keys     *seal.Keys // the portal's own; nil: codes are not signed and files not sealed
	Base     string     // the portal's public address, https://host: QR codes lead there
}

// Acts are the acts of one city.
type Acts struct {
	db *store.DB
	Needs
}

// New makes the acts over a database.
func New(db *store.DB, n Needs) *Acts { return &Acts{db: db, Needs: n} }

// Act is what was delivered in a month of an order, as it was formed.
type Act struct {
	ID           ID
	Number       string // the year and eight digits drawn by chance, for example 2026-48201933
	Order        orders.ID
	Month        calendar.Month
	Edition      int // 1 for the first act of the month; each edition has a number of its own
	Status       Status
	Minutes      int
	Digest       string           // of the content: it stands on paper and in what is signed
	Code         string           // signed by the portal: it stands in the QR; "" when it had no keys
	SealedAt     calendar.Instant // its files were sealed; zero when they are not
	EndsWork     bool             // sent with the tick that joint work ends
	FormedAt     calendar.Instant
	Specialist   Signed // the provider's side: the specialist or the organisation
	Recipient    Signed
	Scan         documents.FileID // zero when none is attached
	ScanCode     ScanCode
	SentAt       calendar.Instant
	AnsweredAt   calendar.Instant
	ReturnReason string
}

// Signed is an electronic signature under an act; zero when that side has not signed.
type Signed struct {
	ID             signing.ID
	Person         access.PersonID
	Signer, Serial string // the name in the certificate, and its number
	At             calendar.Instant
}

// Done tells whether that side has signed.
func (s Signed) Done() bool { return !s.ID.IsZero() }

// SignedByBoth tells whether no paper is needed.
func (a Act) SignedByBoth() bool { return a.Specialist.Done() && a.Recipient.Done() }

// Scanned tells whether a scan of the signed paper is attached.
func (a Act) Scanned() bool { return !a.Scan.IsZero() }

// Link is the act's page, a path without its language.
func (a Act) Link() string { return "/acts/" + a.ID.String() }

// Book is where its history is kept: the order's.
func (a Act) Book() string { return audit.Book("order", a.Order) }

// signedOn is the signature of a side.
func (a Act) signedOn(side orders.Side) Signed {
	if side == orders.AsRecipient {
		return a.Recipient
	}
	return a.Specialist
}

// ScanCode is what the QR code on an attached scan said.
type ScanCode string

// A scan is accepted when its code names this act, and with a note when no code of ours
// can be read on it.
const (
	CodeRead   ScanCode = "read"
	CodeUnread ScanCode = "unread"
)
