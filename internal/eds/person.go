package eds

import "asar/internal/problem"

// Belongs checks that a signature claims to be made by whom want asks for. It believes the
// certificate, and nothing else is checked: it is for what Verify could not bring to an end.
func (v *Verifier) Belongs(cms []byte, want Requirement) error {
	m, err := read(cms)
	if err != nil {
		return err
	}
	c, err := m.signersCertificate()
	if err != nil {
		return err
	}
	return checkPerson(c, signerOf(c), want)
}

// MayChange tells whether a refusal is about revocation only and may be another one later:
// it could not be checked now, the key is too new to be known, or it is on hold.
func MayChange(err error) bool {
	return problem.HasKey(err, keyCannotCheck) || problem.HasKey(err, keyNotKnown) || OnHold(err)
}

// OnHold tells whether a refusal is that the key is on hold.
func OnHold(err error) bool { return problem.HasKey(err, keyOnHold) }
