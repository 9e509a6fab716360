package eds

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"time"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// lists is what an authority last said about revocation: a whole list and, after it, a
// list of changes.
type lists struct{ whole, changes *list }

// ErrUnknownAuthority means that a revocation list is of no authority of this trust.
var ErrUnknownAuthority = errors.New("eds: the revocation list is of no authority known here")

// AddCRL takes a revocation list in DER, whole or delta, after checking whose it is and
// its signature. A list older than the one held is left aside, so that nobody can bring
// yesterday's back. Errors are technical: such a list is never used. The bytes are kept
// and must not be changed after.
func (t *Trust) AddCRL(der []byte) error {
	if t.Holds(der) {
		return nil
	}
	l, a, err := t.readList(der)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	a.lists = a.lists.with(l)
	return nil
}

// Holds tells whether these very bytes are held, so that a folder can be read again and
// again for the price of reading it.
func (t *Trust) Holds(der []byte) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, all := range t.byName {
		for _, a := range all {
			for _, l := range []*list{a.lists.whole, a.lists.changes} {
				if l != nil && bytes.Equal(l.der, der) {
					return true
				}
			}
		}
	}
	return false
}

// readList reads a list and finds whose it is; the signature is checked before the entries
// are looked at.
func (t *Trust) readList(der []byte) (*list, *authority, error) {
	l, err := readList(der)
	if err != nil {
		return nil, nil, err
	}
	a := t.signerOfList(l)
	if a == nil {
		return nil, nil, ErrUnknownAuthority
	}
	return l, a, l.fill()
}

func (t *Trust) signerOfList(l *list) *authority {
	for _, a := range t.byName[string(l.issuer)] {
		otherKey := len(l.key) > 0 && len(a.cert.SubjectKeyId) > 0 && !bytes.Equal(l.key, a.cert.SubjectKeyId)
		if otherKey || !a.cert.IsCA || a.cert.KeyUsage&x509.KeyUsageCRLSign == 0 {
			continue
		}
		if way, err := schemeOf(a.cert); err == nil && way.signed(l.signed, a.cert) == nil {
			return a
		}
	}
	return nil
}

// with is the lists with one more, unless a newer one is held.
func (s lists) with(l *list) lists {
	held := &s.whole
	if l.base != nil {
		held = &s.changes
	}
	if *held == nil || !l.from.Before((*held).from) && l.number.Cmp((*held).number) >= 0 {
		*held = l
	}
	return s
}

// applicable is the list of changes when it continues the whole one.
func (s lists) applicable() *list {
	d := s.changes
	if d == nil || d.base.Cmp(s.whole.number) > 0 || d.number.Cmp(s.whole.number) < 0 {
		return nil
	}
	return d
}

// find is the last word on a serial number, of the whole list and the changes after it,
// and when that word was given.
func (s lists) find(serial *big.Int) (e entry, said calendar.Instant, found bool) {
	if d := s.applicable(); d != nil {
		if changed, ok := d.find(serial); ok {
			return changed, d.from, changed.reason != reasonRemoved
		}
	}
	e, found = s.whole.find(serial)
	return e, s.whole.from, found
}

// der is the lists that an answer from them stands on.
func (s lists) der() (all [][]byte) {
	all = append(all, s.whole.der)
	if d := s.applicable(); d != nil {
		all = append(all, d.der)
	}
	return all
}

// check answers from the lists as of a moment. A revocation after the moment does not
// reach back; a list after the certificate's end may have dropped it and is no answer.
func (s lists) check(c *x509.Certificate, at calendar.Instant) error {
	if e, _, found := s.find(c.SerialNumber); found && !e.at.After(at) {
		return e.refusal()
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

// refusal is of a key that is revoked, or on hold.
func (e entry) refusal() error {
	if e.reason == reasonHold {
		return refuse(keyOnHold, "certificate hold")
	}
	return problem.Wrap(fmt.Errorf("eds: revoked, reason %d", e.reason), problem.Invalid, keyRevoked, problem.Args{"At": e.at.Date()})
}

// brought is what came for one check beside what the trust holds, believed as little as
// anything until its signature is checked.
type brought struct {
	lists   map[*authority][]*list
	answers [][]byte
}

// bring reads the lists among the proofs; what is of no authority here is left aside.
func (t *Trust) bring(p Proofs) brought {
	b := brought{answers: p.Answers}
	for _, der := range p.Lists {
		l, a, err := t.readList(der)
		if err != nil {
			continue
		}
		if b.lists == nil {
			b.lists = map[*authority][]*list{}
		}
		b.lists[a] = append(b.lists[a], l)
	}
	return b
}

// listsOf is an authority's lists: those held and those brought, the newest of each kind.
func (t *Trust) listsOf(a *authority, b brought) lists {
	t.mu.RLock()
	all := a.lists
	t.mu.RUnlock()
	for _, l := range b.lists[a] {
		all = all.with(l)
	}
	return all
}

// standing refuses a revoked certificate, and one of whom nothing fresh is known, and tells
// what a good answer stands on. The lists of the authorities above are looked at when
// held: those authorities are pinned here by hand, and are taken out by hand.
func (t *Trust) standing(c *x509.Certificate, a *authority, at calendar.Instant, b brought) (Proofs, error) {
	if !a.pinned {
		return Proofs{}, cannotCheck("the issuer is not known here")
	}
	used, err := t.lastWord(c, a, at, b)
	if err != nil {
		return Proofs{}, err
	}
	for c, a = a.cert, a.parent; a != nil; c, a = a.cert, a.parent {
		held := t.listsOf(a, b)
		if held.whole == nil {
			continue
		}
		if err := held.check(c, at); err != nil {
			return Proofs{}, err
		}
		used.Lists = append(used.Lists, held.der()...)
	}
	return used, nil
}

// lastWord is about the signer's own certificate: the newest answer, else the lists. An
// answer ends a hold that an older list tells of; it never ends a revocation.
func (t *Trust) lastWord(c *x509.Certificate, a *authority, at calendar.Instant, b brought) (Proofs, error) {
	held, said := t.listsOf(a, b), t.newest(b.answers, c, a, at)
	if said == nil {
		if held.whole == nil {
			return Proofs{}, cannotCheck("neither an answer nor a list of the issuer")
		}
		return Proofs{Lists: held.der()}, held.check(c, at)
	}
	if err := said.check(at); err != nil {
		return Proofs{}, err
	}
	if held.whole != nil {
		e, from, found := held.find(c.SerialNumber)
		if found && !e.at.After(at) && (e.reason != reasonHold || from.After(said.from)) {
			return Proofs{}, e.refusal()
		}
	}
	return Proofs{Answers: [][]byte{said.der}}, nil
}

// clockSkew is how far apart two honest clocks may be.
const clockSkew = 5 * time.Minute
