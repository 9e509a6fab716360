// Command esobes-simulator is E-Sobes for a demo town: the contract of package esobes over
// HTTP, with answers and faults set by an operator. Never for real acts.
//
//	esobes-simulator -listen 127.0.0.1:8090 -keep esobes.json -answer-every 10s
//	curl http://127.0.0.1:8090/simulator
//	curl -d 'number=A-1&kind=returned&reason=…' http://127.0.0.1:8090/simulator/say
//	curl -d 'down=true' http://127.0.0.1:8090/simulator/faults
//
// It prints "ready http://…" when it answers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"asar/internal/calendar"
	"asar/internal/exchange/esobes/twin"
)

func main() {
	var o options
	flag.StringVar(&o.listen, "listen", "127.0.0.1:8090", "where to answer; port 0 is a free one")
	flag.StringVar(&o.keep, "keep", "", "file that holds the acts and answers over a restart")
	flag.DurationVar(&o.every, "answer-every", 0, "answers by itself: after each such time an act is delivered, accepted, paid; 0 waits for an operator")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "esobes-simulator:", err)
		os.Exit(1)
	}
}

type options struct {
	listen, keep string
	every        time.Duration
}

// serve answers until the context is done.
func serve(ctx context.Context, o options, out io.Writer) error {
	desk, err := open(twin.New(calendar.System()), o.keep)
	if err != nil {
		return err
	}
	var config net.ListenConfig
	on, err := config.Listen(ctx, "tcp", o.listen)
	if err != nil {
		return err
	}
	if o.every > 0 {
		go desk.answer(ctx, o.every)
	}
	server := &http.Server{Handler: desk.routes(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(last)
	}()
	_, _ = fmt.Fprintf(out, "ready http://%s\n", on.Addr())
	if err := server.Serve(on); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return desk.save()
}
