package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/exchange/messages"
)

func TestMessagesAreCaughtAndShown(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, "127.0.0.1:0", "127.0.0.1:0", w) }()
	said, lines := map[string]string{}, bufio.NewScanner(r)
	for said["ready"] == "" && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = value
	}
	mail, err := messages.NewMail(said["smtp"], "portal@town.invalid", calendar.System())
	if err != nil {
		t.Fatal(err)
	}
	if err := mail.Send(ctx, messages.Letter{ID: "1", To: "aigul@town.invalid", Subject: "Хабарлама", Text: "Кабинетте"}); err != nil {
		t.Fatal(err)
	}
	if err := messages.NewSMS(said["ready"]+"/sms").Send(ctx, "2", "+77010000101", "Кабинетте"); err != nil {
		t.Fatal(err)
	}
	reply, err := http.Get(said["ready"] + "/messages")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil || reply.Body.Close() != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"aigul@town.invalid", "+77010000101", "Хабарлама"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
