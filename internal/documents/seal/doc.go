// Package seal holds the portal's own keys: what it signs with is the word of the
// information system, not of a person (docs/adr/0028).
//
// One key, RSA, seals whole PDFs, so that any reader of PDF shows who made the file and
// that nothing in it was changed. The other, of the curve P-256, signs the short code that
// stands in the QR of a printed document, so that a paper can be checked without network.
// Public halves are certificates; those of earlier keys stay published with their dates.
package seal
