package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"sync"
	"time"

	"asar/internal/exchange/esobes/twin"
)

// desk is the twin with an operator's addresses, and a file it goes on from.
type desk struct {
	twin *twin.ESobes
	file string
	mu   sync.Mutex // one writer of the file
}

func open(e *twin.ESobes, file string) (*desk, error) {
	d := &desk{twin: e, file: file}
	if file == "" {
		return d, nil
	}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	return d, json.Unmarshal(b, e)
}

// save keeps what the twin holds: whole, or as it was before.
func (d *desk) save() error {
	if d.file == "" {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	b, err := json.Marshal(d.twin)
	if err != nil {
		return err
	}
	if err := os.WriteFile(d.file+".part", b, 0o600); err != nil {
		return err
	}
	return os.Rename(d.file+".part", d.file)
}

// answer says what comes next about every act, again and again.
func (d *desk) answer(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		d.twin.Advance()
		d.kept()
	}
}

func (d *desk) kept() {
	if err := d.save(); err != nil {
		fmt.Fprintln(os.Stderr, "esobes-simulator:", err)
	}
}

func (d *desk) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			defer d.kept() // also when the reply is lost on purpose
		}
		d.twin.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /simulator", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(d.twin)
	})
	mux.HandleFunc("POST /simulator/say", func(w http.ResponseWriter, r *http.Request) {
		if err := d.twin.Say(r.FormValue("number"), r.FormValue("kind"), r.FormValue("reason")); err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		d.kept()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /simulator/faults", func(w http.ResponseWriter, r *http.Request) {
		on := func(name string) bool { return r.FormValue(name) == "true" }
		d.twin.Fail(twin.Faults{Down: on("down"), LoseReply: on("lose-reply"), Twice: on("twice"), Backwards: on("backwards"), Forgetful: on("forgetful")})
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}
