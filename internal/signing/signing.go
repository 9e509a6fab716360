package signing

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

// Purpose says what a signature is for. A signature for one purpose is worth nothing for
// another. Each domain package declares its own.
type Purpose string

// SignIn is the purpose of a text signed to enter the portal.
const SignIn Purpose = "sign-in"

// How long a text may be signed: the time to find one's key, and for a document to read it.
const (
	entryLives    = 5 * time.Minute
	documentLives = 30 * time.Minute
)

type (
	text      struct{}
	signature struct{}

	// TextID names a prepared text.
	TextID = id.ID[text]
	// ID names a signature that was accepted.
	ID = id.ID[signature]
)

// mostText is more than any text to be read and signed has. Files are never signed
// themselves: a text names each by its SHA-256.
const mostText = 64 << 10

// Draft is a text to be signed. Body is shown and signed word for word; Payload is what
// the action needs when the signature comes back, and is not shown.
type Draft struct {
	Purpose Purpose
	Subject string // the record's book, for example "order:…"
	Locale  string
	Body    string
	Payload any
}

// Action is what a signature of one purpose leads to. Both the page and the job that checks
// signatures again carry it out.
type Action struct {
	// Do carries it out in one transaction, in which the proof is used.
	Do func(ctx context.Context, by access.Actor, proof Proof) error
	// Where is the path of the record a text is about, without its language.
	Where func(text Text) (string, error)
	// Said is the text that says it was done; such keys begin with "done.".
	Said string
}

// Text is a prepared text.
type Text struct {
	ID        TextID
	Purpose   Purpose
	Subject   string
	Locale    string
	Content   []byte
	ExpiresAt calendar.Instant
	payload   string
}

// Payload reads what Draft.Payload was.
func (t Text) Payload(into any) error { return json.Unmarshal([]byte(t.payload), into) }

// Digest is the SHA-256 of the text, in hexadecimal.
func (t Text) Digest() string {
	d := sha256.Sum256(t.Content)
	return hex.EncodeToString(d[:])
}

// Checker verifies a signature over given bytes; eds.Verifier is one.
type Checker interface {
	VerifyWith(content, cms []byte, want eds.Requirement, at calendar.Instant, p eds.Proofs) (eds.Signer, eds.Evidence, error)
	LooksAt(cms []byte) (eds.Signer, error)
	Belongs(cms []byte, want eds.Requirement) error
}

// People tells whose key must sign; package registry does.
type People interface {
	IINOf(ctx context.Context, person access.PersonID) (string, error)
	BINOf(ctx context.Context, organisation access.OrganisationID) (string, error)
}

// Desk prepares texts and checks signatures for one portal.
type Desk struct {
	db     *store.DB
	check  Checker
	people People
	prover Prover // nil: nothing is asked, lists alone are looked at
	host   string
}

// NewDesk makes the desk of the portal at host. What stands about a key is asked of prover;
// without one only the lists that check holds are looked at.
func NewDesk(db *store.DB, check Checker, prover Prover, people People, host string) *Desk {
	return &Desk{db: db, check: check, prover: prover, people: people, host: host}
}

// Prepare keeps a text for the acting person to sign within half an hour. The caller has
// asked for the permission of the action itself. While a signature of theirs under the same
// record waits it is Conflict.
func (d *Desk) Prepare(ctx context.Context, by access.Actor, draft Draft) (TextID, error) {
	if !by.SignedIn() {
		return TextID{}, problem.New(problem.Denied, "problem.signed-out")
	}
	if err := d.noneWaits(ctx, by, draft.Subject); err != nil {
		return TextID{}, err
	}
	return d.keep(ctx, draft, by.PersonID(), nil, documentLives)
}

// PrepareEntry keeps a text for signing in, bound to a browser's secret, for five minutes.
func (d *Desk) PrepareEntry(ctx context.Context, locale, body string, browser []byte) (Text, error) {
	kept, err := d.keep(ctx, Draft{Purpose: SignIn, Subject: "portal", Locale: locale, Body: body}, access.PersonID{}, browser, entryLives)
	if err != nil {
		return Text{}, err
	}
	return d.EntryText(ctx, kept, browser)
}

func (d *Desk) keep(ctx context.Context, draft Draft, whose access.PersonID, browser []byte, lives time.Duration) (TextID, error) {
	payload, err := json.Marshal(draft.Payload)
	if err != nil {
		return TextID{}, fmt.Errorf("signing: payload: %w", err)
	}
	content := d.compose(draft)
	if len(content) > mostText {
		return TextID{}, fmt.Errorf("signing: a text of %d bytes for %s: nobody reads that", len(content), draft.Purpose)
	}
	digest := sha256.Sum256(content)
	made := id.New[text]()
	err = d.db.Housekeep(ctx, "signing-text", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO signing_text (id, purpose, subject, person_id, binding, locale, content, digest, payload, made_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			made, draft.Purpose, draft.Subject, whose, binding(browser), draft.Locale, content, digest[:], string(payload), tx.Now(), tx.Now().Plus(lives))
		return err
	})
	return made, err
}

// compose ends the body with a line that makes the text unmistakable: which portal, what
// for, about what, and 256 bits that occur once.
func (d *Desk) compose(draft Draft) []byte {
	nonce := make([]byte, 32)
	_, _ = rand.Read(nonce) // never fails: crypto/rand ends the program instead
	return fmt.Appendf(nil, "%s\n\nportal/%s/%s/%s/%s\n", draft.Body, d.host, draft.Purpose, draft.Subject, base64.RawURLEncoding.EncodeToString(nonce))
}

// binding is what is kept of a browser's secret.
func binding(browser []byte) []byte {
	if browser == nil {
		return []byte{}
	}
	d := sha256.Sum256(browser)
	return d[:]
}
