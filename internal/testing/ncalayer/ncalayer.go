// Package ncalayer plays NCALayer, the signing program of the national certification
// authority on a person's own machine: it answers `sign` of kz.gov.pki.knca.basics with a
// key of the development authority, in every shape of answer its versions give, and goes
// wrong in every way it is known to. Never in the product.
package ncalayer

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"slices"
	"sync"

	"github.com/coder/websocket"

	"asar/internal/calendar"
	"asar/internal/signing"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// Mode is how the next questions are answered.
type Mode string

// The modes.
const (
	Array      Mode = "array"      // the signature in a list, as version 1.4 does; the usual one
	Plain      Mode = "plain"      // the signature as one string, as older versions do
	Armoured   Mode = "armoured"   // in PEM, with line ends
	WithOwner  Mode = "with-owner" // beside the certificate
	Beating    Mode = "beating"    // heartbeats before the answer
	Quiet      Mode = "quiet"      // no greeting
	Cancelled  Mode = "cancelled"  // the person closed the window
	Refused    Mode = "refused"    // the key did not open
	NoModule   Mode = "no-module"  // the module is not installed
	Dropped    Mode = "dropped"    // the program ended
	Unanswered Mode = "unanswered" // the window stays open
	Garbled    Mode = "garbled"    // an answer that is none
	OtherText  Mode = "other-text" // signs something else
)

// Modes lists all modes.
func Modes() []Mode {
	return []Mode{Array, Plain, Armoured, WithOwner, Beating, Quiet, Cancelled, Refused, NoModule, Dropped, Unanswered, Garbled, OtherText}
}

// Signs tells whether a mode ends with a signature the portal accepts.
func (m Mode) Signs() bool {
	return slices.Contains([]Mode{Array, Plain, Armoured, WithOwner, Beating, Quiet}, m)
}

// Layer is one program on one machine. It is an http.Handler that takes a socket.
type Layer struct {
	mu    sync.Mutex
	mode  Mode
	key   *devca.Key
	both  *world.Keys // when set, the key is chosen as a person would
	now   func() calendar.Instant
	asked []Question
}

// New starts with a person's key; now is the machine's clock.
func New(key *devca.Key, now func() calendar.Instant) *Layer {
	return &Layer{mode: Array, key: key, now: now}
}

// Of plays a person who takes the key for signing in to sign in, and the other for
// documents.
func Of(keys world.Keys, now func() calendar.Instant) *Layer {
	return &Layer{mode: Array, both: &keys, now: now}
}

// Set says how and with whose key the next questions are answered.
func (l *Layer) Set(mode Mode, key *devca.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mode, l.key = mode, key
}

// Asked are the questions so far.
func (l *Layer) Asked() []Question {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.asked)
}

// Question is what a page asks.
type Question struct {
	Module string `json:"module"`
	Method string `json:"method"`
	Args   struct {
		Format        string `json:"format"`
		Data          string `json:"data"`
		Locale        string `json:"locale"`
		SigningParams struct {
			Decode      bool `json:"decode"`
			Encapsulate bool `json:"encapsulate"`
			Digested    bool `json:"digested"`
		} `json:"signingParams"`
	} `json:"args"`
	Origin string `json:"-"`
}

// entry stands in the last line of every text for signing in.
const entry = "/" + string(signing.SignIn) + "/portal/"

const (
	greeting = `{"result":{"version":"1.4"}}`
	beat     = "--heartbeat--"
)

// ServeHTTP takes a socket and answers one question after another.
func (l *Layer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // any page may ask the real one too
	if err != nil {
		return
	}
	defer func() { _ = socket.CloseNow() }()
	mode, _ := l.state()
	if mode != Quiet && say(r.Context(), socket, greeting) != nil {
		return
	}
	for l.next(r.Context(), socket, r.Header.Get("Origin")) {
	}
}

func (l *Layer) state() (Mode, *devca.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mode, l.key
}

func say(ctx context.Context, socket *websocket.Conn, text string) error {
	return socket.Write(ctx, websocket.MessageText, []byte(text))
}

// next answers one message; false when the talk is over.
func (l *Layer) next(ctx context.Context, socket *websocket.Conn, origin string) bool {
	_, raw, err := socket.Read(ctx)
	if err != nil {
		return false
	}
	if string(raw) == beat {
		return say(ctx, socket, beat) == nil
	}
	var q Question
	if err := json.Unmarshal(raw, &q); err != nil {
		return say(ctx, socket, `{"status":false,"code":"GENERAL_ERROR","message":"not JSON"}`) == nil
	}
	q.Origin = origin
	l.mu.Lock()
	l.asked = append(l.asked, q)
	l.mu.Unlock()
	return l.answer(ctx, socket, q)
}

func (l *Layer) answer(ctx context.Context, socket *websocket.Conn, q Question) bool {
	mode, key := l.state()
	switch {
	case mode == Dropped:
		return false
	case mode == Unanswered:
		return true
	case mode == NoModule || q.Module != "kz.gov.pki.knca.basics":
		return say(ctx, socket, `{"success":false,"errorCode":"MODULE_NOT_FOUND"}`) == nil
	case mode == Cancelled:
		return say(ctx, socket, `{"status":true,"body":{}}`) == nil
	case mode == Refused:
		return say(ctx, socket, `{"status":false,"code":"SIGNING_FAILURE","message":"keystore password was incorrect","details":"java.io.IOException"}`) == nil
	case mode == Garbled:
		return say(ctx, socket, `<html>`) == nil
	case q.Method != "sign" || q.Args.Format != "cms":
		return say(ctx, socket, `{"status":false,"code":"INVALID_SIGNING_PARAMS","message":"cms only"}`) == nil
	}
	if mode == Beating && say(ctx, socket, beat) != nil {
		return false
	}
	return say(ctx, socket, l.signed(mode, key, q)) == nil
}

// signed is the answer with a signature in the shape of a mode.
func (l *Layer) signed(mode Mode, key *devca.Key, q Question) string {
	content := []byte(q.Args.Data)
	if q.Args.SigningParams.Decode {
		content, _ = base64.StdEncoding.DecodeString(q.Args.Data)
	}
	if mode == OtherText {
		content = append(content, '.')
	}
	if l.both != nil {
		key = l.both.Sign
		if bytes.Contains(content, []byte(entry)) {
			key = l.both.Auth
		}
	}
	sign := key.Sign
	if q.Args.SigningParams.Encapsulate {
		sign = key.SignAttached
	}
	cms, err := sign(content, l.now())
	if err != nil {
		return `{"status":false,"code":"SIGNING_FAILURE","message":"no key"}`
	}
	text := base64.StdEncoding.EncodeToString(cms)
	var result any
	switch mode {
	default:
		result = []string{text}
	case Plain:
		result = text
	case Armoured:
		result = []string{string(pem.EncodeToMemory(&pem.Block{Type: "CMS", Bytes: cms}))}
	case WithOwner:
		result = map[string]any{"signatures": []string{text}, "certificate": base64.StdEncoding.EncodeToString(key.Certificate.Raw)}
	}
	b, err := json.Marshal(map[string]any{"status": true, "body": map[string]any{"result": result}})
	if err != nil {
		panic(err) // strings are always JSON
	}
	return string(b)
}
