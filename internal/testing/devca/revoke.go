package devca

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"slices"
	"time"

	"asar/internal/calendar"
)

// Revoke puts a certificate on the next list, from a moment and for a reason of RFC 5280,
// 5.3.1 (6 is a hold). A later word about the same certificate replaces the earlier.
func (a *Authority) Revoke(c *x509.Certificate, at calendar.Instant, reason int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(c)
	list := a.revokedOf(c)
	*list = append(*list, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: at.Time(), ReasonCode: reason})
	return a.save()
}

// Release takes a certificate off the next list, as when a hold ends.
func (a *Authority) Release(c *x509.Certificate) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(c)
	return a.save()
}

// revokedOf is the list of a certificate's issuer.
func (a *Authority) revokedOf(c *x509.Certificate) *[]x509.RevocationListEntry {
	if a.gost != nil && bytes.Equal(c.RawIssuer, a.gost.issuing.cert.RawSubject) {
		return &a.gost.revoked
	}
	return &a.revoked
}

func (a *Authority) forget(c *x509.Certificate) {
	list := a.revokedOf(c)
	*list = slices.DeleteFunc(*list, func(e x509.RevocationListEntry) bool { return e.SerialNumber.Cmp(c.SerialNumber) == 0 })
}

// CRL is the issuing authority's revocation list as of now, in DER.
func (a *Authority) CRL() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.list()
	list.RevokedCertificateEntries = slices.Clone(a.revoked)
	return a.SignCRL(list)
}

// RootCRL is the root's revocation list, which is empty.
func (a *Authority) RootCRL() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return signList(a.list(), a.root)
}

// Lists are all revocation lists as of now, by the names of their files.
func (a *Authority) Lists() (map[string][]byte, error) {
	makers := map[string]func() ([]byte, error){"dev-issuing": a.CRL, "dev-root": a.RootCRL}
	if a.gost != nil {
		makers["dev-gost-issuing"], makers["dev-gost-root"] = a.GOSTCRL, a.GOSTRootCRL
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
	return signList(list, a.root)
}
