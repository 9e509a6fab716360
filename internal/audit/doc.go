// Package audit keeps the history: who did what, when and why. It is append-only and
// hash-chained, and is written in the same transaction as the change it tells of.
//
// History is kept in books: one record's history is one book ("order:…", "person:…"),
// and each book is a chain of its own, so that people who work on different records do
// not wait for one another. A seal, made every minute, binds the newest entries of all
// books that changed into one chain over the whole city; a book that vanished, or whose
// end was cut off, is found by its seal. Verify names the row that was altered, dropped,
// swapped or back-dated.
//
// Details hold ids, keys and values of the work. An entry binds the digest of its details,
// so that a personal text can be erased one day and the proof still stands.
package audit
