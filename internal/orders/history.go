package orders

import (
	"context"
	"encoding/json"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/store"
)

// HistoryItem is something that happened to an order, its journal or its acts.
type HistoryItem struct {
	N       int64
	At      calendar.Instant
	Action  string // its words are the text "history.<action>"
	Side    Side   // who did it; "" when the program or the payer did
	Name    string // the person's full name; "" for the program
	Details json.RawMessage
}

// Detail is a value of the item's details as text, "" when there is none.
func (h HistoryItem) Detail(name string) string {
	var all map[string]any
	if json.Unmarshal(h.Details, &all) != nil {
		return ""
	}
	text, _ := all[name].(string)
	return text
}

// History returns what happened to an order, the newest first, from the history itself. It
// asks for access.SeeOrders.
func (s *Orders) History(ctx context.Context, by access.Actor, o ID) (items []HistoryItem, err error) {
	scope, err := access.Ask(by, access.SeeOrders)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := s.Within(ctx, q, scope, o)
		if err != nil {
			return err
		}
		entries, err := audit.Of(ctx, q, found.Book())
		if err != nil {
			return err
		}
		items, err = s.named(ctx, q, found, entries)
		return err
	})
	return items, err
}

// named gives the people of a history their names; there are few, each is asked for once.
func (s *Orders) named(ctx context.Context, q store.Querier, o Order, entries []audit.Entry) ([]HistoryItem, error) {
	names := map[string]string{}
	items := make([]HistoryItem, 0, len(entries))
	for _, e := range entries {
		item := HistoryItem{N: e.N, At: e.At, Action: e.Action, Details: e.Details}
		if raw, isPerson := strings.CutPrefix(e.Actor, "person:"); isPerson {
			var p access.PersonID
			if err := p.UnmarshalText([]byte(raw)); err != nil {
				return nil, err
			}
			if _, known := names[raw]; !known {
				person, err := s.registry.Person(ctx, q, p)
				if err != nil {
					return nil, err
				}
				names[raw] = person.FullName()
			}
			item.Name, item.Side = names[raw], sideOfPerson(o, p)
		}
		items = append(items, item)
	}
	return items, nil
}

func sideOfPerson(o Order, p access.PersonID) Side {
	switch {
	case p == o.Recipient:
		return AsRecipient
	case p == o.Worker:
		return AsSpecialist
	case !o.Organisation.IsZero():
		return AsOrganisation
	}
	return ""
}
