// Package pdf writes short official documents as tagged PDFs: headings, paragraphs, tables,
// a QR figure and diagrams of lines, marked for PDF/UA-1 and PDF/A-2a.
//
// Everything a person reads is in the structure tree in reading order, with the document's
// language; everything else (rules, page numbers, table heads repeated on the next page) is an
// artifact. The fonts are in the file, and every letter in it can be selected and
// searched. The same input gives the same bytes: the date is given, and the file's
// identifier is a digest of its body.
//
// It is no general writer: A4, upright but for a wide diagram, two weights of one typeface,
// text black on white. Why it is our own: docs/adr/0007.
package pdf
