package carrying

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/eds"
	"asar/internal/jobs"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/store"
)

// checker is the part of the program that checks signatures again.
var checker = access.System("checker", access.Timekeeper)

// Handler checks a waiting signature again and carries out what was signed. A job that ran
// before, to its end or not, does no harm.
func (c *Carrying) Handler() jobs.Handler {
	return func(ctx context.Context, t jobs.Task) error {
		text, err := signing.ParseTextID(t.Key)
		if err != nil {
			return jobs.Refused(err)
		}
		return c.Again(ctx, checker, text, t.Attempts)
	}
}

// Again checks one waiting signature; tries is how often that was done, with this one. It
// asks for access.CheckSignatures. The error is for the job: to be tried again.
func (c *Carrying) Again(ctx context.Context, by access.Actor, t signing.TextID, tries int) error {
	if _, err := access.Ask(by, access.CheckSignatures); err != nil {
		return err
	}
	w, person, err := c.waiting(ctx, t)
	switch {
	case err == nil && w.Standing != signing.BeingChecked:
		return nil // ended before, or never kept
	case problem.Is(err, problem.Denied):
		return c.end(ctx, by, w, signing.Refused, problem.New(problem.Denied, "signing.no-cabinet"))
	case err != nil:
		return err
	}
	proof, err := c.desk.CheckWaiting(ctx, person, w)
	if eds.MayChange(err) && !problem.Is(err, problem.Closed) {
		return jobs.Later(err, signing.NextTry(tries))
	}
	if ended, err := c.endWith(ctx, by, w, signing.Refused, err); ended || err != nil {
		return err
	}
	_, err = c.carryOut(ctx, person, proof.Also(func(tx *store.Tx) error { return c.tell(tx, w, "signature-accepted") }))
	_, err = c.endWith(ctx, by, w, signing.Overtaken, err)
	return err
}

// waiting finds the signature and its person, in the cabinet it was made in. Who may not
// sit there any more is Denied.
func (c *Carrying) waiting(ctx context.Context, t signing.TextID) (w signing.Waiting, person access.Actor, err error) {
	err = c.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found := false
		if w, found, err = signing.WaitingBy(ctx, q, t); err != nil || !found {
			return err
		}
		person, err = c.sessions.Acting(ctx, q, w.Person, w.Organisation)
		return err
	})
	return w, person, err
}

// endWith ends the wait when failure is a problem with a sentence for the person. A fault,
// or too many at once, is for another try.
func (c *Carrying) endWith(ctx context.Context, by access.Actor, w signing.Waiting, as signing.Standing, failure error) (ended bool, err error) {
	why, ok := problem.Of(failure)
	if failure == nil || !ok || why.Kind == problem.Busy {
		return false, failure
	}
	return true, c.end(ctx, by, w, as, why)
}

// end ends the wait without carrying anything out, and tells the person.
func (c *Carrying) end(ctx context.Context, by access.Actor, w signing.Waiting, as signing.Standing, why *problem.Error) error {
	return c.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		ended, err := signing.EndWaiting(tx, w.Text, as, why)
		if err != nil || !ended {
			return err
		}
		if err := c.tell(tx, w, "signature-"+string(as)); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", w.Person), Action: "carrying." + string(as),
			Details: map[string]any{"text": w.Text, "purpose": w.Purpose, "subject": w.Subject, "why": why.Key}})
	})
}

func (c *Carrying) tell(tx *store.Tx, w signing.Waiting, kind string) error {
	return c.notices.Tell(tx, notices.Notice{Person: w.Person, Kind: kind, Link: "/sign/" + w.Text.String()})
}
