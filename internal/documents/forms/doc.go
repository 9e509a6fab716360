// Package forms makes the printed forms of a month's work: the act of services rendered
// («акт оказанных услуг») and the escort sheet («лист сопровождения»), step 13 of the
// manual, as accessible PDFs in Kazakh and in Russian.
//
// The official layout of both forms was not found, so each says that its form is
// provisional («форма условная»). Both carry the act's number, the digest of its content
// and a QR code that leads to the public check page with that number and digest.
//
// The digest is over what was delivered, not over the picture: it is the same for both
// languages, for the act and for its escort sheet, before and after signing.
package forms
