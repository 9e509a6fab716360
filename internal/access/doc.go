// Package access says who acts and what they may do.
//
// An Actor can only be made here. Every exported action of a domain package takes an
// Actor and asks for a Permission; asking returns a Scope, and rows can only be found
// through a Scope, so forgetting to ask does not compile. Which role holds which
// permission is one table (roles.go); the answers for every route and every role are
// reviewed as golden files.
package access
