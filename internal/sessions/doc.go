// Package sessions knows who is signed in, where and as what.
//
// A person signs in with the authorisation key of the National Certification Authority. The
// cookie holds a token of 256 random bits, the database its digest. The token is new at
// sign-in and whenever the person sits down in another cabinet. A session is over after 30
// minutes without use, after 12 hours in any case, when it is ended, and when the person
// begins a fourth one.
//
// A seat is the cabinet a person sits in: their own, or that of a position they hold today.
// Positions are read with every request, so who is dismissed loses the cabinet at once.
package sessions
