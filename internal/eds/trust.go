package eds

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"

	"asar/internal/calendar"
)

// Trust is the pinned roots, the known issuing authorities under them, and their
// revocation lists. It is safe for concurrent use; lists may be added while it works.
// Test authorities and production authorities never belong in one trust.
type Trust struct {
	byName  map[string][]*authority // by the bytes of the subject
	profile Profile
	mu      sync.RWMutex // guards the lists of every authority, and unread
	unread  []*UnreadList
}

// authority is a certificate that may sign certificates. Its link upward was verified
// when the trust was made; its dates are looked at each time.
type authority struct {
	cert   *x509.Certificate
	parent *authority // nil for a root
	pinned bool       // false for one that came with a signature
	lists  lists
}

// NewTrust makes a trust of roots, trusted because they are given here, and of issuing
// authorities, each of which must lead to one of them. Errors are faults of the configuration.
func NewTrust(roots, issuers []*x509.Certificate) (*Trust, error) {
	profile, err := profileOf(roots)
	if err != nil {
		return nil, err
	}
	t := &Trust{byName: map[string][]*authority{}, profile: profile}
	for _, c := range roots {
		root := &authority{cert: c, pinned: true}
		if _, err := t.linked(c, root); err != nil {
			return nil, fmt.Errorf("eds: root %x: %w", sha256.Sum256(c.Raw), err)
		}
		t.add(root)
	}
	return t, t.addIssuers(issuers)
}

func (t *Trust) add(a *authority) {
	name := string(a.cert.RawSubject)
	t.byName[name] = append(t.byName[name], a)
}

// addIssuers adds in any order: one round may make the next one's parent known.
func (t *Trust) addIssuers(waiting []*x509.Certificate) error {
	for len(waiting) > 0 {
		var left []*x509.Certificate
		for _, c := range waiting {
			if parent := t.issuerOf(c); parent != nil {
				t.add(&authority{cert: c, parent: parent, pinned: true})
			} else {
				left = append(left, c)
			}
		}
		if len(left) == len(waiting) {
			return fmt.Errorf("eds: issuing authority %x leads to no root here", sha256.Sum256(left[0].Raw))
		}
		waiting = left
	}
	return nil
}

// issuerOf finds the authority here that signed c, by the bytes of its name, by the key's
// identifier and by the signature: different authorities share a common name.
func (t *Trust) issuerOf(c *x509.Certificate) *authority {
	for _, a := range t.byName[string(c.RawIssuer)] {
		if ok, err := t.linked(c, a); ok && err == nil {
			return a
		}
	}
	return nil
}

// linked tells whether parent signed child.
func (t *Trust) linked(child *x509.Certificate, parent *authority) (bool, error) {
	if !bytes.Equal(child.RawIssuer, parent.cert.RawSubject) {
		return false, errors.New("another name")
	}
	if id := parent.cert.SubjectKeyId; len(child.AuthorityKeyId) > 0 && len(id) > 0 && !bytes.Equal(child.AuthorityKeyId, id) {
		return false, errors.New("another key identifier")
	}
	way, err := schemeOf(parent.cert)
	if err != nil {
		return false, err
	}
	if err := way.issued(child, parent.cert); err != nil {
		return false, err
	}
	return true, nil
}

// chain finds the authorities above a signer's certificate, from its issuer to a pinned
// root. An issuing authority that is not known here may come with the signature.
func (t *Trust) chain(c *x509.Certificate, m message) (*authority, error) {
	found := t.issuerOf(c)
	if found == nil {
		found = t.bundled(c, m)
	}
	if found == nil || !lengthAllowed(found) {
		return nil, refuse(keyForeign, "the certificate leads to no root here")
	}
	return found, nil
}

// bundled looks for the issuer among the certificates that came along.
func (t *Trust) bundled(c *x509.Certificate, m message) *authority {
	for _, raw := range m.certificates {
		_, _, subject := named(raw)
		if !bytes.Equal(subject, c.RawIssuer) || bytes.Equal(raw, c.Raw) {
			continue
		}
		above, err := x509.ParseCertificate(raw)
		if err != nil || len(above.UnhandledCriticalExtensions) > 0 {
			continue
		}
		a := &authority{cert: above, parent: t.issuerOf(above)}
		if ok, err := t.linked(c, a); ok && err == nil && a.parent != nil {
			return a
		}
	}
	return nil
}

// lengthAllowed looks at pathLenConstraint (RFC 5280, 4.2.1.9) from the issuer upward.
func lengthAllowed(a *authority) bool {
	for below := 0; a != nil; below++ {
		limit := a.cert.MaxPathLen
		if (limit > 0 || a.cert.MaxPathLenZero) && below > limit {
			return false
		}
		a = a.parent
	}
	return true
}

// checkAuthorities refuses a key whose authority's own certificate is outside its dates.
func checkAuthorities(a *authority, at calendar.Instant) error {
	for ; a != nil; a = a.parent {
		if checkDates(a.cert, at) != nil {
			return refuse(keyOldAuthority, "an authority above is outside its dates")
		}
	}
	return nil
}
