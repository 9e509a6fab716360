// Package acts is the act of services rendered for a month of an order: what was delivered
// and accepted by both sides, the ground for payment, and what the payer (E-Sobes)
// answered about it.
//
// An act is formed from the month's journal with the escort sheet, in Kazakh and Russian
// (manual, step 13). Both sides sign it, electronically or on paper, of which a scan is
// attached (14–17). It is sent (18), and then nothing of the month can change. When the
// journal changes before that, the act is formed again: the old edition is void, the next
// has a number and a digest of its own. There is one living act per order and month, held
// by a unique index. Bed places have no journal and no acts.
//
// The moves, from the table in moves.go:
//
//	formed    ──form-again──▶ void       acts.form    manual 13
//	formed    ──sign────────▶ formed     acts.sign    manual 14
//	formed    ──attach-scan─▶ formed     acts.send    manual 15–17
//	formed    ──send────────▶ sent       acts.send    manual 16–18
//	sent      ──deliver─────▶ delivered  acts.report  assumed
//	sent      ──accept──────▶ accepted   acts.report  assumed
//	delivered ──accept──────▶ accepted   acts.report  assumed
//	sent      ──return──────▶ returned   acts.report  assumed
//	delivered ──return──────▶ returned   acts.report  assumed
//	accepted  ──return──────▶ returned   acts.report  assumed
//	sent      ──pay─────────▶ paid       acts.report  assumed
//	delivered ──pay─────────▶ paid       acts.report  assumed
//	accepted  ──pay─────────▶ paid       acts.report  assumed
//	returned  ──correct─────▶ corrected  acts.send    assumed
//
// The payer's answers come late, twice and out of order. Each carries an id of its own and
// a number that grows per act: an answer is kept once, and only one with a greater number
// than any before moves the act. An answer may run ahead (accepted before delivered).
//
// What an act says is kept as JSON without identification numbers. Printed files are kept
// when it is formed; with electronic signatures on it the same content is printed again,
// to the same bytes every time.
package acts
