package demo

import (
	"fmt"
	"io"
	"os"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/signing"
	"asar/internal/testing/devca"
)

// SilentFile makes the town's authority silent while a file of this name lies in the
// folder: nobody can tell which keys are revoked, and «подпись проверяется» can be seen to
// begin and to end.
const SilentFile = "authority-silent"

// word checks signatures as the product does, hearing of revoked keys or not.
type word struct {
	*eds.Verifier
	deaf   *eds.Verifier
	silent string
}

// Hears is the town's checker over that of the product.
func (f *Folder) Hears(ca *devca.Authority, product *eds.Verifier) (signing.Checker, error) {
	deaf, err := ca.VerifierWith()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return word{product, deaf, f.path(SilentFile)}, nil
}

// VerifyWith is that of the product, without a word of the authority while it is silent.
func (w word) VerifyWith(content, cms []byte, want eds.Requirement, at calendar.Instant, p eds.Proofs) (eds.Signer, eds.Evidence, error) {
	if _, err := os.Stat(w.silent); err == nil {
		return w.deaf.VerifyWith(content, cms, want, at, eds.Proofs{})
	}
	return w.Verifier.VerifyWith(content, cms, want, at, p)
}

// tellSilence says how the authority is made silent by hand.
func (f *Folder) tellSilence(to io.Writer) {
	silent := f.path(SilentFile)
	_, _ = fmt.Fprintf(to, "silence    touch %s (documents wait as «подпись проверяется», signing in is refused); rm %s ends it\n", silent, silent)
}
