package eds

import "crypto/x509"

// Trust is the pinned roots, the known issuing authorities and their revocation lists.
type Trust struct{ roots, issuers []*x509.Certificate }

// NewTrust makes a trust of pinned roots and known issuing authorities.
func NewTrust(roots, issuers []*x509.Certificate) (*Trust, error) {
	return &Trust{roots: roots, issuers: issuers}, nil
}

// LoadTrust reads a trust from a folder.
func LoadTrust(dir string) (*Trust, error) { return NewTrust(nil, nil) }

// AddCRL takes a revocation list in DER.
func (t *Trust) AddCRL(der []byte) error { return cannotCheck("no such authority") }
