// Package acts is the act of services rendered for a month of an order: where it stands,
// and what the payer (E-Sobes) answered about it.
//
//	formed ──sent──▶ sent ──delivered──▶ delivered ──accepted──▶ accepted ──paid──▶ paid
//	   │               │                     │                      │
//	   ▼               └─────────────────────┴──────returned────────┘
//	 void                                            ▼
//	                                             returned ──corrected──▶ corrected
//
// The payer's answers come late, twice and out of order. Each carries an id of its own and
// a number that grows per act: an answer is kept once, and only one with a greater number
// than any before moves the act. An answer may run ahead (accepted before delivered).
package acts
