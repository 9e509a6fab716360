package registry

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

// Organisation provides services through its workers and its bed places.
type Organisation struct {
	ID                    OrganisationID
	BIN                   BIN
	Name                  Named
	Unit                  UnitID
	Address, Phone, Email string
}

const organisationColumns = `id, bin, name_kk, name_ru, name_en, unit_id, address, phone, email`

func scanOrganisation(r store.Row) (o Organisation, err error) {
	err = r.Scan(&o.ID, store.Into(&o.BIN), &o.Name.KK, &o.Name.RU, &o.Name.EN, &o.Unit, &o.Address, &o.Phone, &o.Email)
	return o, err
}

// AddOrganisation adds an organisation. It asks for access.KeepPeople.
func (reg *Registry) AddOrganisation(ctx context.Context, by access.Actor, o Organisation) (OrganisationID, error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return OrganisationID{}, err
	}
	if err := o.Name.check(); err != nil {
		return OrganisationID{}, err
	}
	if o.Unit.IsZero() {
		return OrganisationID{}, problem.Fields(problem.At("unit", "registry.position-unit"))
	}
	o.ID = access.NewOrganisationID()
	err := reg.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO organisation (id, bin, name_kk, name_ru, name_en, unit_id, address, phone, email, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			o.ID, string(o.BIN), o.Name.KK, o.Name.RU, o.Name.EN, o.Unit, o.Address, o.Phone, o.Email, tx.Now())
		if name, refused := store.Violation(err); refused && name == "organisation_bin_key" {
			return problem.Fields(problem.At("bin", "registry.bin-known"))
		}
		if err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("organisation", o.ID), Action: "registry.add-organisation", Details: map[string]any{"bin": o.BIN}})
	})
	return o.ID, err
}

// Organisations lists all organisations. It asks for access.KeepPeople.
func (reg *Registry) Organisations(ctx context.Context, by access.Actor) (all []Organisation, err error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return nil, err
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, scanOrganisation, `SELECT `+organisationColumns+` FROM organisation ORDER BY name_ru, id`)
		return err
	})
	return all, err
}

// Organisation returns an organisation. It is a piece for the packages above and asks nothing.
func (reg *Registry) Organisation(ctx context.Context, q store.Querier, o OrganisationID) (Organisation, error) {
	return store.One(ctx, q, scanOrganisation, `SELECT `+organisationColumns+` FROM organisation WHERE id = $1`, o)
}

// BINOf is an organisation's number, for comparing with a certificate's.
func (reg *Registry) BINOf(ctx context.Context, o OrganisationID) (bin string, err error) {
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		bin, err = store.One(ctx, q, store.Value[string], `SELECT bin FROM organisation WHERE id = $1`, o)
		return err
	})
	return bin, err
}

type worker struct{}

// WorkerID names a worker's engagement.
type WorkerID = id.ID[worker]

// Worker is a person who works for an organisation in one service.
type Worker struct {
	ID      WorkerID
	Person  Person
	Service Service
	From    calendar.Date
	To      calendar.Date // zero while engaged
}

// AddWorker engages a person known to the portal. It asks for access.KeepOrganisation of
// the acting organisation (or all, for the founder).
func (reg *Registry) AddWorker(ctx context.Context, by access.Actor, o OrganisationID, i IIN, s Service) (WorkerID, error) {
	scope, err := access.Ask(by, access.KeepOrganisation)
	if err != nil {
		return WorkerID{}, err
	}
	if !scope.CoversOrganisation(o) {
		return WorkerID{}, problem.New(problem.NotFound, "problem.not-found")
	}
	if !s.CountsHours() {
		return WorkerID{}, problem.Fields(problem.At("service", "registry.service-needed"))
	}
	made := id.New[worker]()
	err = reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		p, found, err := reg.ByIIN(ctx, tx, i)
		if err != nil {
			return err
		}
		if !found {
			return problem.Fields(problem.At("iin", "registry.nobody"))
		}
		_, err = tx.Exec(`INSERT INTO organisation_worker (id, organisation_id, person_id, service, from_date) VALUES ($1, $2, $3, $4, $5)`, made, o, p.ID, string(s), tx.Today())
		if _, refused := store.Violation(err); refused {
			return problem.Fields(problem.At("iin", "registry.worker-known"))
		}
		if err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("organisation", o), Action: "registry.add-worker", Details: map[string]any{"person": p.ID, "service": s}})
	})
	return made, err
}

// EndWorker ends an engagement with today. It asks for access.KeepOrganisation.
func (reg *Registry) EndWorker(ctx context.Context, by access.Actor, w WorkerID) error {
	scope, err := access.Ask(by, access.KeepOrganisation)
	if err != nil {
		return err
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		where, args := scope.Where(access.Columns{Organisation: "organisation_id"}, 2)
		o, err := store.One(ctx, tx, store.Value[OrganisationID], `SELECT organisation_id FROM organisation_worker WHERE id = $1 AND to_date IS NULL AND `+where, append([]any{w}, args...)...)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE organisation_worker SET to_date = $1 WHERE id = $2`, tx.Today(), w); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("organisation", o), Action: "registry.end-worker", Details: map[string]any{"worker": w}})
	})
}

// Workers lists who works for the acting organisation. It asks for access.KeepOrganisation.
func (reg *Registry) Workers(ctx context.Context, by access.Actor) (all []Worker, err error) {
	scope, err := access.Ask(by, access.KeepOrganisation)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where(access.Columns{Organisation: "w.organisation_id"}, 1)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, scanWorker, workerQuery+` WHERE w.to_date IS NULL AND `+where+` ORDER BY p.sort_key, w.id`, args...)
		return err
	})
	return all, err
}

const workerQuery = `SELECT w.id, w.service, w.from_date, w.to_date, p.id, p.surname, p.name, p.patronymic, p.phone, p.email, p.address, p.locale, p.unit_id
	FROM organisation_worker w JOIN person p ON p.id = w.person_id`

func scanWorker(r store.Row) (w Worker, err error) {
	p := &w.Person
	err = r.Scan(&w.ID, store.Into(&w.Service), &w.From, &w.To, &p.ID, &p.Surname, &p.Name, &p.Patronymic, &p.Phone, &p.Email, &p.Address, store.Into(&p.Locale), &p.Unit)
	return w, err
}

// WorkersOf lists who works for an organisation in a service. It is a piece for the
// packages above and asks nothing.
func (reg *Registry) WorkersOf(ctx context.Context, q store.Querier, o OrganisationID, s Service) ([]Worker, error) {
	return store.All(ctx, q, scanWorker, workerQuery+` WHERE w.organisation_id = $1 AND w.service = $2 AND w.to_date IS NULL ORDER BY p.sort_key, w.id`, o, string(s))
}

// WorkerOf tells whether a person works for an organisation in a service. It is a piece
// for the packages above and asks nothing.
func (reg *Registry) WorkerOf(ctx context.Context, q store.Querier, o OrganisationID, p PersonID, s Service) (bool, error) {
	_, found, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM organisation_worker WHERE organisation_id = $1 AND person_id = $2 AND service = $3 AND to_date IS NULL`, o, p, string(s))
	return found, err
}
