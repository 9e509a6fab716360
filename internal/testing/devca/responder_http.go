package devca

import (
	"crypto/x509"
	"encoding/hex"
	"fmt"
	pages "html/template"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The faults of the transport.
const (
	Huge     Fault = "huge"     // 10 MB
	Slow     Fault = "slow"     // does not answer until the asker goes
	Redirect Fault = "redirect" // 302
	HTML     Fault = "html"     // a page, with status 200
	Down     Fault = "down"     // the connection is cut
	Status5x Fault = "status-500"
)

// Faults are all of them.
var Faults = append(slices.Clone(answerFaults), Huge, Slow, Redirect, HTML, Down, Status5x)

// Handler answers over HTTP, and below /simulator shows and sets by hand what goes wrong:
//
//	curl -d fault=try-later http://127.0.0.1:PORT/simulator
//	curl -d 'serial=1f…&issuer=gost&reason=6' http://127.0.0.1:PORT/simulator/keys
//
// Reason 6 puts a key on hold, 1 revokes it, and -1 takes it back.
func (r *Responder) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{$}", r.answer)
	mux.HandleFunc("GET /simulator", r.show)
	mux.HandleFunc("POST /simulator", r.set)
	mux.HandleFunc("POST /simulator/keys", r.setKey)
	return mux
}

const mostRequest = 64 << 10

func (r *Responder) answer(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, mostRequest))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	der, err := r.Answer(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	r.mu.Lock()
	fault := r.fault
	r.mu.Unlock()
	switch fault {
	case Slow:
		<-req.Context().Done()
	case Redirect:
		http.Redirect(w, req, "/elsewhere", http.StatusFound)
	case HTML:
		_, _ = io.WriteString(w, "<!doctype html><title>Welcome</title><p>Sign in to the network.")
	case Down:
		panic(http.ErrAbortHandler)
	case Status5x:
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
	case Huge:
		w.Header().Set("Content-Type", "application/ocsp-response")
		_, _ = w.Write(append(der, make([]byte, 10<<20)...))
	default:
		w.Header().Set("Content-Type", "application/ocsp-response")
		_, _ = w.Write(der)
	}
}

var page = pages.Must(pages.New("").Parse(`<!doctype html><html lang="en"><title>OCSP responder of the demo town</title>
<h1>OCSP responder of the demo town</h1><p>Asked {{.Asked}} times. Now: {{if .Fault}}{{.Fault}}{{else}}as it should be{{end}}.</p>
<form method="post"><label>What goes wrong <select name="fault"><option value="">nothing</option>{{range .All}}<option{{if eq . $.Fault}} selected{{end}}>{{.}}</option>{{end}}</select></label> <button>Set</button></form>
<h2>Keys</h2><form method="post" action="/simulator/keys"><label>Number of the certificate, hexadecimal <input name="serial"></label>
<label>Issuer <select name="issuer"><option>rsa</option><option>gost</option></select></label>
<label>Standing <select name="reason"><option value="6">on hold</option><option value="1">revoked</option><option value="-1">good</option></select></label> <button>Set</button></form>
</html>`))

func (r *Responder) show(w http.ResponseWriter, _ *http.Request) {
	r.mu.Lock()
	now := map[string]any{"Asked": r.asked, "Fault": r.fault, "All": Faults}
	r.mu.Unlock()
	_ = page.Execute(w, now) // the reader has gone
}

func (r *Responder) set(w http.ResponseWriter, req *http.Request) {
	f := Fault(req.PostFormValue("fault"))
	if f != NoFault && !slices.Contains(Faults, f) {
		http.Error(w, fmt.Sprintf("the faults are: %v", Faults), http.StatusBadRequest)
		return
	}
	r.Break(f)
	http.Redirect(w, req, "/simulator", http.StatusSeeOther)
}

func (r *Responder) setKey(w http.ResponseWriter, req *http.Request) {
	serial, err := hex.DecodeString(req.PostFormValue("serial"))
	reason, bad := strconv.Atoi(req.PostFormValue("reason"))
	if err != nil || bad != nil || len(serial) == 0 {
		http.Error(w, "serial is the certificate's number in hexadecimal, reason a number", http.StatusBadRequest)
		return
	}
	c := &x509.Certificate{SerialNumber: new(big.Int).SetBytes(serial), RawIssuer: r.ca.issuing.cert.RawSubject}
	if req.PostFormValue("issuer") == "gost" {
		c.RawIssuer = r.ca.gost.issuing.cert.RawSubject
	}
	if reason < 0 {
		err = r.ca.Release(c)
	} else {
		err = r.ca.Revoke(c, r.ca.clock.Now().Plus(-time.Second), reason)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, req, "/simulator", http.StatusSeeOther)
}
