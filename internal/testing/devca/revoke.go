package devca

import (
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
	a.revoked = append(a.revoked, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: at.Time(), ReasonCode: reason})
	return a.save()
}

// Release takes a certificate off the next list, as when a hold ends.
func (a *Authority) Release(c *x509.Certificate) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(c)
	return a.save()
}

func (a *Authority) forget(c *x509.Certificate) {
	a.revoked = slices.DeleteFunc(a.revoked, func(e x509.RevocationListEntry) bool { return e.SerialNumber.Cmp(c.SerialNumber) == 0 })
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
	der, err := x509.CreateRevocationList(rand.Reader, list, by.cert, by.key)
	if err != nil {
		return nil, fmt.Errorf("devca: revocation list: %w", err)
	}
	return der, nil
}

// RootCRLOf is a root's revocation list with one certificate of an authority on it.
func (a *Authority) RootCRLOf(c *x509.Certificate, at calendar.Instant) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.list()
	list.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: c.SerialNumber, RevocationTime: at.Time(), ReasonCode: 2}}
	return signList(list, a.root)
}
