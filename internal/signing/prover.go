package signing

import (
	"context"

	"asar/internal/eds"
)

// Prover learns what stands about the key of a signature now, beside what the verifier
// holds: it asks the certification authority. Package city is given one.
type Prover interface {
	// Proofs asks about the signer's certificate. An error means that nothing was learned;
	// the check goes on with what is held, and nothing counts as good that cannot be checked.
	Proofs(ctx context.Context, cms []byte) (eds.Proofs, error)
}
