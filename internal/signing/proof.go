package signing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

// kept is a row of signing_text.
type kept struct {
	Text
	person     access.PersonID
	binding    []byte
	usedAt     calendar.Instant
	receivedAt calendar.Instant // when it is waiting for the word about the key, or has waited
}

func scanKept(r store.Row) (k kept, err error) {
	err = r.Scan(&k.ID, store.Into(&k.Purpose), &k.Subject, &k.person, &k.binding, &k.Locale, &k.Content, &k.payload, &k.ExpiresAt, &k.usedAt, &k.receivedAt)
	return k, err
}

func (d *Desk) find(ctx context.Context, q store.Querier, t TextID) (kept, error) {
	return store.One(ctx, q, scanKept, `SELECT id, purpose, subject, person_id, binding, locale, content, payload, expires_at, used_at, received_at
		FROM signing_text WHERE id = $1`, t)
}

// alive refuses a text that was used or whose time is over.
func (k kept) alive(now calendar.Instant) error {
	switch {
	case !k.usedAt.IsZero():
		return problem.New(problem.Conflict, "signing.already-used")
	case !k.receivedAt.IsZero():
		return problem.New(problem.Conflict, "signing.being-checked")
	case now.After(k.ExpiresAt):
		return problem.New(problem.Closed, "signing.expired")
	}
	return nil
}

// Text returns a text the acting person is to sign. A text of another person is NotFound,
// one already used is Conflict, one whose time is over is Closed.
func (d *Desk) Text(ctx context.Context, by access.Actor, t TextID) (Text, error) {
	k, err := d.mine(ctx, by, t)
	if err != nil {
		return Text{}, err
	}
	return k.Text, k.alive(d.db.Now())
}

func (d *Desk) mine(ctx context.Context, by access.Actor, t TextID) (k kept, err error) {
	err = d.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		k, err = d.find(ctx, q, t)
		if err == nil && (k.person.IsZero() || k.person != by.PersonID()) {
			return problem.New(problem.NotFound, "problem.not-found")
		}
		return err
	})
	return k, err
}

// EntryText returns a text for signing in to the browser that asked for it. To another
// browser it is NotFound; used, it is Conflict; when its time is over, Closed.
func (d *Desk) EntryText(ctx context.Context, t TextID, browser []byte) (Text, error) {
	k, err := d.ofBrowser(ctx, t, browser)
	if err != nil {
		return Text{}, err
	}
	return k.Text, k.alive(d.db.Now())
}

func (d *Desk) ofBrowser(ctx context.Context, t TextID, browser []byte) (k kept, err error) {
	err = d.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		k, err = d.find(ctx, q, t)
		if err == nil && (k.Purpose != SignIn || browser == nil || !bytes.Equal(k.binding, binding(browser))) {
			return problem.New(problem.NotFound, "problem.not-found")
		}
		return err
	})
	return k, err
}

// Proof is a signature that was checked over the kept bytes. Only Check makes one.
type Proof struct {
	text   kept
	signer eds.Signer
	cms    []byte
	at     calendar.Instant // as of when it is right
	stands eds.Evidence     // what that stands on
	also   func(tx *store.Tx) error
}

// Purpose is what was signed for.
func (p Proof) Purpose() Purpose { return p.text.Purpose }

// Subject is the book of the record it is about.
func (p Proof) Subject() string { return p.text.Subject }

// Signer is whose key signed.
func (p Proof) Signer() eds.Signer { return p.signer }

// Text is what was signed.
func (p Proof) Text() Text { return p.text.Text }

// Payload reads what Draft.Payload was.
func (p Proof) Payload(into any) error { return p.text.Payload(into) }

// Check verifies the acting person's document signature over a text's kept bytes. It
// returns the problems of Text and those of package eds, each with its own sentence.
func (d *Desk) Check(ctx context.Context, by access.Actor, t TextID, cms []byte) (Proof, error) {
	k, err := d.mine(ctx, by, t)
	if err != nil {
		return Proof{}, err
	}
	want, err := d.require(ctx, by)
	if err != nil {
		return Proof{}, err
	}
	return d.verify(ctx, k, cms, want)
}

func (d *Desk) require(ctx context.Context, by access.Actor) (eds.Requirement, error) {
	want := eds.Requirement{Purpose: eds.Document}
	iin, err := d.people.IINOf(ctx, by.PersonID())
	if err != nil {
		return want, err
	}
	want.IIN = iin
	if by.OrganisationID().IsZero() {
		return want, nil
	}
	want.Employee = true
	want.BIN, err = d.people.BINOf(ctx, by.OrganisationID())
	return want, err
}

// CheckEntry verifies a signature for signing in from the browser that asked. An
// organisation's key is let through with its BIN; package sessions decides whether the
// person acts for that organisation.
func (d *Desk) CheckEntry(ctx context.Context, t TextID, browser, cms []byte) (Proof, error) {
	k, err := d.ofBrowser(ctx, t, browser)
	if err != nil {
		return Proof{}, err
	}
	looks, err := d.check.LooksAt(cms)
	if err != nil {
		return Proof{}, err
	}
	return d.verify(ctx, k, cms, eds.Requirement{Purpose: eds.Entry, Employee: looks.BIN != "", BIN: looks.BIN})
}

// Claimed is the number of the certificate a signature claims to be made with, "" when it is
// no signature. It believes nothing: it is for counting tries.
func (d *Desk) Claimed(cms []byte) string {
	looks, err := d.check.LooksAt(cms)
	if err != nil {
		return ""
	}
	return looks.Serial
}

func (d *Desk) verify(ctx context.Context, k kept, cms []byte, want eds.Requirement) (Proof, error) {
	now := d.db.Now()
	if err := k.alive(now); err != nil {
		return Proof{}, err
	}
	return d.verifyAt(ctx, k, cms, want, now)
}

// verifyAt checks as of a moment, with what can be learned about the key now. That nothing
// could be learned is no refusal: lists that are held may be enough.
func (d *Desk) verifyAt(ctx context.Context, k kept, cms []byte, want eds.Requirement, at calendar.Instant) (Proof, error) {
	var learned eds.Proofs
	if d.prover != nil {
		if p, err := d.prover.Proofs(ctx, cms); err == nil {
			learned = p
		}
	}
	signer, stands, err := d.check.VerifyWith(k.Content, cms, want, at, learned)
	if err != nil {
		return Proof{}, err
	}
	return Proof{text: k, signer: signer, cms: cms, at: at, stands: stands}, nil
}

// ErrOtherAction is a fault of ours: a proof was given to an action it was not made for.
var ErrOtherAction = errors.New("signing: the proof is for another action")

// Use spends the proof on an action: the text is marked as used and the signature kept,
// in the action's own transaction. A second use is Conflict. For signing in, whose is the
// person found by the certificate; for documents it is the person the text was made for.
func (p Proof) Use(tx *store.Tx, purpose Purpose, subject string, whose access.PersonID) (ID, error) {
	if p.text.Purpose != purpose || p.text.Subject != subject || !p.text.person.IsZero() && p.text.person != whose {
		return ID{}, ErrOtherAction
	}
	if err := p.spend(tx); err != nil {
		return ID{}, err
	}
	made, err := p.insert(tx, whose)
	if err != nil || p.also == nil {
		return made, err
	}
	return made, p.also(tx)
}

// spend marks the text as used. One that waits can only be used by its own waiting
// signature, and that ends the wait.
func (p Proof) spend(tx *store.Tx) error {
	statement, waited := `UPDATE signing_text SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND received_at IS NULL AND expires_at >= $1`, !p.text.receivedAt.IsZero()
	if waited {
		statement = `UPDATE signing_text SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND received_at IS NOT NULL`
	}
	n, err := tx.Exec(statement, tx.Now(), p.text.ID)
	if err == nil && n == 1 && waited {
		n, err = endWaiting(tx, p.text.ID, Accepted, nil)
	}
	if err == nil && n != 1 {
		return problem.New(problem.Conflict, "signing.already-used")
	}
	return err
}

// Also is the proof with something that happens in the transaction in which it is used.
func (p Proof) Also(do func(tx *store.Tx) error) Proof {
	p.also = do
	return p
}

func (p Proof) insert(tx *store.Tx, whose access.PersonID) (ID, error) {
	made := id.New[signature]()
	s := p.signer
	verdict, err := json.Marshal(map[string]any{"valid_at": p.at, "checked_at": tx.Now(), "not_before": s.NotBefore, "not_after": s.NotAfter, "claimed_at": s.SignedAt, "notes": s.Notes})
	if err != nil {
		return ID{}, err
	}
	_, err = tx.Exec(`INSERT INTO signature (id, text_id, person_id, purpose, subject, cms, certificate, serial, issuer, algorithm, signer, verdict, made_at, checked_as_of, evidence_sum)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		made, p.text.ID, whose, p.text.Purpose, p.text.Subject, p.cms, s.Certificate, s.Serial, s.Issuer, s.Algorithm, s.CommonName, string(verdict), p.at, p.stands.At, p.stands.Sum)
	if err != nil {
		return ID{}, err
	}
	return made, keepEvidence(tx, made, p.stands)
}

// Signature is an accepted signature, as it is shown on a document.
type Signature struct {
	ID                     ID
	Person                 access.PersonID
	Signer, Serial, Issuer string
	At                     calendar.Instant
	CMS, Content           []byte
}

// Find returns an accepted signature with the bytes it signs. The caller has found the
// record it belongs to through its own scope.
func Find(ctx context.Context, q store.Querier, s ID) (Signature, error) {
	return store.One(ctx, q, func(r store.Row) (f Signature, err error) {
		err = r.Scan(&f.ID, &f.Person, &f.Signer, &f.Serial, &f.Issuer, &f.At, &f.CMS, &f.Content)
		return f, err
	}, `SELECT s.id, s.person_id, s.signer, s.serial, s.issuer, s.made_at, s.cms, t.content
		FROM signature s JOIN signing_text t ON t.id = s.text_id WHERE s.id = $1`, s)
}

// Past is a text the acting person signed or was asked to sign, whatever came of it. A text
// of another person is NotFound.
func (d *Desk) Past(ctx context.Context, by access.Actor, t TextID) (Text, error) {
	k, err := d.mine(ctx, by, t)
	return k.Text, err
}
