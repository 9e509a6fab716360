package eds

import "asar/internal/calendar"

// Purpose is what a signature is for; it decides which of a person's keys may make it.
type Purpose string

// The purposes. The zero Purpose is refused for every key.
const (
	Entry    Purpose = "entry"    // signing in: the AUTH key (clientAuth)
	Document Purpose = "document" // a document: the signing key (nonRepudiation, emailProtection)
)

// Requirement is who must have signed, and what for.
type Requirement struct {
	Purpose Purpose
	// IIN of the person due; "" is anyone, which is right only for signing in.
	IIN string
	// BIN of the organisation due when Employee is set; "" is any organisation.
	BIN string
	// Employee asks for a key of an organisation's employee. Otherwise the key must be a
	// natural person's own.
	Employee bool
}

// Signer is whose key signed, read from the certificate. Only what Verify returned is a
// fact; what LooksAt returned is a claim.
type Signer struct {
	IIN, BIN     string // digits only; BIN is "" for a personal key
	Surname      string // as in the certificate: upper case
	GivenName    string // the first name: the common name without the surname
	Patronymic   string // may be ""
	CommonName   string
	Organisation string
	Email        string

	Serial      string // of the certificate: lower-case hexadecimal
	Issuer      string // for reading only
	NotBefore   calendar.Instant
	NotAfter    calendar.Instant
	Certificate []byte // DER

	// SignedAt is the time the signer's machine claims. It is recorded, never believed;
	// zero when the signature claims none.
	SignedAt  calendar.Instant
	Algorithm string // for example "RSA-2048 SHA-256"
	// Notes tell what was not checked or is unusual: see the constants Note….
	Notes []string
}

// Notes of an accepted signature.
const (
	NoteNoSigningCertificate = "no-signing-certificate" // the attribute signingCertificateV2 is absent
	NoteUnsignedAttributes   = "unsigned-attributes"    // others than a time stamp: not looked at
	NoteStampNotBelieved     = "stamp-not-believed"     // the time stamp beside is wrong or cannot be checked
	NoteClaimedTime          = "claimed-time-differs"   // SignedAt is over 5 minutes from the given moment
)
