// Package web is the outer door for people: routes, guard, pages' frame, errors.
//
// A request meets, in this order: recovery and the log, protection against foreign pages,
// the route table (a route names a permission, or says Public or SignedIn; an empty one
// stops the program), the session and its actor, and at last the page. A page reads its
// form, calls one domain action or question, and shows or redirects; it returns an error,
// and one table turns problems into a status, a page and a sentence in the reader's
// language. Pages render into a buffer: a half page never leaves.
package web
