// Package twin is E-Sobes for tests and the demo town: it keeps the contract of package
// esobes, and fails as such a system does. Nothing of the product imports it.
package twin

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	"asar/internal/calendar"
	"asar/internal/exchange/esobes"
)

// Faults are how the twin misbehaves from now on. The zero Faults is a system in order.
type Faults struct {
	Down      bool // answers 503 to everything
	LoseReply bool // does what it is asked, and the connection breaks before the reply
	Twice     bool // lists every answer twice
	Backwards bool // lists the newest answer first
	Forgetful bool // forgets that an answer was taken
}

// ESobes is the twin. It is safe for use by many goroutines.
type ESobes struct {
	clock  calendar.Clock
	mu     sync.Mutex
	faults Faults
	acts   map[string]kept
	say    []esobes.Answer
	said   int
	taken  map[string]bool
}

type kept struct {
	act      esobes.Act
	body     string
	handed   int   // how many times it came
	answered int64 // the greatest seq
}

// New makes a twin with nothing in it.
func New(clock calendar.Clock) *ESobes {
	return &ESobes{clock: clock, acts: map[string]kept{}, taken: map[string]bool{}}
}

// Fail sets the faults.
func (e *ESobes) Fail(f Faults) { e.mu.Lock(); defer e.mu.Unlock(); e.faults = f }

// Acts are the acts it holds, each once, and how many times each was handed over.
func (e *ESobes) Acts() map[string]int {
	e.mu.Lock()
	defer e.mu.Unlock()
	times := map[string]int{}
	for number, k := range e.acts {
		times[number] = k.handed
	}
	return times
}

// Say answers about an act: delivered, accepted, returned (with a reason) or paid.
func (e *ESobes) Say(number, kind, reason string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	k, ok := e.acts[number]
	if !ok {
		return fmt.Errorf("twin: no act %q", number)
	}
	k.answered++
	e.said++
	e.acts[number] = k
	e.say = append(e.say, esobes.Answer{Message: fmt.Sprintf("es-%06d", e.said), Number: number, Seq: k.answered,
		Kind: kind, Reason: reason, SaidAt: e.clock.Now()})
	return nil
}

// ServeHTTP is the contract.
func (e *ESobes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	faults := e.now()
	if faults.Down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	if faults.LoseReply {
		e.routes().ServeHTTP(nowhere{http.Header{}}, r)
		panic(http.ErrAbortHandler)
	}
	e.routes().ServeHTTP(w, r)
}

func (e *ESobes) now() Faults { e.mu.Lock(); defer e.mu.Unlock(); return e.faults }

func (e *ESobes) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /acts/{number}", e.put)
	mux.HandleFunc("GET /answers", e.answers)
	mux.HandleFunc("DELETE /answers/{message}", e.take)
	return mux
}

const mostAct = 1 << 20

func (e *ESobes) put(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostAct))
	var act esobes.Act
	if err != nil || json.Unmarshal(body, &act) != nil || act.Number != r.PathValue("number") {
		http.Error(w, "unclear", http.StatusBadRequest)
		return
	}
	w.WriteHeader(e.hold(act, string(body)))
}

func (e *ESobes) hold(act esobes.Act, body string) (status int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	k, known := e.acts[act.Number]
	if known && k.body != body {
		return http.StatusConflict
	}
	k.act, k.body, k.handed = act, body, k.handed+1
	e.acts[act.Number] = k
	if known {
		return http.StatusOK
	}
	return http.StatusCreated
}

const mostAnswers = 100

func (e *ESobes) answers(w http.ResponseWriter, _ *http.Request) {
	list := e.listed()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"answers": list[:min(len(list), mostAnswers)]})
}

func (e *ESobes) listed() []esobes.Answer {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := []esobes.Answer{}
	for _, a := range e.say {
		if e.taken[a.Message] {
			continue
		}
		list = append(list, a)
		if e.faults.Twice {
			list = append(list, a)
		}
	}
	if e.faults.Backwards {
		slices.Reverse(list)
	}
	return list
}

func (e *ESobes) take(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.faults.Forgetful {
		e.taken[r.PathValue("message")] = true
	}
	w.WriteHeader(http.StatusNoContent)
}

// nowhere is where a reply goes when the connection breaks.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header       { return n.header }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}
