package web

import "net/http"

// frameArea are the pages every portal has: the start, signing in, signing, the person's
// own pages, and the pages about the portal.
func (s *Site) frameArea() Area {
	return Area{Routes: []Route{
		Get("/", Public, showStart),
		Get("/sign-in", Public, showSignIn).Signing(),
		Post("/sign-in", Public, signIn).Signing(),
		Get("/sign-in/text/{text}", Public, entryText),
		Post("/sign-out", SignedIn, signOut),
		Get("/choose-cabinet", SignedIn, showCabinets),
		Post("/choose-cabinet", SignedIn, chooseCabinet),
		Get("/cabinet", SignedIn, showCabinet),
		Get("/sign/{text}", SignedIn, showSign).Signing(),
		Post("/sign/{text}", SignedIn, sign).Signing(),
		Get("/sign/{text}/text", SignedIn, documentText),
		Get("/notifications", SignedIn, showNotices),
		Post("/notifications/read", SignedIn, readNotices),
		Get("/me", SignedIn, showMe),
		Post("/me/sessions/{session}/end", SignedIn, endSession),
		Post("/session", SignedIn, keepSession),
		Get("/view", Public, showView),
		Post("/view", Public, saveView),
		Post("/view/switch", Public, switchView),
		Get("/help", Public, info("help")),
		Get("/accessibility", Public, info("accessibility")),
		Get("/privacy", Public, info("privacy")),
		Get("/cookies", Public, info("cookies")),
	}}
}

// keepSession is asked by the page's script when a person wants more time.
func keepSession(v *Visit) error {
	v.W.WriteHeader(http.StatusNoContent)
	return nil
}
