// Package signing keeps what a person was shown, what they signed, and the verdict.
//
// A text is prepared and kept as exact bytes before it is shown. It names its portal, its
// purpose, its subject and a nonce, is bound to one person (or, for signing in, to one
// browser), lives minutes and can be used once. A signature is checked over the kept
// bytes, never over bytes that came back. Checking takes no lock and no transaction; using
// the proof belongs to the transaction of the action that was signed:
//
//	text, err := desk.Prepare(ctx, by, signing.Draft{…})   // the page shows it
//	proof, err := desk.Check(ctx, by, text, cms)           // on return
//	signature, err := proof.Use(tx, purpose, subject)      // inside the action
package signing
