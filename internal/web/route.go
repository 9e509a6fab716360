package web

import (
	"fmt"
	"net/http"
	"strings"

	"asar/internal/access"
)

// Need is what a route asks of its visitor: Public, SignedIn or a permission.
type Need string

// Needs that are not permissions.
const (
	Public   Need = "public"    // anybody, signed in or not
	SignedIn Need = "signed-in" // any person with a session, about themselves
)

// May is the need of a permission.
func May(p access.Permission) Need { return Need(p) }

// Page answers one request. An error it returns becomes a page of its own.
type Page func(v *Visit) error

// Body says how much a route reads of a request's body.
type Body int64

// Sizes of bodies. Small is the default.
const (
	Small  Body = 64 << 10
	Signed Body = 2 << 20  // a signature of any shape
	File   Body = 11 << 20 // an uploaded file of 10 MB and its envelope
)

// Route is one row of the route table. Path is written without the language, for example
// "/orders/{id}"; every route exists in each language.
type Route struct {
	Method string
	Path   string
	Need   Need
	Page   Page
	Body   Body
	// Signs marks pages that may talk to NCALayer on the reader's own machine.
	Signs bool
}

// Get is a route that only shows.
func Get(path string, need Need, page Page) Route {
	return Route{Method: http.MethodGet, Path: path, Need: need, Page: page, Body: Small}
}

// Post is a route that changes something and answers with a redirect.
func Post(path string, need Need, page Page) Route {
	return Route{Method: http.MethodPost, Path: path, Need: need, Page: page, Body: Small}
}

// Signing marks a route as one of signing.
func (r Route) Signing() Route {
	r.Signs = true
	if r.Method == http.MethodPost {
		r.Body = Signed
	}
	return r
}

// Uploading marks a route as one that takes a file.
func (r Route) Uploading() Route {
	r.Body = File
	return r
}

// pattern is the route for a language, as net/http wants it.
func (r Route) pattern(locale string) string {
	path := "/" + locale + r.Path
	if strings.HasSuffix(path, "/") {
		path += "{$}"
	}
	return r.Method + " " + path
}

// check stops the program when a route could be open by mistake.
func (r Route) check() {
	switch {
	case r.Need == "":
		panic(fmt.Sprintf("web: %s %s names no permission", r.Method, r.Path))
	case r.Page == nil:
		panic(fmt.Sprintf("web: %s %s has no page", r.Method, r.Path))
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		panic(fmt.Sprintf("web: %s %s: pages are read with GET and changed with POST", r.Method, r.Path))
	}
}
