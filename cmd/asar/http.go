package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// How long a server waits for what; a signature of 2 MB or a scan of 10 MB comes over a
// slow line within a minute or two.
const (
	headerPatience = 5 * time.Second
	bodyPatience   = 2 * time.Minute
	answerPatience = 2 * time.Minute
	idlePatience   = 2 * time.Minute
	mostHeaders    = 32 << 10
	// stopPatience is how long a stop waits for requests that have begun.
	stopPatience = 30 * time.Second
)

// listen takes the address now, so that a wrong one is an error before anything else.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}

// serveHTTP serves until the context is done, then finishes the requests that have begun.
func serveHTTP(ctx context.Context, log *slog.Logger, on net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerPatience, ReadTimeout: bodyPatience, WriteTimeout: answerPatience,
		IdleTimeout: idlePatience, MaxHeaderBytes: mostHeaders, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(on) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping", "address", on.Addr().String())
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
	defer cancel()
	err := server.Shutdown(patience)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
