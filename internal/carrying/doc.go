// Package carrying carries out what people sign: at once when the signature is accepted, or
// later, when a signature that had to wait for the word about its key has been checked.
//
// Each room says what a signature of its purposes leads to (signing.Action); there is one
// place that does it, for the page and for the job alike. The job acts as the person, in
// the cabinet they signed in and only while they still hold it, and the action's own
// transaction ends the wait: so a stop at any moment loses nothing and does nothing twice.
//
//	received ──right──────────▶ accepted: carried out, the person is told
//	   │  └─nobody can tell──▶ waits («подпись проверяется»), tried again
//	   ├──revoked, or too late─▶ refused: nothing is done, the person is told why
//	   └──the record moved on──▶ overtaken: nothing is done, the person is told
package carrying
