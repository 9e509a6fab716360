package seal

import (
	"crypto/x509"
	"slices"

	"asar/internal/calendar"
	"asar/internal/documents/pdf"
	"asar/internal/eds"
)

// room is what a signature needs beside its certificates.
const room = 1024

// On is the seal of a document at a moment: nil when there are no keys that may sign then.
func (k *Keys) On(at calendar.Instant, name, reason, contact string) *pdf.Seal {
	if !k.Signs(at) {
		return nil
	}
	size := room
	for _, c := range k.seal.chain {
		size += len(c.Raw)
	}
	return &pdf.Seal{Name: name, Signer: k.SealerName(), Reason: reason, Contact: contact, At: at, Room: size, Sign: k.seal.sign}
}

// CheckDocument tells which of our keys sealed a file, as it is to its last byte. The error
// is pdf.ErrUnsigned or pdf.ErrChanged, ErrWithdrawn, or a refusal of package eds.
func (k *Keys) CheckDocument(file []byte) (Known, error) {
	covered, signature, err := pdf.Signed(file)
	if err != nil {
		return Known{}, err
	}
	var seals []*x509.Certificate
	for _, one := range k.Known() {
		if !one.Codes() {
			seals = append(seals, one.Certificate)
		}
	}
	by, err := eds.SealedBy(covered, signature, seals)
	if err != nil {
		return Known{}, err
	}
	i := slices.IndexFunc(k.known, func(one Known) bool { return one.Equal(by) })
	if k.known[i].Withdrawn {
		return k.known[i], ErrWithdrawn
	}
	return k.known[i], nil
}
