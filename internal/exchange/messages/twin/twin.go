// Package twin is a mail server and an SMS gateway for tests and the demo town: they keep
// what they are given, and fail as such systems do. Nothing of the product imports it.
package twin

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"

	"asar/internal/calendar"
)

// Message is what was delivered.
type Message struct {
	Kind    string           `json:"kind"` // mail or sms
	ID      string           `json:"id"`
	To      string           `json:"to"`
	Subject string           `json:"subject,omitempty"`
	Text    string           `json:"text"`
	At      calendar.Instant `json:"at"`
	Times   int              `json:"times"` // how many times it came
}

// Faults are how the twin misbehaves from now on.
type Faults struct {
	Down   bool // answers "try again later" to everything
	Refuse bool // says that there is no such address
}

// most is how many messages are kept; the oldest are forgotten.
const most = 10_000

// Gateways hold what came by mail and by SMS. They are safe for use by many goroutines.
type Gateways struct {
	clock  calendar.Clock
	mu     sync.Mutex
	faults Faults
	kept   []Message
}

// New makes gateways with nothing in them.
func New(clock calendar.Clock) *Gateways { return &Gateways{clock: clock} }

// Fail sets the faults.
func (g *Gateways) Fail(f Faults) { g.mu.Lock(); defer g.mu.Unlock(); g.faults = f }

func (g *Gateways) now() Faults { g.mu.Lock(); defer g.mu.Unlock(); return g.faults }

// Messages are those delivered, the newest first; a repeated one stands once.
func (g *Gateways) Messages() []Message {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := slices.Clone(g.kept)
	slices.Reverse(all)
	return all
}

func (g *Gateways) keep(m Message) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, old := range g.kept {
		if old.Kind == m.Kind && old.ID == m.ID {
			g.kept[i].Times++
			return
		}
	}
	m.At, m.Times = g.clock.Now(), 1
	g.kept = append(g.kept, m)
	g.kept = g.kept[max(0, len(g.kept)-most):]
}

const mostBody = 1 << 20

// ServeHTTP is the SMS gateway: the contract of messages.SMS.
func (g *Gateways) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var said struct{ ID, To, Text string }
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	switch f := g.now(); {
	case f.Down:
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	case f.Refuse, err != nil, json.Unmarshal(body, &said) != nil, said.ID == "", said.To == "":
		http.Error(w, "no such number", http.StatusBadRequest)
		return
	}
	g.keep(Message{Kind: "sms", ID: said.ID, To: said.To, Text: said.Text})
	w.WriteHeader(http.StatusAccepted)
}
