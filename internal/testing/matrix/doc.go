// Package matrix asks the whole portal everything of everybody: each route is opened by
// sixteen kinds of visitors, with an order in each of four states, and every answer stands
// in a golden table under review. A new route, permission or leak changes a table. Never in
// the product.
package matrix
