package registry

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/store"
)

type application struct{}

// ApplicationID names an application to enter the register or to leave it.
type ApplicationID = id.ID[application]

// The kinds of applications, which are also the purposes of their signatures.
const (
	KindEnter = "enter"
	KindLeave = "leave"

	PurposeEnter signing.Purpose = "register-enter"
	PurposeLeave signing.Purpose = "register-leave"
)

// Application asks to enter the register with a service, or to leave it.
type Application struct {
	ID           ApplicationID
	Kind         string // KindEnter or KindLeave
	Service      Service
	Person       PersonID // who filed it
	Organisation OrganisationID
	Unit         UnitID
	Status       ApplicationStatus
	Offer
	Reason    string // why they leave, and after the decision why it was refused
	FiledAt   calendar.Instant
	DecidedAt calendar.Instant
	Signature signing.ID
	Who       Named // the specialist's full name, or the organisation's name
}

// Allowed are the moves the actor may take an application of their scope through; who
// filed it decides nothing about it.
func (a Application) Allowed(by access.Actor) (may []Move[ApplicationStatus]) {
	for _, m := range allowed(by, a.Status, ApplicationMoves()) {
		if (m.Need == access.DecideRegister) == (a.Person == by.PersonID()) {
			continue
		}
		may = append(may, m)
	}
	return may
}

const applicationQuery = `SELECT a.id, a.kind, a.service, a.person_id, a.organisation_id, a.unit_id, a.status, a.languages, a.about_kk, a.about_ru, a.capacity,
	a.reason, a.filed_at, a.decided_at, a.signature_id, p.surname, p.name, p.patronymic, COALESCE(o.name_kk, ''), COALESCE(o.name_ru, ''), COALESCE(o.name_en, '')
	FROM register_application a JOIN person p ON p.id = a.person_id LEFT JOIN organisation o ON o.id = a.organisation_id`

func scanApplication(r store.Row) (a Application, err error) {
	var languages string
	var p Person
	err = r.Scan(&a.ID, &a.Kind, store.Into(&a.Service), &a.Person, &a.Organisation, &a.Unit, store.Into(&a.Status), &languages, &a.AboutKK, &a.AboutRU, &a.Capacity,
		&a.Reason, &a.FiledAt, &a.DecidedAt, &a.Signature, &p.Surname, &p.Name, &p.Patronymic, &a.Who.KK, &a.Who.RU, &a.Who.EN)
	a.Languages = splitLanguages(languages)
	if a.Organisation.IsZero() {
		a.Who = Named{KK: p.FullName(), RU: p.FullName(), EN: p.FullName()}
	}
	return a, err
}

// Applications are the applications of one register; each is signed by who files it.
type Applications struct {
	reg   *Registry
	desk  *signing.Desk
	texts *lang.Texts
}

// NewApplications makes the applications of a register.
func NewApplications(reg *Registry, desk *signing.Desk, texts *lang.Texts) *Applications {
	return &Applications{reg: reg, desk: desk, texts: texts}
}

// Entering is an application to enter the register, as it is typed. An organisation's
// unit is its own; a person's is the district they choose to be registered in.
type Entering struct {
	Service Service
	Unit    UnitID
	Offer
}

// payload is what an application's text carries besides its words.
type payload struct {
	Kind         string
	Service      Service
	Unit         UnitID
	Organisation OrganisationID
	Offer        Offer
	Reason       string
}

func (e Entering) check() error {
	if _, ok := ParseService(string(e.Service)); !ok {
		return problem.Fields(problem.At("service", "registry.service-needed"))
	}
	return e.Offer.check(e.Service)
}

// PrepareEnter makes the text of an application to enter. It asks for access.EnterRegister.
// Invalid for what was typed, Conflict when the provider is in the register with this
// service already or an application waits.
func (a *Applications) PrepareEnter(ctx context.Context, by access.Actor, e Entering, locale lang.Locale) (t signing.TextID, err error) {
	if _, err := access.Ask(by, access.EnterRegister); err != nil {
		return t, err
	}
	if err := e.check(); err != nil {
		return t, err
	}
	p := payload{Kind: KindEnter, Service: e.Service, Unit: e.Unit, Organisation: by.OrganisationID(), Offer: e.Offer}
	var body string
	err = a.reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if p.Unit, err = a.reg.unitFor(ctx, q, p); err != nil {
			return err
		}
		if err := a.reg.mayFile(ctx, q, by.PersonID(), p); err != nil {
			return err
		}
		body, err = a.words(ctx, q, by.PersonID(), p, locale)
		return err
	})
	if err != nil {
		return t, err
	}
	return a.desk.Prepare(ctx, by, signing.Draft{Purpose: PurposeEnter, Subject: audit.Book("person", by.PersonID()), Locale: string(locale), Body: body, Payload: p})
}

// PrepareLeave makes the text of an application to leave. It asks for access.LeaveRegister.
// NotFound for another's entry, Invalid without a reason, Conflict when one waits already,
// Closed for an entry that has left.
func (a *Applications) PrepareLeave(ctx context.Context, by access.Actor, e EntryID, reason string, locale lang.Locale) (t signing.TextID, err error) {
	if _, err := access.Ask(by, access.LeaveRegister); err != nil {
		return t, err
	}
	if strings.TrimSpace(reason) == "" {
		return t, problem.Fields(problem.At("reason", "registry.leave-reason"))
	}
	var p payload
	var body string
	err = a.reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		mine, err := a.reg.own(ctx, q, by, e)
		if err != nil {
			return err
		}
		p = payload{Kind: KindLeave, Service: mine.Service, Unit: mine.Unit, Organisation: mine.Organisation, Offer: mine.Offer, Reason: reason}
		if err := a.reg.mayFile(ctx, q, by.PersonID(), p); err != nil {
			return err
		}
		body, err = a.words(ctx, q, by.PersonID(), p, locale)
		return err
	})
	if err != nil {
		return t, err
	}
	return a.desk.Prepare(ctx, by, signing.Draft{Purpose: PurposeLeave, Subject: audit.Book("person", by.PersonID()), Locale: string(locale), Body: body, Payload: p})
}

// own finds an entry of the acting person, or of the organisation they act for.
func (reg *Registry) own(ctx context.Context, q store.Querier, by access.Actor, e EntryID) (Entry, error) {
	found, err := reg.EntryFor(ctx, q, e)
	if err == nil && !found.of(by) {
		return Entry{}, problem.New(problem.NotFound, "problem.not-found")
	}
	return found, err
}

// of tells whether the entry is the actor's own in the cabinet they sit in.
func (e Entry) of(by access.Actor) bool {
	if o := by.OrganisationID(); !o.IsZero() {
		return e.Organisation == o
	}
	return by.SignedIn() && e.Person == by.PersonID()
}

// unitFor is the unit that decides: an organisation's own, or the district chosen.
func (reg *Registry) unitFor(ctx context.Context, q store.Querier, p payload) (UnitID, error) {
	if !p.Organisation.IsZero() {
		o, err := reg.Organisation(ctx, q, p.Organisation)
		return o.Unit, err
	}
	if p.Service == BedPlace {
		return UnitID{}, problem.Fields(problem.At("service", "registry.beds-need-organisation"))
	}
	_, found, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM unit WHERE id = $1 AND kind = 'district'`, p.Unit)
	if err == nil && !found {
		err = problem.Fields(problem.At("unit", "registry.district-needed"))
	}
	return p.Unit, err
}

// mayFile refuses a second application, entering twice and leaving twice.
func (reg *Registry) mayFile(ctx context.Context, q store.Querier, person PersonID, p payload) error {
	if waits, err := waiting(ctx, q, person, p.Organisation, p.Service); err != nil || waits {
		return orElse(err, problem.New(problem.Conflict, "registry.application-waits"))
	}
	was, found, err := entryOf(ctx, q, person, p.Organisation, p.Service)
	if err != nil {
		return err
	}
	inside := found && was.Status != Left
	switch {
	case p.Kind == KindEnter && inside:
		return problem.New(problem.Conflict, "registry.in-register")
	case p.Kind == KindLeave && !inside:
		return problem.New(problem.Closed, "registry.not-in-register")
	}
	return nil
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func waiting(ctx context.Context, q store.Querier, person PersonID, o OrganisationID, s Service) (found bool, err error) {
	if !o.IsZero() {
		_, found, err = store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM register_application WHERE organisation_id = $1 AND service = $2 AND status = 'waiting'`, o, s)
		return found, err
	}
	_, found, err = store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM register_application WHERE person_id = $1 AND organisation_id IS NULL AND service = $2 AND status = 'waiting'`, person, s)
	return found, err
}

// words are the application as it is read and signed.
func (a *Applications) words(ctx context.Context, q store.Querier, person PersonID, p payload, locale lang.Locale) (string, error) {
	who, err := a.reg.Person(ctx, q, person)
	if err != nil {
		return "", err
	}
	unit, err := store.One(ctx, q, scanUnit, `SELECT id, key, kind, name_kk, name_ru, name_en FROM unit WHERE id = $1`, p.Unit)
	if err != nil {
		return "", err
	}
	say := a.texts.In(locale)
	args := lang.Args{"Unit": unit.Name.In(locale), "Name": who.FullName(), "Service": say.Say("registry.service." + string(p.Service)), "Reason": p.Reason,
		"Languages": languageNames(say, p.Offer.Languages), "About": p.Offer.AboutKK + "\n" + p.Offer.AboutRU, "Capacity": capacityWords(say, p.Offer.Capacity), "Organisation": ""}
	if !p.Organisation.IsZero() {
		o, err := a.reg.Organisation(ctx, q, p.Organisation)
		if err != nil {
			return "", err
		}
		args["Organisation"] = o.Name.In(locale) + ", " + string(o.BIN)
	}
	if p.Kind == KindLeave {
		return say.Say("registry.text.leave", args), nil
	}
	return say.Say("registry.text.enter", args), nil
}

func languageNames(say *lang.Words, tags []string) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = say.Say("registry.language." + t)
	}
	return strings.Join(names, ", ")
}

func capacityWords(say *lang.Words, minutes int) string {
	if minutes == 0 {
		return say.Say("registry.no-limit")
	}
	return say.Hours(minutes)
}

// Enter files a signed application to enter. It asks for access.EnterRegister; Conflict
// when the signature was used or an application waits.
func (a *Applications) Enter(ctx context.Context, by access.Actor, proof signing.Proof) (ApplicationID, error) {
	if _, err := access.Ask(by, access.EnterRegister); err != nil {
		return ApplicationID{}, err
	}
	return a.file(ctx, by, proof, PurposeEnter)
}

// Leave files a signed application to leave: from now on the entry confirms no orders of
// this service. It asks for access.LeaveRegister.
func (a *Applications) Leave(ctx context.Context, by access.Actor, proof signing.Proof) (ApplicationID, error) {
	if _, err := access.Ask(by, access.LeaveRegister); err != nil {
		return ApplicationID{}, err
	}
	return a.file(ctx, by, proof, PurposeLeave)
}

// Signed is what a signature of an application leads to.
func (a *Applications) Signed() map[signing.Purpose]signing.Action {
	doing := func(act func(context.Context, access.Actor, signing.Proof) (ApplicationID, error)) signing.Action {
		return signing.Action{Said: "done.applied", Where: func(signing.Text) (string, error) { return "/register", nil },
			Do: func(ctx context.Context, by access.Actor, proof signing.Proof) error {
				_, err := act(ctx, by, proof)
				return err
			}}
	}
	return map[signing.Purpose]signing.Action{PurposeEnter: doing(a.Enter), PurposeLeave: doing(a.Leave)}
}

func (a *Applications) file(ctx context.Context, by access.Actor, proof signing.Proof, purpose signing.Purpose) (ApplicationID, error) {
	var p payload
	if err := proof.Payload(&p); err != nil {
		return ApplicationID{}, err
	}
	if p.Organisation != by.OrganisationID() {
		return ApplicationID{}, problem.New(problem.Denied, "problem.denied")
	}
	made := id.New[application]()
	err := a.reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		signature, err := proof.Use(tx, purpose, audit.Book("person", by.PersonID()), by.PersonID())
		if err != nil {
			return err
		}
		if err := a.reg.mayFile(ctx, tx, by.PersonID(), p); err != nil {
			return err
		}
		return a.reg.keepApplication(ctx, tx, made, by.PersonID(), p, signature)
	})
	return made, err
}

func (reg *Registry) keepApplication(ctx context.Context, tx *store.Tx, made ApplicationID, person PersonID, p payload, signature signing.ID) error {
	_, err := tx.Exec(`INSERT INTO register_application (id, kind, service, person_id, organisation_id, unit_id, status, languages, about_kk, about_ru, capacity, reason, filed_at, signature_id)
		VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9, $10, $11, $12, $13)`,
		made, p.Kind, p.Service, person, p.Organisation, p.Unit, joinLanguages(p.Offer.Languages), p.Offer.AboutKK, p.Offer.AboutRU, p.Offer.Capacity, p.Reason, tx.Now(), signature)
	if _, refused := store.Violation(err); refused {
		return problem.New(problem.Conflict, "registry.application-waits")
	}
	if err != nil {
		return err
	}
	if err := reg.tellOfficers(ctx, tx, p.Unit, notices.Notice{Kind: "register-application", Link: "/desk/register/" + made.String(), Waits: true}); err != nil {
		return err
	}
	return audit.Record(tx, audit.Event{Book: audit.Book("application", made), Action: "registry.apply",
		Details: map[string]any{"kind": p.Kind, "service": p.Service, "unit": p.Unit, "organisation": p.Organisation, "signature": signature}})
}

// tellOfficers tells whoever is an officer of the unit today.
func (reg *Registry) tellOfficers(ctx context.Context, tx *store.Tx, u UnitID, n notices.Notice) error {
	officers, err := store.All(ctx, tx, store.Value[PersonID], `SELECT DISTINCT person_id FROM person_position WHERE role = 'officer' AND unit_id = $1
		AND from_date <= $2 AND (to_date IS NULL OR to_date >= $2)`, u, tx.Today())
	if err != nil {
		return err
	}
	for _, p := range officers {
		n.Person = p
		if err := reg.notes.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// tellProvider tells the specialist, or everybody who acts for the organisation today.
func (reg *Registry) tellProvider(ctx context.Context, tx *store.Tx, e Entry, kind string) error {
	if e.Organisation.IsZero() {
		return reg.notes.Tell(tx, notices.Notice{Person: e.Person, Kind: kind, Link: "/register"})
	}
	suppliers, err := reg.SuppliersOf(ctx, tx, e.Organisation)
	if err != nil {
		return err
	}
	for _, p := range suppliers {
		if err := reg.notes.Tell(tx, notices.Notice{Person: p, Kind: kind, Link: "/register"}); err != nil {
			return err
		}
	}
	return nil
}

// SuppliersOf lists who acts for an organisation today. It is a piece for the packages
// above and asks nothing.
func (reg *Registry) SuppliersOf(ctx context.Context, tx *store.Tx, o OrganisationID) ([]PersonID, error) {
	return store.All(ctx, tx, store.Value[PersonID], `SELECT DISTINCT person_id FROM person_position WHERE role = 'supplier' AND organisation_id = $1
		AND from_date <= $2 AND (to_date IS NULL OR to_date >= $2)`, o, tx.Today())
}
