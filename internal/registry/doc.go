// Package registry knows the people, units and organisations of the city, who provides
// which service (the register of specialists), and what volume of it a recipient was
// allotted.
//
// An application to enter the register, or to leave it, is signed by who files it and
// decided by an officer of the unit, never by who filed it (manual, note to step 7):
//
//	waiting ──approve──▶ approved
//	waiting ──refuse──▶ refused
//	waiting ──withdraw──▶ withdrawn
//
// An entry of the register:
//
//	active ──suspend──▶ suspended
//	suspended ──resume──▶ active
//	active ──leave──▶ left
//	suspended ──leave──▶ left
//	left ──enter──▶ active
//
// An allotted volume is an account: amount = left + reserved + used. Placing an order
// reserves, working spends, ending releases. The database refuses an overdraft.
package registry
