// Package devca is a development authority: it issues keys that look like those of the
// national certification authority (НУЦ РК), good ones and every kind of bad one, for
// tests and for the demo town. Its names say DEV, its root is pinned only where a
// development trust is loaded, and a release build does not contain it.
//
//	ca, err := devca.Open(dir, clock)                 // or devca.Shared(t) in a test
//	key, err := ca.Issue(devca.Person{IIN: "…", Surname: "…", Name: "…"}, devca.Sign)
//	p12, err := key.P12(devca.Password)               // node-forge and openssl read it
//	err = ca.Trust(dir)                               // eds.LoadTrust(dir) reads it
//	http.Handle("/", ca.Responder().Handler())        // OCSP, with faults set by hand
//	cms, err := key.Sign(content, clock.Now())        // DER, detached, as NCALayer makes it
//	key, err = ca.Issue(person, devca.GOST)           // the one key people get now
//	token, err := stamper.Stamp(at)(signature)        // a time stamp, good or changed
//	bad, err := ca.IssueBad(devca.BadKeys()[0], person, devca.GOST)
//
// It has two branches, as the national authority has: RSA and GOST, each with a root, an
// issuing authority, lists and lists of changes. GOST is signed here and nowhere else, in
// slow schoolbook arithmetic that leaks what it holds: these keys protect nobody.
//
// Sources: the certificate profile of the authority as seen in its published test keys;
// docs/adr/0004, 0026.
package devca
