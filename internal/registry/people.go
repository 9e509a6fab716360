package registry

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/eds"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/store"
)

// The names of records that other packages use too.
type (
	// PersonID names a person.
	PersonID = access.PersonID
	// OrganisationID names an organisation.
	OrganisationID = access.OrganisationID
	// UnitID names a unit of the city.
	UnitID = access.UnitID
)

// Registry is the people, units and organisations of one installation.
type Registry struct {
	db    *store.DB
	vault *Vault
	notes *notices.Notices
}

// New makes the registry over a database and the vault of its identification numbers.
func New(db *store.DB, vault *Vault) *Registry {
	return &Registry{db: db, vault: vault, notes: notices.New(db)}
}

// Person is somebody the portal knows. The identification number is not among it: see IINOf.
type Person struct {
	ID                        PersonID
	Surname, Name, Patronymic string
	Phone, Email, Address     string
	Locale                    lang.Locale
	Unit                      UnitID // the district whose office cares for them; zero when unknown
}

// FullName is surname, name and patronymic.
func (p Person) FullName() string {
	return strings.Join(strings.Fields(p.Surname+" "+p.Name+" "+p.Patronymic), " ")
}

// ShortName is the name with the surname's first letter: «Нұрлан А.».
func (p Person) ShortName() string {
	if p.Name == "" || p.Surname == "" {
		return p.FullName()
	}
	return p.Name + " " + string([]rune(p.Surname)[:1]) + "."
}

const personColumns = `id, surname, name, patronymic, phone, email, address, locale, unit_id`

func scanPerson(r store.Row) (p Person, err error) {
	err = r.Scan(&p.ID, &p.Surname, &p.Name, &p.Patronymic, &p.Phone, &p.Email, &p.Address, store.Into(&p.Locale), &p.Unit)
	return p, err
}

// Person returns a person. It is a piece for the packages above and asks nothing.
func (reg *Registry) Person(ctx context.Context, q store.Querier, p PersonID) (Person, error) {
	return store.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person WHERE id = $1`, p)
}

// ByIIN finds a person by their number. It is a piece for the packages above and asks nothing.
func (reg *Registry) ByIIN(ctx context.Context, q store.Querier, i IIN) (Person, bool, error) {
	return store.Maybe(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person WHERE iin_mac = $1`, reg.vault.mac(i))
}

// IINOf opens a person's number, for comparing with a certificate's and for documents.
func (reg *Registry) IINOf(ctx context.Context, p PersonID) (string, error) {
	var sealed []byte
	err := reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) (err error) {
		sealed, err = store.One(ctx, q, store.Value[[]byte], `SELECT iin_sealed FROM person WHERE id = $1`, p)
		return err
	})
	if err != nil {
		return "", err
	}
	i, err := reg.vault.open(sealed, p)
	return string(i), err
}

// Card returns a person with their number masked. It is a piece for the packages above and
// asks nothing.
func (reg *Registry) Card(ctx context.Context, q store.Querier, p PersonID) (f Found, err error) {
	return store.One(ctx, q, func(r store.Row) (f Found, err error) {
		err = reg.scanFound(r, &f)
		return f, err
	}, `SELECT `+personColumns+`, iin_sealed FROM person WHERE id = $1`, p)
}

func (reg *Registry) scanFound(r store.Row, f *Found, more ...any) error {
	var sealed []byte
	if err := r.Scan(append([]any{&f.ID, &f.Surname, &f.Name, &f.Patronymic, &f.Phone, &f.Email, &f.Address, store.Into(&f.Locale), &f.Unit, &sealed}, more...)...); err != nil {
		return err
	}
	i, err := reg.vault.open(sealed, f.ID)
	f.IIN = i.Masked()
	return err
}

// Standing is a person with what decides which cabinets are theirs.
type Standing struct {
	Found
	Specialist bool // they stand in the register or work for an organisation, or did
	Staff      bool // they hold a position, or did: see PositionsOf
}

// StandingOf returns a person's standing in one round trip, because every request of a
// signed-in person asks for it. It is a piece for the packages above and asks nothing.
func (reg *Registry) StandingOf(ctx context.Context, q store.Querier, p PersonID) (Standing, error) {
	return store.One(ctx, q, func(r store.Row) (s Standing, err error) {
		err = reg.scanFound(r, &s.Found, &s.Specialist, &s.Staff)
		return s, err
	}, `SELECT `+personColumns+`, iin_sealed,
			EXISTS (SELECT 1 FROM register_entry WHERE person_id = $1) OR EXISTS (SELECT 1 FROM organisation_worker WHERE person_id = $1),
			EXISTS (SELECT 1 FROM person_position WHERE person_id = $1) FROM person WHERE id = $1`, p)
}

// Mark is a keyed digest of something that must be counted and not be known.
func (reg *Registry) Mark(subject string) []byte { return reg.vault.Mark(subject) }

// NewPerson is a person to be added.
type NewPerson struct {
	IIN                       IIN
	Surname, Name, Patronymic string
	Phone, Email, Address     string
	Locale                    lang.Locale
	Unit                      UnitID
}

// AddPerson adds a person. It asks for access.KeepPeople and returns Invalid for missing
// names and for a number that is already known.
func (reg *Registry) AddPerson(ctx context.Context, by access.Actor, n NewPerson) (PersonID, error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return PersonID{}, err
	}
	if err := n.check(); err != nil {
		return PersonID{}, err
	}
	var made PersonID
	err := reg.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) (err error) {
		made, err = reg.insertPerson(tx, n, "registry.add-person")
		return err
	})
	return made, err
}

func (n NewPerson) check() error {
	var wrong []problem.Field
	if n.Surname == "" {
		wrong = append(wrong, problem.At("surname", "registry.surname-empty"))
	}
	if n.Name == "" {
		wrong = append(wrong, problem.At("name", "registry.name-empty"))
	}
	return problem.Fields(wrong...)
}

func (reg *Registry) insertPerson(tx *store.Tx, n NewPerson, action string) (PersonID, error) {
	made := access.NewPersonID()
	if n.Locale == "" {
		n.Locale = lang.RU
	}
	full := n.Surname + " " + n.Name + " " + n.Patronymic
	_, err := tx.Exec(`INSERT INTO person (id, iin_mac, iin_sealed, surname, name, patronymic, surname_key, name_key, sort_key, phone, email, address, locale, unit_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		made, reg.vault.mac(n.IIN), reg.vault.close(n.IIN, made), n.Surname, n.Name, n.Patronymic, lang.Fold(n.Surname), lang.Fold(n.Name),
		lang.SortKey(full), n.Phone, n.Email, n.Address, string(n.Locale), n.Unit, tx.Now())
	if name, refused := store.Violation(err); refused && name == "person_iin_mac_key" {
		return made, problem.Fields(problem.At("iin", "registry.iin-known"))
	}
	if err != nil {
		return made, err
	}
	return made, audit.Record(tx, audit.Event{Book: audit.Book("person", made), Action: action, Details: map[string]any{"unit": n.Unit}})
}

// Welcome returns the person of a verified key, adding one who enters for the first time:
// anybody with a key of their own may use the portal. It is a piece for package sessions.
func (reg *Registry) Welcome(tx *store.Tx, s eds.Signer, l lang.Locale) (Person, error) {
	i, err := CertifiedIIN(s.IIN)
	if err != nil {
		return Person{}, err
	}
	p, found, err := reg.ByIIN(tx.Context(), tx, i)
	if err != nil || found {
		return p, err
	}
	made, err := reg.insertPerson(tx, NewPerson{IIN: i, Surname: titled(s.Surname), Name: titled(s.GivenName), Patronymic: titled(s.Patronymic), Email: s.Email, Locale: l}, "registry.first-entry")
	if err != nil {
		return p, err
	}
	return reg.Person(tx.Context(), tx, made)
}

// titled writes a name of a certificate, which is in capitals, as names are written.
func titled(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' })
	for i, w := range words {
		parts := strings.Split(w, "-")
		for j, p := range parts {
			if r := []rune(p); len(r) > 0 {
				parts[j] = strings.ToUpper(string(r[:1])) + string(r[1:])
			}
		}
		words[i] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}

// InCare returns a person of the officer's unit, or of none yet, after FindPerson. It asks
// for access.AllotVolume; a person of another unit is NotFound.
func (reg *Registry) InCare(ctx context.Context, by access.Actor, p PersonID) (f Found, err error) {
	scope, err := access.Ask(by, access.AllotVolume)
	if err != nil {
		return f, err
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if f, err = reg.Card(ctx, q, p); err == nil && !f.Unit.IsZero() && !scope.CoversUnit(f.Unit) {
			f, err = Found{}, problem.New(problem.NotFound, "problem.not-found")
		}
		return err
	})
	return f, err
}
