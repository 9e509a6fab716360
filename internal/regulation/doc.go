// Package regulation holds what the law says each state service is: the decree of the
// akimat of Almaty of 9 September 2015 No 3/539, fourteen regulations, as data.
//
// data/<annex>-<key>.yaml is one edition of one service: channels, participants, and every
// ordered list of steps with the law's own words. An edition that is no more in force
// carries the day it began in its name. An edition that has been used is never edited.
//
// The package is pure: it reads its data, exports it, compares editions, and proves the
// law against itself.
//
//	Load     the catalogue, or every fault of the data by file, line and column
//	Lint     where the law contradicts itself or is silent
//	Check    whether each path can be walked, ended, and fits into the term
//	Diff     what changed between two editions, in legal words
//	Compare  the channels of a service side by side
//
// law: decree 3/539, annexes 2 and 4-16.
package regulation
