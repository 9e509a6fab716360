package journal

import (
	"slices"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/orders"
)

type entry struct{}

// EntryID names an entry of a journal.
type EntryID = id.ID[entry]

// ParseEntryID reads an entry's id of an address; NotFound when it is not one.
func ParseEntryID(s string) (EntryID, error) { return id.Parse[entry](s) }

// Format is how a sign-language service was given; its words are "journal.format.<format>".
type Format string

// The formats. The manual asks for the format and does not list them (assumed).
const (
	InPerson Format = "in-person"
	ByVideo  Format = "by-video"
)

// Formats lists the formats.
func Formats() []Format { return []Format{InPerson, ByVideo} }

// Text is the key of the format's words.
func (f Format) Text() string { return "journal.format." + string(f) }

func (f Format) known() bool { return slices.Contains(Formats(), f) }

// Entry is what was worked for an order on a day: one entry a day.
type Entry struct {
	ID       EntryID
	Order    orders.ID
	Worker   access.PersonID
	Day      calendar.Date
	Minutes  int
	Format   Format // sign language
	PlacesKK string // assistant: the places visited, in Kazakh
	PlacesRU string // and in Russian
	Version  int    // grows by one with each correction, from 1
	SavedAt  calendar.Instant
}

// Draft is an entry as it was typed.
type Draft struct {
	Day                calendar.Date
	Minutes            int
	Format             Format
	PlacesKK, PlacesRU string
	Version            int // the version that was corrected; 0 for a new entry
}

// Version is an entry as it once was.
type Version struct {
	Version            int
	Minutes            int // 0 when it was removed with this version
	Format             Format
	PlacesKK, PlacesRU string
	SavedAt            calendar.Instant
}
