//go:build !release

package main

import (
	"context"
	"net"
	"net/http"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/demo"
)

// playResponder answers about the keys of the town as the certification authority does
// (OCSP), on loopback. Below /simulator it is told by hand what goes wrong.
func playResponder(ctx context.Context, folder *demo.Folder) (address string, stop func() error, err error) {
	ca, err := folder.Authority(calendar.System())
	if err != nil {
		return "", nil, err
	}
	var config net.ListenConfig
	on, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: ca.Responder().Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(on) }() // ends with Close
	return "http://" + on.Addr().String(), server.Close, nil
}
