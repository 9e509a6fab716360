package signing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/id"
	"asar/internal/jobs"
	"asar/internal/problem"
	"asar/internal/store"
)

// CheckJob is the kind of job that checks a waiting signature again. Its key is the text's id.
const CheckJob = "signature-check"

// How long a signature waits at most. A key on hold is given back within days, or revoked.
// A service that is silent for longer than ten days is no reason to act on what was signed
// before that.
const (
	holdLimit    = 3 * 24 * time.Hour
	silenceLimit = 10 * 24 * time.Hour
)

// Standing is where a waiting signature stands.
type Standing string

// The standings.
const (
	BeingChecked Standing = "waiting"   // «подпись проверяется»
	Accepted     Standing = "accepted"  // it was right, and what was signed was carried out
	Refused      Standing = "refused"   // it was not right, or nobody could tell in time
	Overtaken    Standing = "overtaken" // it was right, and the record stood elsewhere by then
)

// Waiting is a signature that was right in every other respect when it came, and had to
// wait for the word about its key.
type Waiting struct {
	Text         TextID
	Purpose      Purpose
	Subject      string
	Person       access.PersonID
	Organisation access.OrganisationID
	Standing     Standing
	Refusal      *problem.Error // why it ended without being carried out; nil otherwise
	ReceivedAt   calendar.Instant
	EndedAt      calendar.Instant
	cms          []byte
}

const waitingColumns = `text_id, purpose, subject, person_id, organisation_id, status, refusal, received_at, ended_at, cms`

func scanWaiting(r store.Row) (w Waiting, err error) {
	var refusal string
	if err = r.Scan(&w.Text, store.Into(&w.Purpose), &w.Subject, &w.Person, &w.Organisation, store.Into(&w.Standing), &refusal, &w.ReceivedAt, &w.EndedAt, &w.cms); err != nil {
		return w, err
	}
	w.Refusal, err = readRefusal(refusal)
	return w, err
}

// Receive is Check for a document's page. A signature that is right but for the word about
// its key, which cannot be had now or is a hold, is kept and waits: then waits is true and
// there is no proof yet. It returns the problems of Check otherwise.
func (d *Desk) Receive(ctx context.Context, by access.Actor, t TextID, cms []byte) (p Proof, waits bool, err error) {
	p, err = d.Check(ctx, by, t, cms)
	if !eds.MayChange(err) {
		return p, false, err
	}
	k, err := d.mine(ctx, by, t)
	if err != nil {
		return p, false, err
	}
	want, err := d.require(ctx, by)
	if err != nil {
		return p, false, err
	}
	if err := d.check.Belongs(cms, want); err != nil {
		return p, false, err
	}
	return p, true, d.wait(ctx, by, k, cms)
}

// wait keeps the signature and the job that checks it again, both or neither.
func (d *Desk) wait(ctx context.Context, by access.Actor, k kept, cms []byte) error {
	return d.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		n, err := tx.Exec(`UPDATE signing_text SET received_at = $1 WHERE id = $2 AND used_at IS NULL AND received_at IS NULL AND expires_at >= $1`, tx.Now(), k.ID)
		if err != nil {
			return err
		}
		if n != 1 {
			return problem.New(problem.Conflict, "signing.already-used")
		}
		_, err = tx.Exec(`INSERT INTO signature_waiting (text_id, person_id, organisation_id, purpose, subject, cms, serial, status, refusal, received_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', '', $8)`,
			k.ID, by.PersonID(), by.OrganisationID(), k.Purpose, k.Subject, cms, d.Claimed(cms), tx.Now())
		if name, _ := store.Violation(err); name != "" {
			return problem.Wrap(err, problem.Conflict, "signing.record-waits")
		}
		if err != nil {
			return err
		}
		if err := jobs.Add(tx, jobs.Job{Kind: CheckJob, Key: k.ID.String(), Subject: audit.Book("person", by.PersonID()), Due: tx.Now().Plus(firstPause)}); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", by.PersonID()), Action: "signing.wait", Details: map[string]any{"text": k.ID, "purpose": k.Purpose, "subject": k.Subject}})
	})
}

// Tries come soon at first, and never further apart than lets a document end two minutes
// after the service is back.
const (
	firstPause   = 5 * time.Second
	longestPause = 90 * time.Second
)

// NextTry is how long to wait after so many tries.
func NextTry(tries int) time.Duration {
	return min(firstPause<<min(max(tries-1, 0), 8), longestPause)
}

// noneWaits refuses a second text about a record while the first one's signature waits.
func (d *Desk) noneWaits(ctx context.Context, by access.Actor, subject string) error {
	return d.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		_, found, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM signature_waiting WHERE person_id = $1 AND subject = $2 AND status = 'waiting'`, by.PersonID(), subject)
		if err == nil && found {
			return problem.New(problem.Conflict, "signing.record-waits")
		}
		return err
	})
}

// CheckWaiting checks a waiting signature again, as of the moment it was received; by is
// its person as they may act today. A word about the key that cannot be had is refused for
// good when the limit is over.
func (d *Desk) CheckWaiting(ctx context.Context, by access.Actor, w Waiting) (Proof, error) {
	k, err := d.mine(ctx, by, w.Text)
	if err != nil {
		return Proof{}, err
	}
	want, err := d.require(ctx, by)
	if err != nil {
		return Proof{}, err
	}
	p, err := d.verifyAt(ctx, k, w.cms, want, w.ReceivedAt)
	waited := d.db.Now().Since(w.ReceivedAt)
	if eds.OnHold(err) && waited > holdLimit {
		return p, problem.Wrap(err, problem.Closed, "signing.hold-stayed")
	}
	if eds.MayChange(err) && waited > silenceLimit {
		return p, problem.Wrap(err, problem.Closed, "signing.nobody-answered")
	}
	return p, err
}

// EndWaiting ends a wait without carrying anything out; ended is false when it had ended
// before. It is a piece of an action and asks nothing.
func EndWaiting(tx *store.Tx, t TextID, s Standing, why *problem.Error) (ended bool, err error) {
	n, err := endWaiting(tx, t, s, why)
	return n == 1, err
}

func endWaiting(tx *store.Tx, t TextID, s Standing, why *problem.Error) (int64, error) {
	refusal, err := writeRefusal(why)
	if err != nil {
		return 0, err
	}
	return tx.Exec(`UPDATE signature_waiting SET status = $1, refusal = $2, ended_at = $3 WHERE text_id = $4 AND status = 'waiting'`, string(s), refusal, tx.Now(), t)
}

// WaitingBy finds a signature that waits or has waited. It is a piece of an action and asks
// nothing; found is false when the text's signature never waited.
func WaitingBy(ctx context.Context, q store.Querier, t TextID) (w Waiting, found bool, err error) {
	return store.Maybe(ctx, q, scanWaiting, `SELECT `+waitingColumns+` FROM signature_waiting WHERE text_id = $1`, t)
}

// WaitingOf lists what waits of a person, the oldest first. It is a piece for the packages
// above and asks nothing.
func WaitingOf(ctx context.Context, q store.Querier, p access.PersonID) ([]Waiting, error) {
	return store.All(ctx, q, scanWaiting, `SELECT `+waitingColumns+` FROM signature_waiting WHERE person_id = $1 AND status = 'waiting' ORDER BY received_at, text_id`, p)
}

// ParseTextID reads the name of a text.
func ParseTextID(s string) (TextID, error) { return id.Parse[text](s) }

// refusal is a problem as it is kept: its sentence, with its values told apart by kind.
type refusal struct {
	Kind problem.Kind     `json:"kind"`
	Key  string           `json:"key"`
	Args map[string]value `json:"args,omitempty"`
}

type value struct {
	Date *calendar.Date `json:"date,omitempty"`
	Text string         `json:"text,omitempty"`
}

func writeRefusal(p *problem.Error) (string, error) {
	if p == nil {
		return "", nil
	}
	kept := refusal{Kind: p.Kind, Key: p.Key, Args: map[string]value{}}
	args := p.Args
	if len(p.Fields) > 0 { // the sentence at the field says what is wrong
		kept.Key, args = p.Fields[0].Key, p.Fields[0].Args
	}
	for name, v := range args {
		if d, ok := v.(calendar.Date); ok {
			kept.Args[name] = value{Date: &d}
			continue
		}
		kept.Args[name] = value{Text: fmt.Sprint(v)}
	}
	b, err := json.Marshal(kept)
	return string(b), err
}

func readRefusal(text string) (*problem.Error, error) {
	if text == "" {
		return nil, nil
	}
	var kept refusal
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return nil, fmt.Errorf("signing: a kept refusal: %w", err)
	}
	args := problem.Args{}
	for name, v := range kept.Args {
		if args[name] = v.Text; v.Date != nil {
			args[name] = *v.Date
		}
	}
	return problem.New(kept.Kind, kept.Key, args), nil
}

// About tells whether the signature is about one of these records or for one of these purposes.
func (w Waiting) About(what ...string) bool {
	return slices.Contains(what, w.Subject) || slices.Contains(what, string(w.Purpose))
}
