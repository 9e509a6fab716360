package placed

import (
	"crypto/x509"
	"math/big"
	"sync/atomic"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
)

// Word is what the town hears of its authority about revoked keys. It checks signatures by
// what it has heard last, with the verifier of the product.
type Word struct {
	t     testing.TB
	heard atomic.Pointer[eds.Verifier]
	lists int64
}

// Speak brings the authority's own lists.
func (w *Word) Speak() {
	w.t.Helper()
	v, err := devca.Shared(w.t).Verifier()
	must(w.t, err)
	w.heard.Store(v)
}

// Silence takes every list away: nobody can tell which keys are revoked.
func (w *Word) Silence() { w.Say() }

// Revoke brings a list with one key on it, for a reason of RFC 5280, 5.3.1.
func (w *Word) Revoke(key *devca.Key, at calendar.Instant, reason int) {
	w.t.Helper()
	w.lists++
	der, err := devca.Shared(w.t).SignCRL(&x509.RevocationList{Number: big.NewInt(w.lists), ThisUpdate: at.Time(), NextUpdate: at.Plus(365 * 24 * time.Hour).Time(),
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: key.Certificate.SerialNumber, RevocationTime: at.Time(), ReasonCode: reason}}})
	must(w.t, err)
	w.Say(der)
}

// Say brings these lists and no other.
func (w *Word) Say(lists ...[]byte) {
	w.t.Helper()
	v, err := devca.Shared(w.t).VerifierWith(lists...)
	must(w.t, err)
	w.heard.Store(v)
}

// VerifyWith is that of the product.
func (w *Word) VerifyWith(content, cms []byte, want eds.Requirement, at calendar.Instant, p eds.Proofs) (eds.Signer, eds.Evidence, error) {
	return w.heard.Load().VerifyWith(content, cms, want, at, p)
}

// LooksAt is that of the product.
func (w *Word) LooksAt(cms []byte) (eds.Signer, error) { return w.heard.Load().LooksAt(cms) }

// Belongs is that of the product.
func (w *Word) Belongs(cms []byte, want eds.Requirement) error {
	return w.heard.Load().Belongs(cms, want)
}
