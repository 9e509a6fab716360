package eds

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// maxCRL is the largest revocation list taken, in bytes.
const maxCRL = 64 << 20

// Reasons of RFC 5280, 5.3.1 that matter here.
const (
	reasonHold    = 6
	reasonRemoved = 8
)

// lists is what an authority last said about revocation: a whole list and, after it, a
// list of changes.
type lists struct{ whole, changes *list }

type list struct {
	number, base *big.Int // base is nil for a whole list
	from, until  calendar.Instant
	entries      map[string]entry // by the serial's bytes
}

type entry struct {
	at     calendar.Instant
	reason int
}

// ErrUnknownAuthority means that a revocation list is of no authority of this trust.
var ErrUnknownAuthority = errors.New("eds: the revocation list is of no authority known here")

// AddCRL takes a revocation list in DER, whole or delta, after checking whose it is and
// its signature. A list older than the one held is left aside, so that nobody can bring
// yesterday's back. Errors are technical: such a list is never used.
func (t *Trust) AddCRL(der []byte) error {
	parsed, err := parseCRL(der)
	if err != nil {
		return err
	}
	a := t.signerOfCRL(parsed)
	if a == nil {
		return ErrUnknownAuthority
	}
	l, err := listOf(parsed)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	held := &a.lists.whole
	if l.base != nil {
		held = &a.lists.changes
	}
	if *held == nil || !l.from.Before((*held).from) && l.number.Cmp((*held).number) >= 0 {
		*held = l
	}
	return nil
}

func parseCRL(der []byte) (*x509.RevocationList, error) {
	if len(der) > maxCRL {
		return nil, errors.New("eds: the revocation list is too large")
	}
	parsed, err := x509.ParseRevocationList(sameAlgorithm(der))
	if err != nil {
		return nil, fmt.Errorf("eds: revocation list: %w", err)
	}
	return parsed, nil
}

// sameAlgorithm makes the outer algorithm of a list as the signed inner one when they differ
// by a NULL only. The authority sends such lists and the standard library refuses them.
func sameAlgorithm(der []byte) []byte {
	in := cryptobyte.String(der)
	var seq, tbs, bits cryptobyte.String
	if !in.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1Element(&tbs, tags.SEQUENCE) {
		return der
	}
	outer, ok := readAlgorithm(&seq)
	if !ok || !seq.ReadASN1Element(&bits, tags.BIT_STRING) || !seq.Empty() || !in.Empty() {
		return der
	}
	body, inner := tbs, cryptobyte.String(nil)
	if !body.ReadASN1(&body, tags.SEQUENCE) || !body.SkipASN1(tags.INTEGER) || !body.ReadASN1Element(&inner, tags.SEQUENCE) {
		return der
	}
	copied := inner
	signed, ok := readAlgorithm(&copied)
	if !ok || !signed.oid.Equal(outer.oid) || !signed.plain() || !outer.plain() || len(signed.params) == len(outer.params) {
		return der
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		b.AddBytes(inner)
		b.AddBytes(bits)
	})
	return b.BytesOrPanic()
}

func (t *Trust) signerOfCRL(l *x509.RevocationList) *authority {
	for _, a := range t.byName[string(l.RawIssuer)] {
		otherKey := len(l.AuthorityKeyId) > 0 && len(a.cert.SubjectKeyId) > 0 && !bytes.Equal(l.AuthorityKeyId, a.cert.SubjectKeyId)
		if way, err := schemeOf(a.cert); !otherKey && err == nil && way.listed(l, a.cert) == nil {
			return a
		}
	}
	return nil
}

var oidDelta = asn1.ObjectIdentifier{2, 5, 29, 27}

// listOf refuses lists that hold only a part (a critical extension other than delta),
// have no number or no end.
func listOf(parsed *x509.RevocationList) (*list, error) {
	l := &list{number: parsed.Number, from: calendar.At(parsed.ThisUpdate), until: calendar.At(parsed.NextUpdate)}
	if l.number == nil || l.until.IsZero() {
		return nil, errors.New("eds: the revocation list has no number or no next update")
	}
	for _, x := range parsed.Extensions {
		switch {
		case x.Id.Equal(oidDelta):
			l.base = new(big.Int)
			value := cryptobyte.String(x.Value)
			if !value.ReadASN1Integer(l.base) || !value.Empty() {
				return nil, errors.New("eds: the delta list names no base")
			}
		case x.Critical:
			return nil, fmt.Errorf("eds: the revocation list has the critical extension %s", x.Id)
		}
	}
	l.entries = make(map[string]entry, len(parsed.RevokedCertificateEntries))
	for _, e := range parsed.RevokedCertificateEntries {
		l.entries[string(e.SerialNumber.Bytes())] = entry{calendar.At(e.RevocationTime), e.ReasonCode}
	}
	return l, nil
}

// find is the last word on a serial number, of the whole list and the changes after it.
func (s lists) find(serial *big.Int) (e entry, found bool) {
	e, found = s.whole.entries[string(serial.Bytes())]
	d := s.changes
	if d == nil || d.base.Cmp(s.whole.number) > 0 || d.number.Cmp(s.whole.number) < 0 {
		return e, found
	}
	if changed, ok := d.entries[string(serial.Bytes())]; ok {
		return changed, changed.reason != reasonRemoved
	}
	return e, found
}

// checkRevocation refuses a revoked certificate, and one of whom nothing fresh is known.
// The issuer's list must be held. The lists of the authorities above are looked at when
// held: those authorities are pinned here by hand, and are taken out by hand.
func (t *Trust) checkRevocation(c *x509.Certificate, a *authority, at calendar.Instant) error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if !a.pinned || a.lists.whole == nil {
		return cannotCheck("no revocation list of the issuer")
	}
	for ; a != nil; c, a = a.cert, a.parent {
		if a.lists.whole == nil {
			continue
		}
		if err := a.lists.check(c, at); err != nil {
			return err
		}
	}
	return nil
}

// check answers from the lists as of a moment. A revocation after the moment does not
// reach back; a list after the certificate's end may have dropped it and is no answer.
func (s lists) check(c *x509.Certificate, at calendar.Instant) error {
	if e, found := s.find(c.SerialNumber); found && !e.at.After(at) {
		if e.reason == reasonHold {
			return refuse(keyOnHold, "certificate hold")
		}
		return problem.Wrap(fmt.Errorf("eds: revoked, reason %d", e.reason), problem.Invalid, keyRevoked, problem.Args{"At": e.at.Date()})
	}
	whole := s.whole
	if at.After(whole.until) {
		return cannotCheck("the revocation list is stale")
	}
	if whole.from.After(calendar.At(c.NotAfter)) {
		return cannotCheck("the revocation list begins after the certificate's end")
	}
	return nil
}

// clockSkew is how far apart two honest clocks may be.
const clockSkew = 5 * time.Minute
