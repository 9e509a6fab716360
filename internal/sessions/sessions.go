package sessions

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/store"
)

// How long a session lives (ASVS 7.3.1, 7.3.2), how often its last use is written down, and
// how many a person may have.
const (
	idle         = 30 * time.Minute
	absolute     = 12 * time.Hour
	touchEvery   = time.Minute
	mostSessions = 3
)

// Sessions are the sessions of one installation.
type Sessions struct {
	db    *store.DB
	reg   *registry.Registry
	notes *notices.Notices
}

// New makes the sessions over a database and the registry of who holds which position.
func New(db *store.DB, reg *registry.Registry, notes *notices.Notices) *Sessions {
	return &Sessions{db: db, reg: reg, notes: notes}
}

// Session is a person's stay on the portal.
type Session struct {
	ID         access.SessionID
	PersonName string // short, for the head of a page
	FullName   string
	IIN        string // masked
	Staff      bool   // the person has several cabinets to choose from
	Agent      string // the browser, as it calls itself
	BegunAt    calendar.Instant
	UsedAt     calendar.Instant
	EndsAt     calendar.Instant // at the latest
}

// row is a session as it is kept.
type row struct {
	Session
	person access.PersonID
	seat   string
	bin    string // of the organisation whose key signed in; "" for a person's own
	ended  calendar.Instant
}

const columns = `id, person_id, seat, bin, agent, begun_at, used_at, ends_at, ended_at`

func scan(r store.Row) (s row, err error) {
	err = r.Scan(&s.ID, &s.person, &s.seat, &s.bin, &s.Agent, &s.BegunAt, &s.UsedAt, &s.EndsAt, &s.ended)
	return s, err
}

// over tells whether a session has ended by itself or was ended.
func (s row) over(now calendar.Instant) bool {
	return !s.ended.IsZero() || now.Since(s.UsedAt) > idle || now.After(s.EndsAt)
}

// newToken makes a token and what is kept of it.
func newToken() (token string, digest []byte) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, digestOf(token)
}

func digestOf(token string) []byte {
	d := sha256.Sum256([]byte(token))
	return d[:]
}

// Begin signs in whoever made the proof: anybody with a key of their own may, and is added
// to the portal on their first entry. An organisation's key lets in only who acts for that
// organisation today, and only into its cabinet; others are Denied. A proof used before is
// Conflict. The oldest of more than three sessions ends.
func (s *Sessions) Begin(ctx context.Context, proof signing.Proof, agent string) (token string, err error) {
	who, err := s.welcome(ctx, proof)
	if err != nil {
		return "", err
	}
	token, digest := newToken()
	session := access.NewSessionID()
	by := access.Person(who.ID, session, access.Seat{})
	err = s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		seat, err := s.firstSeat(ctx, tx, who.ID, proof.Signer().BIN)
		if err != nil {
			return err
		}
		if _, err := proof.Use(tx, signing.SignIn, "portal", who.ID); err != nil {
			return err
		}
		if err := s.makeRoom(ctx, tx, who.ID, agentName(agent)); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO session (id, token_digest, person_id, seat, serial, bin, agent, begun_at, used_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
			session, digest, who.ID, seat.Key, proof.Signer().Serial, proof.Signer().BIN, agentName(agent), tx.Now(), tx.Now().Plus(absolute))
		if err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", who.ID), Action: "sessions.begin",
			Details: map[string]any{"session": session, "seat": seat.Key, "serial": proof.Signer().Serial}})
	})
	return token, err
}

// welcome finds the person of a verified key, adding who enters for the first time.
func (s *Sessions) welcome(ctx context.Context, proof signing.Proof) (who registry.Person, err error) {
	number, err := registry.CertifiedIIN(proof.Signer().IIN)
	if err != nil {
		return who, problem.Wrap(err, problem.Denied, "sessions.iin-wrong")
	}
	found := false
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		who, found, err = s.reg.ByIIN(ctx, q, number)
		return err
	})
	switch {
	case err != nil || found:
		return who, err
	case proof.Signer().BIN != "":
		return who, problem.New(problem.Denied, "sessions.not-supplier")
	}
	err = s.db.Write(ctx, access.Visitor(), func(_ context.Context, tx *store.Tx) error {
		who, err = s.reg.Welcome(tx, proof.Signer(), lang.RU)
		return err
	})
	return who, err
}

// firstSeat is where a person arrives: their own cabinet, or the organisation's whose key
// they used.
func (s *Sessions) firstSeat(ctx context.Context, q store.Querier, p access.PersonID, bin string) (Seat, error) {
	seats, err := s.seatsOf(ctx, q, p, bin, s.db.Now().Date())
	if err != nil {
		return Seat{}, err
	}
	if len(seats) == 0 {
		return Seat{}, problem.New(problem.Denied, "sessions.not-supplier")
	}
	return seats[0], nil
}

// makeRoom ends the oldest sessions over the limit, and tells the person when the browser
// is one they have not used before.
func (s *Sessions) makeRoom(ctx context.Context, tx *store.Tx, p access.PersonID, agent string) error {
	live, err := store.All(ctx, tx, scan, `SELECT `+columns+` FROM session WHERE person_id = $1 AND ended_at IS NULL ORDER BY begun_at DESC, id DESC`, p)
	if err != nil {
		return err
	}
	for i, old := range live {
		if i < mostSessions-1 && !old.over(tx.Now()) {
			continue
		}
		if err := end(tx, old.ID); err != nil {
			return err
		}
	}
	before, err := store.One(ctx, tx, store.Value[int], `SELECT count(*) FROM session WHERE person_id = $1`, p)
	if err != nil || before == 0 {
		return err
	}
	_, known, err := store.Maybe(ctx, tx, store.Value[int], `SELECT 1 FROM session WHERE person_id = $1 AND agent = $2`, p, agent)
	if err != nil || known {
		return err
	}
	return s.notes.Tell(tx, notices.Notice{Person: p, Kind: "new-sign-in", Link: "/me"})
}

// end ends a session and forgets what was searched for in it.
func end(tx *store.Tx, session access.SessionID) error {
	if _, err := tx.Exec(`UPDATE session SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL`, tx.Now(), session); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM session_filter WHERE session_id = $1`, session)
	return err
}

const longestAgent = 200

// agentName is a browser's name as it may be shown: no hidden signs, not endless.
func agentName(agent string) string {
	clean, _ := lang.CleanText(agent)
	if r := []rune(clean); len(r) > longestAgent {
		return string(r[:longestAgent])
	}
	return clean
}

// Find returns who acts under a token. An unknown token is NotFound, a session that is over
// Closed. Its use is written down, at most once a minute.
func (s *Sessions) Find(ctx context.Context, token string) (by access.Actor, found Session, err error) {
	var kept row
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if kept, err = store.One(ctx, q, scan, `SELECT `+columns+` FROM session WHERE token_digest = $1`, digestOf(token)); err != nil {
			return err
		}
		if kept.over(q.Now()) {
			return problem.New(problem.Closed, "problem.signed-out")
		}
		by, err = s.seated(ctx, q, &kept)
		return err
	})
	if err != nil {
		return access.Visitor(), Session{}, err
	}
	return by, kept.Session, s.touch(ctx, kept)
}

// seated makes the actor of a session: the person in the seat they still hold.
func (s *Sessions) seated(ctx context.Context, q *store.Reader, kept *row) (access.Actor, error) {
	who, err := s.reg.StandingOf(ctx, q, kept.person)
	if err != nil {
		return access.Visitor(), err
	}
	kept.FullName, kept.PersonName, kept.IIN = who.FullName(), who.ShortName(), who.IIN
	seats, err := s.seats(ctx, q, who, kept.bin, q.Today())
	if err != nil {
		return access.Visitor(), err
	}
	kept.Staff = len(seats) > 1
	for _, seat := range seats {
		if seat.Key == kept.seat {
			return access.Person(kept.person, kept.ID, seat.seat), nil
		}
	}
	return access.Visitor(), problem.New(problem.Closed, "problem.signed-out")
}

// touch writes down that a session is in use. It belongs to the machinery.
func (s *Sessions) touch(ctx context.Context, kept row) error {
	if s.db.Now().Since(kept.UsedAt) < touchEvery {
		return nil
	}
	return s.db.Housekeep(ctx, "sessions", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE session SET used_at = $1 WHERE id = $2 AND ended_at IS NULL AND used_at < $1`, tx.Now(), kept.ID)
		return err
	})
}
