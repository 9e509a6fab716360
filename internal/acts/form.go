package acts

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/documents"
	"asar/internal/documents/forms"
	"asar/internal/id"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// tries is how often forming begins anew when somebody writes the same month meanwhile,
// and how often a number is drawn.
const tries = 5

// errMeanwhile is met when the month changed between reading and keeping.
var errMeanwhile = problem.New(problem.Conflict, "acts.changed-meanwhile")

// Form forms the act and the escort sheet of a month in two languages (manual, step 13)
// and returns the month's act. When the act formed before says what would be said now, it
// is returned as it is; when it does not, it becomes void with its signatures and scan, and
// the next edition is formed under another number. It asks for access.FormAct. Closed for a bed
// place, which has no journal, for a month to come or without hours, and for a month whose
// act was sent.
func (a *Acts) Form(ctx context.Context, by access.Actor, o orders.ID, m calendar.Month) (formed Act, err error) {
	scope, err := access.Ask(by, access.FormAct)
	if err != nil {
		return formed, err
	}
	for range tries {
		d, err := a.draft(ctx, scope, o, m)
		if err != nil || d.same {
			return d.living, err
		}
		prints, err := a.print(ctx, d)
		if err != nil {
			return formed, err
		}
		if err = a.keepFormed(ctx, by, scope, d, prints); err == nil || !problem.HasKey(err, errMeanwhile.Key) {
			return d.act, err
		}
	}
	return formed, errMeanwhile
}

// draft is an act before it is kept.
type draft struct {
	ground
	act     Act
	content forms.ActContent // as it is printed
	kept    string           // as it is kept
	same    bool             // the living act says just this
}

// draft reads a month and decides what its act would be; keepFormed looks again before it
// believes any of it.
func (a *Acts) draft(ctx context.Context, scope access.Scope, o orders.ID, m calendar.Month) (d draft, err error) {
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if d, err = a.survey(ctx, q, scope, o, m, q.Today()); err != nil || d.same {
			return err
		}
		edition, err := lastEdition(ctx, q, o, m)
		if err != nil {
			return err
		}
		d.act = Act{ID: id.New[act](), Order: o, Month: m, Edition: edition + 1, Status: Formed, Minutes: d.minutes, FormedAt: q.Now()}
		d.act.Number, err = freeNumber(ctx, q, q.Today().Year)
		return err
	})
	if err != nil || d.same {
		return d, err
	}
	d.content, err = a.named(ctx, d.content, d.act.Number, d.act.Edition, d.order)
	if err != nil {
		return d, err
	}
	d.act.Digest = forms.Digest(d.content)
	d.act.Code, err = a.Keys.Code(d.act.claim())
	return d, err
}

// survey reads what an act of a month would say now, and whether it may be formed.
func (a *Acts) survey(ctx context.Context, q store.Querier, scope access.Scope, o orders.ID, m calendar.Month, today calendar.Date) (d draft, err error) {
	d.month = m
	if d.order, err = a.Orders.Within(ctx, q, scope, o); err != nil {
		return d, err
	}
	if d.living, err = livingOf(ctx, q, o, m); err != nil {
		return d, err
	}
	if !d.order.Service.CountsHours() {
		return d, whyNotForm(d.ground, today)
	}
	if d.content, err = a.contentOf(ctx, q, d.order, m); err != nil {
		return d, err
	}
	d.minutes = d.content.TotalMinutes()
	if p := whyNotForm(d.ground, today); p != nil {
		return d, p
	}
	if d.kept, err = written(d.content); err != nil || d.living.ID.IsZero() {
		return d, err
	}
	kept, err := contentText(ctx, q, d.living.ID)
	d.same = kept == d.kept
	return d, err
}

// keepFormed keeps a draft if the month is still as it was read.
func (a *Acts) keepFormed(ctx context.Context, by access.Actor, scope access.Scope, d draft, prints []printout) error {
	return a.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		now, err := a.survey(ctx, tx, scope, d.order.ID, d.month, tx.Today())
		if err != nil {
			return err
		}
		if now.kept != d.kept || now.living.ID != d.living.ID {
			return errMeanwhile
		}
		if !d.living.ID.IsZero() {
			if err := a.void(tx, now.living); err != nil {
				return err
			}
		}
		if err := insert(tx, d.act, d.order, d.kept); err != nil {
			return taken(err)
		}
		for _, p := range prints {
			if err := p.record(tx, d.act); err != nil {
				return err
			}
		}
		return audit.Record(tx, audit.Event{Book: d.act.Book(), Action: "acts.form", Details: map[string]any{
			"act": d.act.ID, "number": d.act.Number, "month": d.act.Month, "edition": d.act.Edition, "minutes": d.act.Minutes, "digest": d.act.Digest, "voids": d.living.ID}})
	})
}

// void ends an edition that another takes the place of.
func (a *Acts) void(tx *store.Tx, old Act) error {
	if err := setStatus(tx, old.ID, Void); err != nil {
		return err
	}
	return a.Notices.SettleAll(tx, "act-to-sign", old.Link())
}

// taken turns the refusal of a constraint into beginning anew.
func taken(err error) error {
	switch name, _ := store.Violation(err); name {
	case "act_order_id_month_key", "act_order_id_month_edition_key", "act_number_key":
		return problem.Wrap(err, problem.Conflict, errMeanwhile.Key)
	}
	return err
}

// form is one of the printed forms.
type form struct{ kind, locale string }

var printed = []form{{"act", "kk"}, {"act", "ru"}, {"escort-sheet", "kk"}, {"escort-sheet", "ru"}}

func (f form) bytes(c forms.ActContent) ([]byte, error) {
	if f.kind == "act" {
		return forms.Act(c, f.locale)
	}
	return forms.EscortSheet(c, f.locale)
}

// printout is a printed form whose bytes lie in the file store.
type printout struct {
	form
	stored documents.Stored
}

func (p printout) record(tx *store.Tx, a Act) error {
	file, err := p.stored.Record(tx, fileName(p.form, a.Number), 0)
	if err != nil {
		return err
	}
	return insertFile(tx, a.ID, p.form, file)
}

func fileName(f form, number string) string { return f.kind + "-" + number + "-" + f.locale + ".pdf" }

// print prints a draft: before the transaction, which names what was kept.
func (a *Acts) print(ctx context.Context, d draft) ([]printout, error) {
	d.content.Made, d.content.CheckBase, d.content.Code = d.act.FormedAt, a.Base, d.act.Code
	all := make([]printout, 0, len(printed))
	for _, f := range printed {
		b, err := f.bytes(d.content)
		if err != nil {
			return nil, fmt.Errorf("acts: printing: %w", err)
		}
		stored, err := a.Shelf.Put(ctx, b, documents.PDF)
		if err != nil {
			return nil, err
		}
		all = append(all, printout{f, stored})
	}
	return all, nil
}

func freeNumber(ctx context.Context, q store.Querier, year int) (string, error) {
	for range tries {
		drawn, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
		if err != nil {
			return "", fmt.Errorf("acts: number: %w", err)
		}
		number := fmt.Sprintf("%04d-%08d", year, drawn.Int64())
		_, used, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM act WHERE number = $1`, number)
		if err != nil || !used {
			return number, err
		}
	}
	return "", problem.New(problem.Busy, "problem.busy")
}
