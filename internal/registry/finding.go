package registry

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/store"
)

// Found is a person with the number's last digits.
type Found struct {
	Person
	IIN string // masked
}

// How many people an officer may look up: enough for a day's work, too few for a harvest.
const (
	mostFindsAnHour = 30
	mostFindsADay   = 150
	findHour        = time.Hour
	findDay         = 24 * time.Hour
)

const actionFind = "registry.find-person"

// FindPerson finds one person of the officer's unit, or of none yet, by number and for a
// stated reason. Each search is in the history; 30 an hour and 150 a day are allowed, then
// Busy. A number nobody has and a person of another unit are both NotFound. Who misses three
// neighbouring numbers in a row is walking through them: those who watch are told. It asks
// for access.FindPerson.
func (reg *Registry) FindPerson(ctx context.Context, by access.Actor, i IIN, reason string) (f Found, err error) {
	scope, err := access.Ask(by, access.FindPerson)
	if err != nil {
		return f, err
	}
	if strings.TrimSpace(reason) == "" {
		return f, problem.Fields(problem.At("reason", "registry.find-reason"))
	}
	missed, book := false, audit.Book("finder", by.PersonID())
	err = reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		if err := countFinds(ctx, tx, book); err != nil {
			return err
		}
		p, found, err := reg.ByIIN(ctx, tx, i)
		if err != nil {
			return err
		}
		missed = !found || !p.Unit.IsZero() && !scope.CoversUnit(p.Unit)
		f = Found{Person: p, IIN: i.Masked()}
		told := search{Reason: reason, Found: !missed}
		if missed {
			told.Near, told.Number = reg.faint(i[:sameBirth]), reg.faint(i)
		} else {
			told.Person = p.ID.String()
		}
		if err := audit.Record(tx, audit.Event{Book: book, Action: actionFind, Details: told}); err != nil || !missed {
			return err
		}
		return reg.watch(ctx, tx, by.PersonID(), book)
	})
	if err == nil && missed {
		return Found{}, problem.Fields(problem.At("iin", "registry.nobody"))
	}
	return f, err
}

func countFinds(ctx context.Context, tx *store.Tx, finder string) error {
	limits := []struct {
		window time.Duration
		most   int
		after  int
	}{{findHour, mostFindsAnHour, 60}, {findDay, mostFindsADay, 24 * 60}}
	for _, l := range limits {
		n, err := store.One(ctx, tx, store.Value[int], `SELECT count(*) FROM audit_entry WHERE book = $1 AND action = $2 AND at > $3`, finder, actionFind, tx.Now().Plus(-l.window))
		if err != nil {
			return err
		}
		if n >= l.most {
			return problem.New(problem.Busy, "problem.too-many", problem.Args{"After": l.after})
		}
	}
	return nil
}

// search is what the history keeps of a search. Of a number that was missed it keeps faint
// marks only: enough to see that numbers are neighbours, not to know one.
type search struct {
	Reason string `json:"reason"`
	Found  bool   `json:"found"`
	Person string `json:"person,omitempty"`
	Near   string `json:"near,omitempty"`
	Number string `json:"number,omitempty"`
}

// sameBirth is how many digits people born on one day share: the date, century and sex.
const sameBirth = 7

// faint is a short keyed mark.
func (reg *Registry) faint(digits IIN) string {
	return hex.EncodeToString(reg.vault.Mark("finder\x00" + string(digits))[:6])
}

// inARow is how many neighbours missed one after another are no mistakes of typing.
const inARow = 3

// watch tells administrators and auditors when the last searches of a finder missed
// neighbouring numbers. The alarm itself ends the row.
func (reg *Registry) watch(ctx context.Context, tx *store.Tx, finder PersonID, book string) error {
	last, err := store.All(ctx, tx, scanSearch, `SELECT details FROM audit_entry WHERE book = $1 ORDER BY n DESC LIMIT $2`, book, inARow)
	if err != nil || !neighbours(last) {
		return err
	}
	if err := audit.Record(tx, audit.Event{Book: book, Action: "registry.find-alarm", Details: map[string]any{"missed": inARow}}); err != nil {
		return err
	}
	watching, err := store.All(ctx, tx, scanPosition, positionQuery+` WHERE p.role IN ('administrator', 'auditor') AND p.from_date <= $1 AND (p.to_date IS NULL OR p.to_date >= $1) ORDER BY p.id`, tx.Today())
	if err != nil {
		return err
	}
	told := map[PersonID]bool{}
	for _, held := range watching {
		if told[held.Person] {
			continue
		}
		told[held.Person] = true
		link := "/office/people/" + finder.String()
		if held.Role == access.Auditor {
			link = "/office/audit/book/" + book
		}
		if err := reg.notes.Tell(tx, notices.Notice{Person: held.Person, Kind: "find-alarm", Link: link}); err != nil {
			return err
		}
	}
	return nil
}

func scanSearch(r store.Row) (s search, err error) {
	var details store.JSON[search]
	err = r.Scan(&details)
	return details.V, err
}

// neighbours tells whether these searches missed different numbers of one birth date.
func neighbours(last []search) bool {
	if len(last) < inARow {
		return false
	}
	numbers := map[string]bool{}
	for _, s := range last {
		if s.Near == "" || s.Near != last[0].Near || numbers[s.Number] {
			return false
		}
		numbers[s.Number] = true
	}
	return true
}
