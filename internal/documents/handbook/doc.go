// Package handbook puts the law's handbook of business processes on paper, and its diagrams
// into pictures of points: what package regulation, which is pure, gives as words and
// shapes. The same edition makes the same bytes.
package handbook
