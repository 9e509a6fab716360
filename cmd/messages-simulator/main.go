// Command messages-simulator catches the e-mail and SMS of a demo town. Nothing goes out.
//
//	messages-simulator -listen 127.0.0.1:8091 -smtp 127.0.0.1:8025
//	curl http://127.0.0.1:8091/messages
//	curl -d 'down=true' http://127.0.0.1:8091/faults
//
// SMS come as POST /sms, e-mail by SMTP. It prints "smtp smtp://…" and "ready http://…"
// when it listens.
package main

import (
	"context"
	"encoding/json"
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
	"asar/internal/exchange/messages/twin"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8091", "where SMS come and messages are shown; port 0 is a free one")
	smtp := flag.String("smtp", "127.0.0.1:8025", "where e-mail comes; port 0 is a free one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *listen, *smtp, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "messages-simulator:", err)
		os.Exit(1)
	}
}

// serve takes messages until the context is done.
func serve(ctx context.Context, listen, smtp string, out io.Writer) error {
	var config net.ListenConfig
	pages, err := config.Listen(ctx, "tcp", listen)
	if err != nil {
		return err
	}
	mail, err := config.Listen(ctx, "tcp", smtp)
	if err != nil {
		return errors.Join(err, pages.Close())
	}
	g := twin.New(calendar.System())
	server := &http.Server{Handler: routes(g), ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- g.ServeMail(ctx, mail); _ = server.Close() }()
	context.AfterFunc(ctx, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(last)
	})
	_, _ = fmt.Fprintf(out, "smtp smtp://%s\nready http://%s\n", mail.Addr(), pages.Addr())
	err = server.Serve(pages)
	stop()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, <-ended)
}

func routes(g *twin.Gateways) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /sms", g)
	mux.HandleFunc("GET /messages", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		show := json.NewEncoder(w)
		show.SetIndent("", "  ")
		_ = show.Encode(g.Messages())
	})
	mux.HandleFunc("POST /faults", func(w http.ResponseWriter, r *http.Request) {
		g.Fail(twin.Faults{Down: r.FormValue("down") == "true", Refuse: r.FormValue("refuse") == "true"})
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}
