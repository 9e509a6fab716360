// Package drawing makes the pictures and the handbook that the decree names and that are
// lost: a diagram of swimlanes by role for each list of steps, as SVG and as BPMN 2.0, and
// the handbook of business processes. The same data makes the same bytes.
//
// A diagram runs downwards: one row a step, one column a role in a place. Between two rows
// and between two columns there is room for lines only, so no line crosses a box.
package drawing
