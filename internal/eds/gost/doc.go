// Package gost verifies signatures of Kazakhstan's state standards. It cannot sign and
// holds no secret, so nothing in it needs constant time.
//
//   - GOST R 34.11-2012 "Streebog", 256 and 512 bits: RFC 6986.
//   - GOST 34.311-95, which is GOST R 34.11-94 with the test substitution: RFC 5831.
//   - GOST 34.10-2015, which is GOST R 34.10-2012: RFC 7091; and GOST 34.310-2004, which
//     is GOST R 34.10-2001: RFC 5832.
//
// Curves and byte order are those of Kazakhstan's certification authority (НУЦ РК): a key
// is x, then y, and a signature is r, then s, each number with its lowest byte first; a
// digest is read as a number in the same way. Russia's order of a signature (RFC 9215) is
// the whole block reversed.
//
// Why the code is our own: docs/adr/0022.
package gost
