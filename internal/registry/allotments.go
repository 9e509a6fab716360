package registry

import (
	"context"
	"errors"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/store"
)

// Service is a kind of service that is ordered.
type Service string

// The services. Amounts of the first two are minutes, of the last days.
const (
	Assistant    Service = "assistant"     // жеке көмекші, индивидуальный помощник
	SignLanguage Service = "sign-language" // ымдау тілі маманы, специалист жестового языка
	BedPlace     Service = "bed-place"     // төсек-орын, койко-место
)

// Services lists the services.
func Services() []Service { return []Service{Assistant, SignLanguage, BedPlace} }

// ParseService reads a service's name.
func ParseService(s string) (Service, bool) {
	for _, known := range Services() {
		if string(known) == s {
			return known, true
		}
	}
	return "", false
}

// CountsHours tells whether the service is counted in minutes and has a journal of hours.
func (s Service) CountsHours() bool { return s == Assistant || s == SignLanguage }

// Step is what amounts of the service are multiples of: half an hour (assumed), or a day.
func (s Service) Step() int {
	if s.CountsHours() {
		return 30
	}
	return 1
}

type allotment struct{}

// AllotmentID names an allotted volume.
type AllotmentID = id.ID[allotment]

// Allotment is a volume of a service a recipient may order within a period.
type Allotment struct {
	ID        AllotmentID
	Recipient PersonID
	Unit      UnitID
	Service   Service
	Amount    int // minutes, or days of a bed place
	Reserved  int // by orders that are not worked off yet
	Used      int // worked off
	From, To  calendar.Date
	Ground    string // the decision it was allotted by
	EnteredAt calendar.Instant
	EndedAt   calendar.Instant // zero while it is in force
	Name      string           // the recipient's full name, in an officer's list
}

// Left is what can still be ordered; nothing when the allotment was ended.
func (a Allotment) Left() int {
	if !a.EndedAt.IsZero() {
		return 0
	}
	return a.Amount - a.Reserved - a.Used
}

// Covers tells whether a period lies inside the allotment's.
func (a Allotment) Covers(from, to calendar.Date) bool {
	return !from.Before(a.From) && !to.After(a.To)
}

const allotmentColumns = `a.id, a.recipient_id, a.unit_id, a.service, a.amount, a.reserved, a.used, a.from_date, a.to_date, a.ground, a.entered_at, a.ended_at`

func scanAllotment(r store.Row) (a Allotment, err error) {
	err = r.Scan(&a.ID, &a.Recipient, &a.Unit, store.Into(&a.Service), &a.Amount, &a.Reserved, &a.Used, &a.From, &a.To, &a.Ground, &a.EnteredAt, &a.EndedAt)
	return a, err
}

// NewAllotment is a volume to be entered by a decision.
type NewAllotment struct {
	Recipient PersonID
	Unit      UnitID
	Service   Service
	Amount    int
	From, To  calendar.Date
	Ground    string
}

// mostAmount is a guard against a slip of the hand: a year of hours, a leap year of days.
func (s Service) mostAmount() int {
	if s.CountsHours() {
		return 366 * 8 * 60
	}
	return 366
}

func (n NewAllotment) check() error {
	var wrong []problem.Field
	if _, ok := ParseService(string(n.Service)); !ok {
		wrong = append(wrong, problem.At("service", "registry.service-needed"))
	} else if n.Amount <= 0 || n.Amount > n.Service.mostAmount() || n.Amount%n.Service.Step() != 0 {
		wrong = append(wrong, problem.At("amount", "registry.amount-wrong"))
	}
	if n.From.IsZero() {
		wrong = append(wrong, problem.At("from", "registry.from-empty"))
	}
	if n.To.IsZero() || n.To.Before(n.From) {
		wrong = append(wrong, problem.At("to", "registry.to-before-from"))
	}
	if strings.TrimSpace(n.Ground) == "" {
		wrong = append(wrong, problem.At("ground", "registry.ground-empty"))
	}
	return problem.Fields(wrong...)
}

// Allot enters a volume for a recipient of the officer's unit and tells them. It asks for
// access.AllotVolume and returns Invalid for what was typed, NotFound for another unit's
// person. A person of no unit yet comes into the officer's care by it.
func (reg *Registry) Allot(ctx context.Context, by access.Actor, n NewAllotment) (AllotmentID, error) {
	scope, err := access.Ask(by, access.AllotVolume)
	if err != nil {
		return AllotmentID{}, err
	}
	if err := n.check(); err != nil {
		return AllotmentID{}, err
	}
	if !scope.CoversUnit(n.Unit) {
		return AllotmentID{}, problem.New(problem.NotFound, "problem.not-found")
	}
	made := id.New[allotment]()
	err = reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		if err := reg.intoCare(ctx, tx, n.Recipient, n.Unit); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO allotment (id, recipient_id, unit_id, service, amount, reserved, used, from_date, to_date, ground, entered_at)
			VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9)`, made, n.Recipient, n.Unit, string(n.Service), n.Amount, n.From, n.To, n.Ground, tx.Now())
		if err != nil {
			return err
		}
		if err := reg.notes.Tell(tx, notices.Notice{Person: n.Recipient, Kind: "allotted", Link: "/my-services"}); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("allotment", made), Action: "registry.allot",
			Details: map[string]any{"recipient": n.Recipient, "service": n.Service, "amount": n.Amount, "from": n.From, "to": n.To, "ground": n.Ground}})
	})
	return made, err
}

func (reg *Registry) intoCare(ctx context.Context, tx *store.Tx, p PersonID, u UnitID) error {
	person, err := reg.Person(ctx, tx, p)
	if err != nil {
		return err
	}
	switch {
	case person.Unit == u:
		return nil
	case !person.Unit.IsZero():
		return problem.New(problem.NotFound, "problem.not-found")
	}
	_, err = tx.Exec(`UPDATE person SET unit_id = $1 WHERE id = $2`, u, p)
	return err
}

// ChangeAllotment sets a new amount by a new ground. It asks for access.AllotVolume; an
// amount below what is reserved and used is Invalid.
func (reg *Registry) ChangeAllotment(ctx context.Context, by access.Actor, a AllotmentID, amount int, ground string) error {
	scope, err := access.Ask(by, access.AllotVolume)
	if err != nil {
		return err
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		was, err := allotmentIn(ctx, tx, scope, a)
		if err != nil {
			return err
		}
		if err := was.inForce(); err != nil {
			return err
		}
		n := NewAllotment{Service: was.Service, Amount: amount, From: was.From, To: was.To, Ground: ground}
		if err := n.check(); err != nil {
			return err
		}
		if taken := was.Reserved + was.Used; amount < taken {
			return problem.Fields(problem.At("amount", "registry.amount-below-taken", problem.Args{"Taken": was.Service.inWords(taken)}))
		}
		if _, err := tx.Exec(`UPDATE allotment SET amount = $1, ground = $2 WHERE id = $3`, amount, ground, a); err != nil {
			return err
		}
		if err := reg.notes.Tell(tx, notices.Notice{Person: was.Recipient, Kind: "allotment-changed", Link: "/my-services"}); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("allotment", a), Action: "registry.change-allotment",
			Details: map[string]any{"was": was.Amount, "amount": amount, "ground": ground}})
	})
}

// EndAllotment ends an allotment by a new ground: what orders hold stays, nothing more can
// be ordered. It asks for access.AllotVolume; an allotment that has ended is Closed.
func (reg *Registry) EndAllotment(ctx context.Context, by access.Actor, a AllotmentID, ground string) error {
	scope, err := access.Ask(by, access.AllotVolume)
	if err != nil {
		return err
	}
	if strings.TrimSpace(ground) == "" {
		return problem.Fields(problem.At("ground", "registry.ground-empty"))
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		was, err := allotmentIn(ctx, tx, scope, a)
		if err != nil {
			return err
		}
		if err := was.inForce(); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE allotment SET ended_at = $1, ground = $2 WHERE id = $3`, tx.Now(), ground, a); err != nil {
			return err
		}
		if err := reg.notes.Tell(tx, notices.Notice{Person: was.Recipient, Kind: "allotment-ended", Link: "/my-services"}); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("allotment", a), Action: "registry.end-allotment",
			Details: map[string]any{"left": was.Left(), "ground": ground}})
	})
}

func (a Allotment) inForce() error {
	if a.EndedAt.IsZero() {
		return nil
	}
	return problem.New(problem.Closed, "registry.allotment-ended")
}

// inWords is an amount as a text's argument.
func (s Service) inWords(amount int) any {
	if s.CountsHours() {
		return lang.Minutes(amount)
	}
	return amount
}

func allotmentIn(ctx context.Context, q store.Querier, scope access.Scope, a AllotmentID) (Allotment, error) {
	where, args := scope.Where(access.Columns{Person: "a.recipient_id", Recipient: "a.recipient_id", Unit: "a.unit_id"}, 2)
	return store.One(ctx, q, scanAllotment, `SELECT `+allotmentColumns+` FROM allotment a WHERE a.id = $1 AND `+where, append([]any{a}, args...)...)
}

// FindAllotment returns one allotment. It asks for access.SeeAllotments.
func (reg *Registry) FindAllotment(ctx context.Context, by access.Actor, a AllotmentID) (found Allotment, err error) {
	scope, err := access.Ask(by, access.SeeAllotments)
	if err != nil {
		return found, err
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = allotmentIn(ctx, q, scope, a)
		return err
	})
	return found, err
}

// mostAllotments is how many an officer's list shows.
const mostAllotments = 200

// Allotments lists the newest allotments: a recipient's own, or those of the officer's
// unit with the recipients' names, narrowed by the beginning of a surname. It asks for
// access.SeeAllotments.
func (reg *Registry) Allotments(ctx context.Context, by access.Actor, surname string) (all []Allotment, err error) {
	scope, err := access.Ask(by, access.SeeAllotments)
	if err != nil {
		return nil, err
	}
	key := lang.Fold(surname)
	where, args := scope.Where(access.Columns{Person: "a.recipient_id", Recipient: "a.recipient_id", Unit: "a.unit_id"}, 4)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, func(r store.Row) (a Allotment, err error) {
			var p Person
			err = r.Scan(&a.ID, &a.Recipient, &a.Unit, store.Into(&a.Service), &a.Amount, &a.Reserved, &a.Used, &a.From, &a.To, &a.Ground, &a.EnteredAt, &a.EndedAt, &p.Surname, &p.Name, &p.Patronymic)
			a.Name = p.FullName()
			return a, err
		}, `SELECT `+allotmentColumns+`, p.surname, p.name, p.patronymic FROM allotment a JOIN person p ON p.id = a.recipient_id
			WHERE p.surname_key >= $1 AND p.surname_key < $2 AND `+where+` ORDER BY a.entered_at DESC, a.id LIMIT $3`, append([]any{key, key + "\U0010ffff", mostAllotments}, args...)...)
		return err
	})
	return all, err
}

// AllotmentFor returns an allotment. It is a piece for the packages above and asks nothing.
func (reg *Registry) AllotmentFor(ctx context.Context, q store.Querier, a AllotmentID) (Allotment, error) {
	return store.One(ctx, q, scanAllotment, `SELECT `+allotmentColumns+` FROM allotment a WHERE a.id = $1`, a)
}

// Reserve takes an amount of what is left, for an order. More than is left is Invalid at
// field "amount". It is a piece of an action.
func (reg *Registry) Reserve(tx *store.Tx, a AllotmentID, amount int) error {
	if amount <= 0 {
		return problem.Fields(problem.At("amount", "registry.amount-wrong"))
	}
	n, err := tx.Exec(`UPDATE allotment SET reserved = reserved + $1 WHERE id = $2 AND ended_at IS NULL AND reserved + used + $1 <= amount`, amount, a)
	if err != nil || n == 1 {
		return err
	}
	was, err := reg.AllotmentFor(tx.Context(), tx, a)
	if err != nil {
		return err
	}
	return problem.Fields(problem.At("amount", "registry.not-left", problem.Args{"Left": was.Service.inWords(was.Left())}))
}

// errAccount is a fault of ours: an account would go below nothing.
var errAccount = errors.New("registry: the allotment's account would go below nothing")

// Release gives a reserved amount back to what is left. It is a piece of an action. An
// amount that is not reserved is a fault.
func (reg *Registry) Release(tx *store.Tx, a AllotmentID, amount int) error {
	n, err := tx.Exec(`UPDATE allotment SET reserved = reserved - $1 WHERE id = $2 AND $1 >= 0 AND reserved >= $1`, amount, a)
	if err == nil && n != 1 {
		return errAccount
	}
	return err
}

// Spend turns a reserved amount into a used one, or back when it is negative. It is a
// piece of an action. An amount that is not reserved (or not used) is a fault.
func (reg *Registry) Spend(tx *store.Tx, a AllotmentID, delta int) error {
	n, err := tx.Exec(`UPDATE allotment SET reserved = reserved - $1, used = used + $1 WHERE id = $2 AND reserved >= $1 AND used + $1 >= 0`, delta, a)
	if err == nil && n != 1 {
		return errAccount
	}
	return err
}
