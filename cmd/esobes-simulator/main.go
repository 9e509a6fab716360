// Command esobes-simulator is E-Sobes for a demo town: the contract of package esobes over
// HTTP, with answers and faults set by an operator. Never for real acts.
//
//	esobes-simulator -listen 127.0.0.1:8090
//	curl -d 'number=A-1&kind=returned&reason=…' http://127.0.0.1:8090/simulator/say
//	curl -d 'down=true' http://127.0.0.1:8090/simulator/faults
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"asar/internal/calendar"
	"asar/internal/exchange/esobes/twin"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8090", "where to answer")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *listen); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers until the context is done.
func serve(ctx context.Context, listen string) error {
	server := &http.Server{Addr: listen, Handler: routes(twin.New(calendar.System())), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(last)
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("esobes-simulator: %w", err)
	}
	return nil
}

func routes(e *twin.ESobes) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", e)
	mux.HandleFunc("POST /simulator/say", func(w http.ResponseWriter, r *http.Request) {
		if err := e.Say(r.FormValue("number"), r.FormValue("kind"), r.FormValue("reason")); err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /simulator/faults", func(w http.ResponseWriter, r *http.Request) {
		on := func(name string) bool { return r.FormValue(name) == "true" }
		e.Fail(twin.Faults{Down: on("down"), LoseReply: on("lose-reply"), Twice: on("twice"), Backwards: on("backwards"), Forgetful: on("forgetful")})
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}
