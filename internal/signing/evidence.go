package signing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/store"
)

// The kinds of evidence.
const (
	ofCertificate = "certificate"
	ofAnswer      = "answer"
	ofList        = "list"
	ofToken       = "token"
)

// piece is one thing a check stood on.
type piece struct {
	kind            string
	digest, content []byte
}

// pieces are all of them in the order of the sum.
func pieces(e eds.Evidence) (all []piece) {
	add := func(kind string, contents ...[]byte) {
		for _, content := range contents {
			digest := sha256.Sum256(content)
			all = append(all, piece{kind, digest[:], content})
		}
	}
	add(ofCertificate, e.Certificates...)
	add(ofAnswer, e.Answers...)
	add(ofList, e.Lists...)
	if len(e.Token) > 0 {
		add(ofToken, e.Token)
	}
	return all
}

// keepEvidence keeps what the check of an accepted signature stood on. What is known by its
// digest is not written again.
func keepEvidence(tx *store.Tx, s ID, e eds.Evidence) error {
	for place, p := range pieces(e) {
		_, known, err := store.Maybe(tx.Context(), tx, store.Value[int], `SELECT 1 FROM evidence WHERE digest = $1`, p.digest)
		if err != nil {
			return err
		}
		if !known {
			if _, err := tx.Exec(`INSERT INTO evidence (digest, content, first_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING`, p.digest, p.content, tx.Now()); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`INSERT INTO signature_evidence (signature_id, place, kind, digest) VALUES ($1, $2, $3, $4)`, s, place, p.kind, p.digest); err != nil {
			return err
		}
	}
	return nil
}

// Rechecker checks a signature again from its evidence alone; eds.Verifier is one.
type Rechecker interface {
	Again(content, cms []byte, want eds.Requirement, e eds.Evidence) (eds.Signer, error)
	LooksAt(cms []byte) (eds.Signer, error)
}

// Report is what checking stored signatures again found.
type Report struct {
	Signatures int
	Pieces     int // of evidence, each counted once
	Findings   []Finding
}

// Finding is a signature that cannot be proved any more.
type Finding struct {
	Signature ID
	Why       string // technical, without personal data
}

// stored is an accepted signature with what its check stood on.
type stored struct {
	id                        ID
	purpose                   Purpose
	content, cms, certificate []byte
	asOf                      calendar.Instant
	sum                       []byte
}

// portion is how many signatures are read at once.
const portion = 200

// VerifyStored checks stored signatures again, all or one, with nothing but the database
// and the roots of check: neither network nor revocation lists of today. It asks for
// access.SeeAudit; NotFound when the one does not exist.
func VerifyStored(ctx context.Context, db *store.DB, by access.Actor, check Rechecker, one ID) (r Report, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return r, err
	}
	err = db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if !one.IsZero() {
			s, err := store.One(ctx, q, scanStored, storedColumns+` WHERE s.id = $1`, one)
			if err != nil {
				return err
			}
			return r.look(ctx, q, check, s)
		}
		return r.all(ctx, q, check)
	})
	return r, err
}

const storedColumns = `SELECT s.id, s.purpose, t.content, s.cms, s.certificate, s.checked_as_of, s.evidence_sum FROM signature s JOIN signing_text t ON t.id = s.text_id`

func scanStored(row store.Row) (s stored, err error) {
	err = row.Scan(&s.id, store.Into(&s.purpose), &s.content, &s.cms, &s.certificate, &s.asOf, &s.sum)
	return s, err
}

func (r *Report) all(ctx context.Context, q *store.Reader, check Rechecker) (err error) {
	if r.Pieces, err = store.One(ctx, q, store.Value[int], `SELECT count(*) FROM evidence`); err != nil {
		return err
	}
	rows, err := store.All(ctx, q, scanStored, storedColumns+` ORDER BY s.id LIMIT $1`, portion)
	for err == nil && len(rows) > 0 {
		for _, s := range rows {
			if err := r.look(ctx, q, check, s); err != nil {
				return err
			}
		}
		rows, err = store.All(ctx, q, scanStored, storedColumns+` WHERE s.id > $2 ORDER BY s.id LIMIT $1`, portion, rows[len(rows)-1].id)
	}
	return err
}

// look checks one; an error is a fault of the database, never of a signature.
func (r *Report) look(ctx context.Context, q *store.Reader, check Rechecker, s stored) error {
	r.Signatures++
	e, err := evidenceOf(ctx, q, s)
	if err == nil {
		err = recheck(check, s, e)
	}
	if err == nil {
		return nil
	}
	if _, ok := problem.Of(err); !ok {
		return err
	}
	r.Findings = append(r.Findings, Finding{s.id, err.Error()})
	return nil
}

func changed(why string, args ...any) error {
	return problem.Wrap(fmt.Errorf("signing: "+why, args...), problem.Invalid, "eds.evidence-changed")
}

// evidenceOf reads the pieces; each must be what its digest says.
func evidenceOf(ctx context.Context, q *store.Reader, s stored) (e eds.Evidence, err error) {
	all, err := store.All(ctx, q, func(row store.Row) (p piece, err error) {
		err = row.Scan(&p.kind, &p.digest, &p.content)
		return p, err
	}, `SELECT k.kind, k.digest, e.content FROM signature_evidence k JOIN evidence e ON e.digest = k.digest WHERE k.signature_id = $1 ORDER BY k.place`, s.id)
	if err != nil {
		return e, err
	}
	if s.asOf.IsZero() || len(all) == 0 {
		return e, changed("no evidence is kept")
	}
	e.At, e.Sum = s.asOf, s.sum
	for place, p := range all {
		if is := sha256.Sum256(p.content); !bytes.Equal(is[:], p.digest) {
			return e, changed("piece %d, a %s, is not what its digest says", place, p.kind)
		}
		switch p.kind {
		case ofCertificate:
			e.Certificates = append(e.Certificates, p.content)
		case ofAnswer:
			e.Answers = append(e.Answers, p.content)
		case ofList:
			e.Lists = append(e.Lists, p.content)
		case ofToken:
			e.Token = p.content
		}
	}
	return e, nil
}

// recheck wants the same verdict about the same person's certificate.
func recheck(check Rechecker, s stored, e eds.Evidence) error {
	looks, err := check.LooksAt(s.cms)
	if err != nil {
		return err
	}
	want := eds.Requirement{Purpose: eds.Document, IIN: looks.IIN, Employee: looks.BIN != "", BIN: looks.BIN}
	if s.purpose == SignIn {
		want.Purpose = eds.Entry
	}
	signer, err := check.Again(s.content, s.cms, want, e)
	if err != nil {
		return err
	}
	if !bytes.Equal(signer.Certificate, s.certificate) {
		return changed("the kept certificate is another one")
	}
	return nil
}
