package registry

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/store"
)

type registerEntry struct{}

// EntryID names an entry of the register.
type EntryID = id.ID[registerEntry]

// Entry is a line of the register of specialists and organisations: who provides which
// service. It is public. One provider has one entry per service.
type Entry struct {
	ID           EntryID
	Number       string // of the register: "2026-483920"
	Person       PersonID
	Organisation OrganisationID
	Service      Service
	Status       EntryStatus
	Unit         UnitID
	Offer
	Taken     int // minutes of live orders
	EnteredAt calendar.Instant
	LeftAt    calendar.Instant
	Who       Named // the specialist's full name, or the organisation's name
}

// Offer is what a provider says about their service.
type Offer struct {
	Languages        []string // language tags: "kk", "ru", "en"
	AboutKK, AboutRU string
	// Capacity is how many minutes of live orders the provider takes at once; 0 sets no
	// limit. Bed places have none: their beds are the limit.
	Capacity int
}

// Free is how many minutes can still be ordered from the provider; ok is false when the
// provider set no limit.
func (e Entry) Free() (minutes int, ok bool) { return e.Capacity - e.Taken, e.Capacity > 0 }

// Allowed are the moves the actor may take an entry of their scope through.
func (e Entry) Allowed(by access.Actor) []Move[EntryStatus] {
	return allowed(by, e.Status, EntryMoves())
}

const entryQuery = `SELECT e.id, e.number, e.person_id, e.organisation_id, e.service, e.status, e.unit_id, e.languages, e.about_kk, e.about_ru,
	e.capacity, e.taken, e.entered_at, e.left_at, p.surname, p.name, p.patronymic, o.name_kk, o.name_ru, o.name_en
	FROM register_entry e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN organisation o ON o.id = e.organisation_id`

func scanEntry(r store.Row) (e Entry, err error) {
	var languages string
	var surname, name, patronymic, kk, ru, en *string
	err = r.Scan(&e.ID, &e.Number, &e.Person, &e.Organisation, store.Into(&e.Service), store.Into(&e.Status), &e.Unit, &languages, &e.AboutKK, &e.AboutRU,
		&e.Capacity, &e.Taken, &e.EnteredAt, &e.LeftAt, &surname, &name, &patronymic, &kk, &ru, &en)
	e.Languages = splitLanguages(languages)
	switch {
	case err != nil:
	case surname != nil:
		full := Person{Surname: *surname, Name: *name, Patronymic: *patronymic}.FullName()
		e.Who = Named{KK: full, RU: full, EN: full}
	case ru != nil:
		e.Who = Named{KK: *kk, RU: *ru, EN: *en}
	}
	return e, err
}

// Languages are kept as ",kk,ru,", so that one is found by its commas.
func joinLanguages(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return "," + strings.Join(all, ",") + ","
}

func splitLanguages(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

func (o Offer) check(s Service) error {
	var wrong []problem.Field
	if len(o.Languages) == 0 {
		wrong = append(wrong, problem.At("languages", "registry.languages-empty"))
	}
	for _, l := range o.Languages {
		if _, ok := lang.ParseLocale(l); !ok {
			wrong = append(wrong, problem.At("languages", "registry.languages-empty"))
			break
		}
	}
	if o.Capacity < 0 || o.Capacity > s.mostAmount()*10 || o.Capacity%s.Step() != 0 || s == BedPlace && o.Capacity != 0 {
		wrong = append(wrong, problem.At("capacity", "registry.capacity-wrong"))
	}
	return problem.Fields(wrong...)
}

// EntryFor returns an entry. It is a piece for the packages above and asks nothing.
func (reg *Registry) EntryFor(ctx context.Context, q store.Querier, e EntryID) (Entry, error) {
	return store.One(ctx, q, scanEntry, entryQuery+` WHERE e.id = $1`, e)
}

// TakeCapacity counts minutes of an order as taken from a provider, or gives them back
// when delta is negative. More than the provider offers is Invalid at field "amount". It
// is a piece of an action.
func (reg *Registry) TakeCapacity(tx *store.Tx, e EntryID, delta int) error {
	n, err := tx.Exec(`UPDATE register_entry SET taken = taken + $1 WHERE id = $2 AND taken + $1 >= 0 AND ($1 <= 0 OR capacity = 0 OR taken + $1 <= capacity)`, delta, e)
	if err != nil || n == 1 {
		return err
	}
	was, err := reg.EntryFor(tx.Context(), tx, e)
	if err != nil {
		return err
	}
	if delta <= 0 {
		return errAccount
	}
	free, _ := was.Free()
	return problem.Fields(problem.At("amount", "registry.no-capacity", problem.Args{"Free": lang.Minutes(free)}))
}

// newEntry is an entry about to be written.
type newEntry struct {
	person       PersonID
	organisation OrganisationID
	service      Service
	unit         UnitID
	offer        Offer
}

// enter writes an entry, or brings one that left back under its old number.
func (reg *Registry) enter(ctx context.Context, tx *store.Tx, n newEntry) (EntryID, error) {
	was, found, err := entryOf(ctx, tx, n.person, n.organisation, n.service)
	if err != nil {
		return EntryID{}, err
	}
	if !found {
		return reg.insertEntry(ctx, tx, n)
	}
	m, ok := move("enter", was.Status, EntryMoves())
	if !ok {
		return was.ID, problem.New(problem.Conflict, "registry.in-register")
	}
	if c := n.offer.Capacity; c > 0 && c < was.Taken {
		n.offer.Capacity = was.Taken
	}
	_, err = tx.Exec(`UPDATE register_entry SET status = $1, unit_id = $2, languages = $3, about_kk = $4, about_ru = $5, capacity = $6, entered_at = $7, left_at = NULL WHERE id = $8`,
		m.To, n.unit, joinLanguages(n.offer.Languages), n.offer.AboutKK, n.offer.AboutRU, n.offer.Capacity, tx.Now(), was.ID)
	return was.ID, err
}

// entryOf finds a provider's entry for a service.
func entryOf(ctx context.Context, q store.Querier, p PersonID, o OrganisationID, s Service) (Entry, bool, error) {
	if !o.IsZero() {
		return store.Maybe(ctx, q, scanEntry, entryQuery+` WHERE e.organisation_id = $1 AND e.service = $2`, o, s)
	}
	return store.Maybe(ctx, q, scanEntry, entryQuery+` WHERE e.person_id = $1 AND e.service = $2`, p, s)
}

func (reg *Registry) insertEntry(ctx context.Context, tx *store.Tx, n newEntry) (EntryID, error) {
	made := id.New[registerEntry]()
	sorted, found, err := reg.nameKeys(ctx, tx, n)
	if err != nil {
		return made, err
	}
	number, err := freeNumber(ctx, tx)
	if err != nil {
		return made, err
	}
	_, err = tx.Exec(`INSERT INTO register_entry (id, number, person_id, organisation_id, service, status, unit_id, sort_key, name_key, languages, about_kk, about_ru, capacity, taken, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14)`,
		made, number, n.person, n.organisation, n.service, Active, n.unit, sorted, found, joinLanguages(n.offer.Languages), n.offer.AboutKK, n.offer.AboutRU, n.offer.Capacity, tx.Now())
	return made, err
}

// nameKeys are how a provider's name is sorted and found. A person's entry is their own.
func (reg *Registry) nameKeys(ctx context.Context, q store.Querier, n newEntry) (sorted, found string, err error) {
	if !n.organisation.IsZero() {
		o, err := reg.Organisation(ctx, q, n.organisation)
		return lang.SortKey(o.Name.RU), lang.Fold(o.Name.KK + o.Name.RU + o.Name.EN), err
	}
	p, err := reg.Person(ctx, q, n.person)
	return lang.SortKey(p.FullName()), lang.Fold(p.FullName()), err
}

// freeNumber makes a number that does not tell how many entries there are.
func freeNumber(ctx context.Context, tx *store.Tx) (string, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", err
		}
		number := fmt.Sprintf("%d-%06d", tx.Today().Year, n.Int64())
		_, known, err := store.Maybe(ctx, tx, store.Value[int], `SELECT 1 FROM register_entry WHERE number = $1`, number)
		if err != nil || !known {
			return number, err
		}
	}
}

// NewEntry is a provider who stood in the city's register before the portal did.
type NewEntry struct {
	Person       PersonID
	Organisation OrganisationID
	Service      Service
	Unit         UnitID
	Offer
}

// Admit takes over a provider who stood in the register before the portal did, without an
// application. It asks for access.DecideRegister over everything, which only the founder
// of an installation has; Conflict when the provider is there already.
func (reg *Registry) Admit(ctx context.Context, by access.Actor, n NewEntry) (made EntryID, err error) {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return made, err
	}
	if !scope.Everything() {
		return made, problem.New(problem.Denied, "problem.denied")
	}
	if err := n.check(n.Service); err != nil {
		return made, err
	}
	err = reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		made, err = reg.enter(ctx, tx, newEntry{n.Person, n.Organisation, n.Service, n.Unit, n.Offer})
		if err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("entry", made), Action: "registry.admit", Details: map[string]any{"service": n.Service, "unit": n.Unit}})
	})
	return made, err
}

// Suspend takes an entry out of the public list for a stated reason; its live orders are
// worked off. It asks for access.DecideRegister; an entry that is not active is Closed.
func (reg *Registry) Suspend(ctx context.Context, by access.Actor, e EntryID, reason string) error {
	return reg.moveEntry(ctx, by, e, "suspend", reason)
}

// Resume brings a suspended entry back into the public list. It asks for
// access.DecideRegister; an entry that is not suspended is Closed.
func (reg *Registry) Resume(ctx context.Context, by access.Actor, e EntryID, reason string) error {
	return reg.moveEntry(ctx, by, e, "resume", reason)
}

func (reg *Registry) moveEntry(ctx context.Context, by access.Actor, e EntryID, name, reason string) error {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return problem.Fields(problem.At("reason", "registry.reason-empty"))
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		where, args := scope.Where(access.Columns{Unit: "e.unit_id"}, 2)
		was, err := store.One(ctx, tx, scanEntry, entryQuery+` WHERE e.id = $1 AND `+where, append([]any{e}, args...)...)
		if err != nil {
			return err
		}
		m, ok := move(name, was.Status, EntryMoves())
		if !ok {
			return problem.New(problem.Closed, "registry.entry-moved")
		}
		if was.Person == by.PersonID() && by.SignedIn() {
			return problem.New(problem.Denied, "registry.own-decision")
		}
		if _, err := tx.Exec(`UPDATE register_entry SET status = $1 WHERE id = $2`, m.To, e); err != nil {
			return err
		}
		if err := reg.tellProvider(ctx, tx, was, "register-"+name); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("entry", e), Action: m.Action, Details: map[string]any{"reason": reason}})
	})
}
