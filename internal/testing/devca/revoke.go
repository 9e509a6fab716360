package devca

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"asar/internal/calendar"
)

// Revoke puts a certificate on the next list, from a moment and for a reason of RFC 5280,
// 5.3.1 (6 is a hold). A later word about the same certificate replaces the earlier.
func (a *Authority) Revoke(c *x509.Certificate, at calendar.Instant, reason int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(c)
	list := a.bookOf(c)
	list.now = append(list.now, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: at.Time(), ReasonCode: reason})
	return a.save()
}

// Release takes a certificate off the next list, as when a hold ends.
func (a *Authority) Release(c *x509.Certificate) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(c)
	return a.save()
}

// bookOf is the book of a certificate's issuer.
func (a *Authority) bookOf(c *x509.Certificate) *book {
	if bytes.Equal(c.RawIssuer, a.gost.issuing.cert.RawSubject) {
		return &a.gost.revoked
	}
	return &a.revoked
}

func (a *Authority) forget(c *x509.Certificate) {
	list := a.bookOf(c)
	list.now = slices.DeleteFunc(list.now, func(e x509.RevocationListEntry) bool { return e.SerialNumber.Cmp(c.SerialNumber) == 0 })
}

// CRL is the issuing authority's revocation list as of now, in DER.
func (a *Authority) CRL() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return signList(a.revoked.whole(a.list()), a.issuing)
}

// RootCRL is the root's revocation list, which is empty.
func (a *Authority) RootCRL() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return signList(a.list(), a.root)
}

// Lists are all revocation lists as of now, by the names of their files.
func (a *Authority) Lists() (map[string][]byte, error) {
	makers := map[string]func() ([]byte, error){
		"dev-issuing": a.CRL, "dev-root": a.RootCRL, "dev-gost-issuing": a.GOSTCRL, "dev-gost-root": a.GOSTRootCRL,
	}
	all := map[string][]byte{}
	for name, list := range makers {
		der, err := list()
		if err != nil {
			return nil, err
		}
		all[name] = der
	}
	return all, nil
}

// list is an empty list of the next number.
func (a *Authority) list() *x509.RevocationList {
	now := a.clock.Now()
	a.number = max(a.number+1, now.Time().UnixMicro())
	return &x509.RevocationList{Number: big.NewInt(a.number), ThisUpdate: now.Time(), NextUpdate: now.Plus(time.Duration(a.listDays) * day).Time()}
}

// SignCRL signs any list with the issuing authority's key, for lists that are wrong.
func (a *Authority) SignCRL(list *x509.RevocationList) ([]byte, error) {
	return signList(list, a.issuing)
}

func signList(list *x509.RevocationList, by pair) ([]byte, error) {
	if by.gost == nil {
		der, err := x509.CreateRevocationList(rand.Reader, list, by.cert, by.key)
		if err != nil {
			return nil, fmt.Errorf("devca: revocation list: %w", err)
		}
		return der, nil
	}
	der, err := x509.CreateRevocationList(rand.Reader, list, by.cert, stub)
	if err != nil {
		return nil, fmt.Errorf("devca: revocation list: %w", err)
	}
	return resign(der, by.signer().Method(), by.signer(), nil)
}

// RootCRLOf is a root's revocation list with one certificate of an authority on it.
func (a *Authority) RootCRLOf(c *x509.Certificate, at calendar.Instant) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.list()
	list.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: c.SerialNumber, RevocationTime: at.Time(), ReasonCode: 2}}
	if bytes.Equal(c.RawIssuer, a.gost.root.cert.RawSubject) {
		return signList(list, a.gost.root)
	}
	return signList(list, a.root)
}

// book is what an issuer revoked, and what its last whole list said.
type book struct {
	now, last []x509.RevocationListEntry
	number    *big.Int // of the last whole list; nil before there was one
}

// whole fills in a list, and remembers it as the base of those of changes.
func (b *book) whole(list *x509.RevocationList) *x509.RevocationList {
	b.last, b.number = slices.Clone(b.now), list.Number
	list.RevokedCertificateEntries = slices.Clone(b.now)
	return list
}

var oidDelta = asn1.ObjectIdentifier{2, 5, 29, 27}

// changes fills in a list of what changed since the last whole list; what was taken off it
// has the reason removeFromCRL.
func (b *book) changes(list *x509.RevocationList) error {
	if b.number == nil {
		return errors.New("devca: no whole list was made yet")
	}
	has := func(all []x509.RevocationListEntry, e x509.RevocationListEntry, alike bool) bool {
		return slices.ContainsFunc(all, func(o x509.RevocationListEntry) bool {
			return o.SerialNumber.Cmp(e.SerialNumber) == 0 && (!alike || o.ReasonCode == e.ReasonCode && o.RevocationTime.Equal(e.RevocationTime))
		})
	}
	for _, e := range b.now {
		if !has(b.last, e, true) {
			list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, e)
		}
	}
	for _, e := range b.last {
		if !has(b.now, e, false) {
			e.ReasonCode = 8
			list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, e)
		}
	}
	base := build(func(c *cryptobyte.Builder) { c.AddASN1BigInt(b.number) })
	list.ExtraExtensions = append(list.ExtraExtensions, pkix.Extension{Id: oidDelta, Critical: true, Value: base})
	return nil
}

// DeltaCRL lists what changed since the last CRL, for RSA keys.
func (a *Authority) DeltaCRL() ([]byte, error) { return a.delta(&a.revoked, a.issuing) }

// GOSTDeltaCRL lists what changed since the last GOSTCRL.
func (a *Authority) GOSTDeltaCRL() ([]byte, error) { return a.delta(&a.gost.revoked, a.gost.issuing) }

func (a *Authority) delta(b *book, by pair) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.list()
	if err := b.changes(list); err != nil {
		return nil, err
	}
	return signList(list, by)
}

// NoNULL makes a list of this authority as the national one sends it: its inner name of
// the method lacks the NULL that the outer has, and many a reader refuses it.
func (a *Authority) NoNULL(crl []byte) ([]byte, error) {
	list, err := x509.ParseRevocationList(crl)
	if err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	by := a.issuing
	if bytes.Equal(list.RawIssuer, a.gost.issuing.cert.RawSubject) {
		by = a.gost.issuing
	}
	method := bytes.TrimSuffix(by.signer().Method(), []byte{5, 0})
	method[1] -= 2
	return resign(crl, method, by.signer(), nil)
}
