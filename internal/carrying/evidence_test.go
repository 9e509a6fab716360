package carrying_test

import (
	"context"
	"crypto/x509"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/eds"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

var auditor = access.System("test", access.Auditor)

// again checks everything that is stored by the root alone.
func (p place) again() signing.Report {
	p.t.Helper()
	roots, err := eds.NewTrust([]*x509.Certificate{devca.Shared(p.t).Root()}, nil)
	p.must(err)
	r, err := signing.VerifyStored(p.t.Context(), p.DB, auditor, eds.NewVerifier(roots), signing.ID{})
	p.must(err)
	return r
}

// In ten years the authorities and their lists are gone; what is stored proves itself. One
// changed byte of it is found.
func TestEvidenceStandsForTenYears(t *testing.T) {
	each(t, func(p place) {
		o, text := p.waits()
		p.Word.Speak()
		p.work(time.Minute)
		if p.standing(world.Assistant, text).Standing != signing.Accepted {
			p.t.Fatal("the signature that waited is not accepted")
		}
		second := p.Place(world.SecondRecipient, "assistant/assistant", 120, placed.To)
		p.Confirm(world.Assistant, second, orders.Who{})
		p.Clock.Advance(10 * 365 * 24 * time.Hour)
		p.Word.Silence()
		if r := p.again(); r.Signatures != 4 || len(r.Findings) > 0 || r.Pieces == 0 {
			p.t.Fatalf("%+v", r)
		}
		if p.Order(o).Status != orders.OnExecution {
			p.t.Error("the order changed")
		}
		// each stands on a list of the issuer and one of the root; the second word was heard three times
		uses, kept := p.count(`SELECT count(*) FROM signature_evidence WHERE kind = 'list'`), p.count(`SELECT count(DISTINCT digest) FROM signature_evidence WHERE kind = 'list'`)
		if uses != 8 || kept != 4 {
			p.t.Errorf("%d uses of %d lists", uses, kept)
		}
		p.everyByteMatters()
		if _, err := signing.VerifyStored(p.t.Context(), p.DB, p.As(world.Officer), nil, signing.ID{}); !problem.Is(err, problem.Denied) {
			p.t.Errorf("an officer checks: %v", err)
		}
	})
}

func (p place) count(query string) (n int) {
	p.t.Helper()
	p.must(p.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int], query)
		return err
	}))
	return n
}

// everyByteMatters changes one byte of everything that is kept, in turn.
func (p place) everyByteMatters() {
	p.t.Helper()
	for _, kept := range []struct{ table, key, column string }{
		{"evidence", "digest", "content"}, {"signature", "id", "cms"}, {"signature", "id", "certificate"}, {"signature", "id", "evidence_sum"}, {"signing_text", "id", "content"},
	} {
		where := ""
		if kept.table == "signing_text" {
			where = ` WHERE used_at IS NOT NULL`
		}
		for _, row := range p.blobs(`SELECT ` + kept.column + ` FROM ` + kept.table + where + ` LIMIT 4`) {
			for _, at := range []int{0, len(row) / 2, len(row) - 1} {
				broken := append([]byte{}, row...)
				broken[at] ^= 1
				p.swap(kept.table, kept.column, row, broken)
				if len(p.again().Findings) == 0 {
					p.t.Errorf("byte %d of %d of %s.%s was changed and not found", at, len(row), kept.table, kept.column)
				}
				p.swap(kept.table, kept.column, broken, row)
			}
		}
	}
	if r := p.again(); len(r.Findings) > 0 {
		p.t.Errorf("all is put back: %+v", r)
	}
	p.swapAll(`DELETE FROM signature_evidence`)
	if r := p.again(); len(r.Findings) != r.Signatures {
		p.t.Errorf("without evidence: %+v", r)
	}
}

func (p place) blobs(query string) (all [][]byte) {
	p.t.Helper()
	p.must(p.DB.Read(p.t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		all, err = store.All(ctx, q, store.Value[[]byte], query)
		return err
	}))
	return all
}

func (p place) swap(table, column string, from, to []byte) {
	p.t.Helper()
	p.swapAll(`UPDATE `+table+` SET `+column+` = $1 WHERE `+column+` = $2`, to, from)
}

func (p place) swapAll(statement string, args ...any) {
	p.t.Helper()
	p.must(p.DB.Housekeep(p.t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	}))
}
