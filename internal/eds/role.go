package eds

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
)

// Extended key usages of the authority (НУЦ РК): who the owner is.
var (
	oidIndividual  = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 4, 1, 1}
	oidLegalEntity = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 4, 1, 2} // always with a role below it
	oidTreasury    = asn1.ObjectIdentifier{1, 2, 398, 5, 19, 1, 2, 2, 1}
)

// lastRole is "employee": .1 head … .5 employee. The next, .6, is an information system.
const lastRole = 5

func extended(c *x509.Certificate, oid asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(c.UnknownExtKeyUsage, oid.Equal)
}

// employed tells whether the key is a person's within an organisation.
func employed(c *x509.Certificate) bool {
	return extended(c, oidLegalEntity) && slices.ContainsFunc(c.UnknownExtKeyUsage, func(oid asn1.ObjectIdentifier) bool {
		n := len(oidLegalEntity)
		return len(oid) == n+1 && oid[:n].Equal(oidLegalEntity) && oid[n] >= 1 && oid[n] <= lastRole
	})
}

// checkPurpose refuses a key that is not for this purpose. An AUTH key has clientAuth and
// no nonRepudiation; a signing key has emailProtection and nonRepudiation (point 6.3 of
// the Rules of authenticity check, order 1187 of 2015-12-09). A GOST 34.10-2015 key is a
// signing key that signs in too: its owner has no AUTH key.
func checkPurpose(c *x509.Certificate, p Purpose) error {
	if c.IsCA || len(c.UnhandledCriticalExtensions) > 0 || extended(c, oidTreasury) || c.KeyUsage&x509.KeyUsageDigitalSignature == 0 {
		return refuse(keyWrongKind, "not a person's key for signatures")
	}
	binds := c.KeyUsage&x509.KeyUsageContentCommitment != 0
	client := slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth)
	mail := slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageEmailProtection)
	auth, sign := client && !mail && !binds, mail && !client && binds
	switch {
	case p == Entry && auth, p == Document && sign:
		return nil
	case p == Entry && sign && oneKeyForAll(c):
		return nil
	case p == Document && auth:
		return refuse(keyAuthForDocument, "AUTH key on a document")
	case p == Entry && sign:
		return refuse(keySignForEntry, "signing key for signing in")
	}
	return refuse(keyWrongKind, "neither an AUTH key nor a signing key")
}

// checkPerson refuses a key that is not of whom the requirement names.
func checkPerson(c *x509.Certificate, s Signer, want Requirement) error {
	firm := extended(c, oidLegalEntity) || s.BIN != "" || s.Organisation != "" || readSubject(c.RawSubject).has(oidUnit)
	switch {
	case s.IIN == "":
		return refuse(keyNoIIN, "no single IIN in the certificate")
	case !want.Employee && firm:
		return refuse(keyOrganisationKey, "a person's own key is due")
	case !want.Employee && !extended(c, oidIndividual):
		return refuse(keyWrongKind, "not marked as an individual's")
	case want.Employee && !firm:
		return refuse(keyPersonalKey, "an employee's key is due")
	case want.Employee && (s.BIN == "" || !employed(c) || extended(c, oidIndividual)):
		return refuse(keyWrongKind, "an organisation's key without BIN or role")
	case want.IIN != "" && s.IIN != want.IIN:
		return refuse(keyAnotherPerson, "another IIN")
	case want.Employee && want.BIN != "" && s.BIN != want.BIN:
		return refuse(keyAnotherFirm, "another BIN")
	}
	return nil
}
