package acts

import (
	"context"
	"errors"
	"fmt"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/documents"
	"asar/internal/documents/seal"
	"asar/internal/store"
)

// claim is what the act's code says.
func (a Act) claim() seal.Claim {
	return seal.Claim{Number: a.Number, Edition: a.Edition, Month: a.Month, Minutes: a.Minutes, FormedAt: a.FormedAt, Digest: a.Digest}
}

// mostSeals is how many acts one turn seals.
const mostSeals = 20

// Seal seals the files of acts both sides have signed since, at most 20; it returns how
// many. One that cannot be sealed does not hold up the others. Without keys that may sign
// now, nothing. It asks for access.SealActs.
func (a *Acts) Seal(ctx context.Context, by access.Actor) (n int, err error) {
	if _, err := access.Ask(by, access.SealActs); err != nil {
		return 0, err
	}
	var due []Act
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if !a.Keys.Signs(q.Now()) {
			return nil
		}
		due, err = store.All(ctx, q, scan, `SELECT `+columns+tables+
			`WHERE a.worker_signature_id IS NOT NULL AND a.recipient_signature_id IS NOT NULL AND a.sealed_at IS NULL ORDER BY a.formed_at, a.id LIMIT $1`, mostSeals)
		return err
	})
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, one := range due {
		if err := a.seal(ctx, by, one); err != nil {
			failed = append(failed, err)
			continue
		}
		n++
	}
	return n, errors.Join(failed...)
}

// sealer seals for who downloads an act in the seconds before its turn comes.
var sealer = access.System("sealer", access.Timekeeper)

// sealFor seals the act a printed form of which is asked for, when that is due.
func (a *Acts) sealFor(ctx context.Context, scope access.Scope, which ID, f File) error {
	if _, printed := formOf[f]; !printed {
		return nil
	}
	var found Act
	due := false
	err := a.db.Read(ctx, func(ctx context.Context, q *store.Reader) (err error) {
		found, err = within(ctx, q, scope, which)
		due = err == nil && found.SignedByBoth() && found.SealedAt.IsZero() && a.Keys.Signs(q.Now())
		return err
	})
	if err != nil || !due {
		return err
	}
	return a.seal(ctx, sealer, found)
}

// seal prints an act with both signatures, seals each form and keeps them for good.
func (a *Acts) seal(ctx context.Context, by access.Actor, found Act) error {
	prints, at, err := a.printSealed(ctx, found)
	if err != nil {
		return fmt.Errorf("acts: sealing %s: %w", found.ID, err)
	}
	return a.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		open, err := tx.Exec(`UPDATE act SET sealed_at = $1 WHERE id = $2 AND sealed_at IS NULL`, at, found.ID)
		if err != nil || open == 0 { // another process was quicker: what it kept stays
			return err
		}
		digests := map[string]string{}
		for _, p := range prints {
			file, err := p.stored.Record(tx, fileName(p.form, found.Number), 0)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO act_seal (act_id, kind, locale, file_id) VALUES ($1, $2, $3, $4)`, found.ID, p.kind, p.locale, file); err != nil {
				return err
			}
			digests[p.kind+"-"+p.locale] = p.stored.Digest
		}
		return audit.Record(tx, audit.Event{Book: found.Book(), Action: "acts.seal", Details: map[string]any{
			"act": found.ID, "number": found.Number, "month": found.Month, "files": digests}})
	})
}

// printSealed prints the sealed forms before the transaction that names them. Each is read
// back by the rules it will be checked by.
func (a *Acts) printSealed(ctx context.Context, found Act) (all []printout, at calendar.Instant, err error) {
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		content, err := a.signedContent(ctx, q, found)
		if err != nil {
			return err
		}
		at = q.Now()
		content.Keys, content.SealedAt = a.Keys, at
		for _, f := range printed {
			b, err := f.bytes(content)
			if err != nil {
				return err
			}
			if _, err := a.Keys.CheckDocument(b); err != nil {
				return err
			}
			stored, err := a.Shelf.Put(ctx, b, documents.PDF)
			if err != nil {
				return err
			}
			all = append(all, printout{f, stored})
		}
		return nil
	})
	return all, at, err
}
