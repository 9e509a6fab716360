// Package ncalayer plays NCALayer, the signing program of the national certification
// authority on a person's own machine: it answers `sign` of kz.gov.pki.knca.basics and the
// older kz.gov.pki.knca.commonUtils with a key of the development authority, in every shape
// of answer its versions give, and goes wrong in every way it is known to. Opened by a browser
// instead of a socket it shows how it answers, and lets that be changed by hand. Never in the
// product.
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
	Slow       Mode = "slow"       // the person takes long: the answer waits for the page's second heartbeat
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
	return []Mode{Array, Plain, Armoured, WithOwner, Beating, Quiet, Slow, Cancelled, Refused, NoModule, Dropped, Unanswered, Garbled, OtherText}
}

// Signs tells whether a mode ends with a signature the portal accepts.
func (m Mode) Signs() bool {
	return slices.Contains([]Mode{Array, Plain, Armoured, WithOwner, Beating, Quiet, Slow}, m)
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
	Module string
	Method string
	Args   Args
	Origin string
}

// Args are what `sign` of kz.gov.pki.knca.basics takes.
type Args struct {
	Format        string `json:"format"`
	Data          Data   `json:"data"`
	Locale        string `json:"locale"`
	SigningParams struct {
		Decode      Flag `json:"decode"`
		Encapsulate Flag `json:"encapsulate"`
		Digested    Flag `json:"digested"`
		OutputCert  Flag `json:"outputCert"`
	} `json:"signingParams"`
}

// entry stands in the last line of every text for signing in.
const entry = "/" + string(signing.SignIn) + "/portal/"

const (
	greeting = `{"result":{"version":"1.4"}}`
	beat     = "--heartbeat--"
)

// ServeHTTP takes a socket and answers one question after another.
func (l *Layer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		l.byHand(w, r)
		return
	}
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // any page may ask the real one too
	if err != nil {
		return
	}
	defer func() { _ = socket.CloseNow() }()
	mode, _ := l.state()
	if mode != Quiet && say(r.Context(), socket, greeting) != nil {
		return
	}
	talk := &talk{Layer: l, socket: socket, origin: r.Header.Get("Origin")}
	for talk.next(r.Context()) {
	}
}

func (l *Layer) state() (Mode, *devca.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mode, l.key
}

// talk is one socket's.
type talk struct {
	*Layer
	socket *websocket.Conn
	origin string
	owed   string // an answer that waits for heartbeats
	beats  int    // how many more
}

func (t *talk) say(ctx context.Context, text string) bool { return say(ctx, t.socket, text) == nil }

func say(ctx context.Context, socket *websocket.Conn, text string) error {
	return socket.Write(ctx, websocket.MessageText, []byte(text))
}

// next answers one message; false when the talk is over.
func (t *talk) next(ctx context.Context) bool {
	_, raw, err := t.socket.Read(ctx)
	if err != nil {
		return false
	}
	if string(raw) == beat {
		return t.say(ctx, beat) && t.pay(ctx)
	}
	var asked struct {
		Module, Method string
		Args           json.RawMessage
	}
	if err := json.Unmarshal(raw, &asked); err != nil {
		return t.say(ctx, `{"status":false,"code":"GENERAL_ERROR","message":"not JSON"}`)
	}
	q := Question{Module: asked.Module, Method: asked.Method, Origin: t.origin}
	if q.Module != commonUtils {
		_ = json.Unmarshal(asked.Args, &q.Args) // what is no question is refused below
	}
	t.mu.Lock()
	t.asked = append(t.asked, q)
	t.mu.Unlock()
	return t.answer(ctx, q, asked.Args)
}

// pay gives an answer that waited for this heartbeat.
func (t *talk) pay(ctx context.Context) bool {
	if t.beats--; t.owed == "" || t.beats > 0 {
		return true
	}
	owed := t.owed
	t.owed = ""
	return t.say(ctx, owed)
}

const basics = "kz.gov.pki.knca.basics"

func (t *talk) answer(ctx context.Context, q Question, args json.RawMessage) bool {
	mode, key := t.state()
	switch {
	case mode == Dropped:
		return false
	case mode == Unanswered:
		return true
	case mode == NoModule || q.Module != basics && q.Module != commonUtils:
		return t.say(ctx, `{"success":false,"errorCode":"MODULE_NOT_FOUND"}`)
	case mode == Garbled:
		return t.say(ctx, `<html>`)
	case q.Module == commonUtils:
		return t.say(ctx, t.common(mode, q.Method, args))
	case mode == Cancelled:
		return t.say(ctx, `{"status":true,"body":{}}`)
	case mode == Refused:
		return t.say(ctx, `{"status":false,"code":"SIGNING_FAILURE","message":"keystore password was incorrect","details":"java.io.IOException"}`)
	case q.Method != "sign" || q.Args.Format != "cms" || len(q.Args.Data) == 0:
		return t.say(ctx, `{"status":false,"code":"INVALID_SIGNING_PARAMS","message":"cms only"}`)
	}
	if mode == Beating && !t.say(ctx, beat) {
		return false
	}
	if mode == Slow {
		t.owed, t.beats = t.signed(mode, key, q), 2
		return true
	}
	return t.say(ctx, t.signed(mode, key, q))
}

// signed is the answer with a signature in the shape of a mode.
func (l *Layer) signed(mode Mode, key *devca.Key, q Question) string {
	var all []string
	for _, data := range q.Args.Data {
		content := []byte(data)
		if q.Args.SigningParams.Decode {
			content, _ = base64.StdEncoding.DecodeString(data)
		}
		if mode == OtherText {
			content = append(content, '.')
		}
		cms, err := l.cms(key, content, bool(q.Args.SigningParams.Encapsulate))
		if err != nil {
			return `{"status":false,"code":"SIGNING_FAILURE","message":"no key"}`
		}
		all = append(all, shaped(mode, cms))
	}
	var result any = all
	switch {
	case mode == Plain:
		result = all[0]
	case mode == WithOwner || bool(q.Args.SigningParams.OutputCert):
		key = l.chosen(key, []byte(q.Args.Data[0]))
		result = map[string]any{"signatures": all, "certificate": base64.StdEncoding.EncodeToString(key.Certificate.Raw)}
	}
	return asJSON(map[string]any{"status": true, "body": map[string]any{"result": result}})
}

func shaped(mode Mode, cms []byte) string {
	if mode == Armoured {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CMS", Bytes: cms}))
	}
	return base64.StdEncoding.EncodeToString(cms)
}

// chosen is the key a person takes for a text.
func (l *Layer) chosen(key *devca.Key, content []byte) *devca.Key {
	switch {
	case l.both == nil:
		return key
	case bytes.Contains(content, []byte(entry)):
		return l.both.Auth
	}
	return l.both.Sign
}

func (l *Layer) cms(key *devca.Key, content []byte, attached bool) ([]byte, error) {
	key = l.chosen(key, content)
	if attached {
		return key.SignAttached(content, l.now())
	}
	return key.Sign(content, l.now())
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings are always JSON
	}
	return string(b)
}
