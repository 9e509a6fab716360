package forms

import (
	"asar/internal/calendar"
	"asar/internal/documents/seal"
)

// Words is one text in the two languages of the forms. An empty language is printed in
// the other one.
type Words struct {
	KK string `json:"kk"`
	RU string `json:"ru"`
}

// In is the words in a locale ("kk", else Russian), or those of the other language when
// that one is empty.
func (w Words) In(locale string) string {
	first, second := w.RU, w.KK
	if locale == "kk" {
		first, second = w.KK, w.RU
	}
	if first == "" {
		return second
	}
	return first
}

// Person is a side of the act.
type Person struct {
	Name string `json:"name"` // surname, first name, patronymic
	IIN  string `json:"iin"`
}

// Organisation is the employer of the specialist; empty for one who works alone.
type Organisation struct {
	Name Words  `json:"name"`
	BIN  string `json:"bin"`
}

// Entry is one day of the journal of services rendered.
type Entry struct {
	Day     calendar.Date `json:"day"`
	Minutes int           `json:"minutes"`
	From    string        `json:"from,omitempty"` // 09:30, where the time is kept
	To      string        `json:"to,omitempty"`
	Form    Words         `json:"form"`   // format of a sign-language service
	Places  Words         `json:"places"` // places visited with an assistant
}

// ActContent is everything an act or an escort sheet says. Day order is the caller's.
type ActContent struct {
	Number      string         `json:"number"` // of the act
	Version     int            `json:"version"`
	OrderNumber string         `json:"order_number"`
	OrderDate   calendar.Date  `json:"order_date"`
	Month       calendar.Month `json:"month"`

	Service      Words        `json:"service"`
	Customer     Words        `json:"customer"` // the district department that pays; may be empty
	Recipient    Person       `json:"recipient"`
	Specialist   Person       `json:"specialist"`
	RegisterNo   string       `json:"register_no"` // of the specialist or organisation; may be empty
	Organisation Organisation `json:"organisation"`
	Entries      []Entry      `json:"entries"`

	// Volume of the order in minutes: allotted, used before this month. Zero allotted: not printed.
	VolumeMinutes     int `json:"volume_minutes"`
	UsedBeforeMinutes int `json:"used_before_minutes"`

	// What follows is printed but is not part of the digest.
	Made                calendar.Instant `json:"-"` // when the content was fixed; the PDF's date
	CheckBase           string           `json:"-"` // public address, https://host; see CheckURL
	Code                string           `json:"-"` // the portal's signed code of this content; "" when it has no keys
	Keys                *seal.Keys       `json:"-"` // which seal the form at SealedAt; not asked when that is zero
	SealedAt            calendar.Instant `json:"-"`
	SpecialistSignature *Signature       `json:"-"` // nil: a place to sign by hand
	RecipientSignature  *Signature       `json:"-"`
}

// Signature is an electronic signature as it is printed on the form.
type Signature struct {
	Signer string // the name in the certificate
	Serial string // the certificate's serial number, hexadecimal
	At     calendar.Instant
}

// TotalMinutes is the sum over the month's entries.
func (c ActContent) TotalMinutes() int {
	sum := 0
	for _, e := range c.Entries {
		sum += e.Minutes
	}
	return sum
}
