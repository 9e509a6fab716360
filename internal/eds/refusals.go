package eds

import (
	"crypto/x509"
	"errors"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// The sentences of refusals; their texts are in internal/lang/texts/eds.*.toml.
const (
	keyNotASignature   = "eds.not-a-signature"
	keyTooLarge        = "eds.too-large"
	keySeveralSigners  = "eds.several-signers"
	keyNoCertificate   = "eds.no-certificate"
	keyDamaged         = "eds.damaged"
	keyOtherText       = "eds.other-text"
	keyWeak            = "eds.weak-algorithm"
	keyGOST            = "eds.gost-not-supported"
	keyForeign         = "eds.foreign-authority"
	keyAuthForDocument = "eds.auth-key-for-document"
	keySignForEntry    = "eds.sign-key-for-entry"
	keyWrongKind       = "eds.wrong-key-kind"
	keyNotYetValid     = "eds.not-yet-valid"
	keyExpired         = "eds.expired"
	keyRevoked         = "eds.revoked"
	keyOnHold          = "eds.on-hold"
	keyCannotCheck     = "eds.cannot-check"
	keyNoIIN           = "eds.no-iin"
	keyOrganisationKey = "eds.organisation-key"
	keyPersonalKey     = "eds.personal-key"
	keyAnotherPerson   = "eds.another-person"
	keyAnotherFirm     = "eds.another-organisation"
	keyOldAuthority    = "eds.authority-expired"
	keyUnknownMethod   = "eds.unknown-method"
	keyNotKnown        = "eds.key-not-known"
	keyEvidence        = "eds.evidence-changed"
	keyStampWrong      = "eds.stamp-wrong"
	keyStampOfOther    = "eds.stamp-of-other"
	keyStampUnchecked  = "eds.stamp-unchecked"
	keyListOld         = "eds.list-of-other-time"
	keyAnswerWrong     = "eds.answer-wrong"
)

// refuse is an Invalid problem; why is for the log and names nobody.
func refuse(key, why string) error {
	return problem.Wrap(errors.New("eds: "+why), problem.Invalid, key)
}

func cannotCheck(why string) error {
	return problem.Wrap(errors.New("eds: "+why), problem.Outside, keyCannotCheck)
}

// notKnown is the authority's own word that it knows no such key. A new key is known to it
// a little later, so it may be another answer then; it is not a revocation.
func notKnown() error {
	return problem.Wrap(errors.New("eds: the responder knows no such certificate"), problem.Outside, keyNotKnown)
}

// checkDates refuses a certificate outside its dates. Both bounds belong to the period
// (RFC 5280, 4.1.2.5).
func checkDates(c *x509.Certificate, at calendar.Instant) error {
	from, to := calendar.At(c.NotBefore), calendar.At(c.NotAfter)
	switch {
	case at.Before(from):
		return problem.New(problem.Invalid, keyNotYetValid, problem.Args{"NotBefore": from.Date()})
	case at.After(to):
		return problem.New(problem.Invalid, keyExpired, problem.Args{"NotAfter": to.Date()})
	}
	return nil
}
