package eds

import "asar/internal/calendar"

// Verifier checks signatures against one trust. It is safe for concurrent use.
type Verifier struct{ trust *Trust }

// NewVerifier makes a verifier over a trust.
func NewVerifier(trust *Trust) *Verifier { return &Verifier{trust: trust} }

// Verify checks that cms is a signature over content by whom want asks for, at the given
// moment. Problems: Invalid with the sentence of what is wrong, or Outside when
// revocation cannot be checked now.
func (v *Verifier) Verify(content, cms []byte, want Requirement, at calendar.Instant) (Signer, error) {
	return Signer{}, cannotCheck("the verifier is not assembled")
}

// LooksAt reads whose signature this claims to be, believing nothing. Problems: Invalid
// when it is no signature at all.
func (v *Verifier) LooksAt(cms []byte) (Signer, error) {
	return Signer{}, refuse(keyNotASignature, "the reader is not assembled")
}
