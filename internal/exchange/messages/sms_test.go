package messages_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"asar/internal/exchange/messages"
)

func TestSMS(t *testing.T) {
	var got map[string]string
	status := http.StatusAccepted
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(status)
	}))
	defer gateway.Close()
	sms := messages.NewSMS(gateway.URL)
	if err := sms.Send(context.Background(), "n1", "+77010000001", "Новое уведомление"); err != nil {
		t.Fatal(err)
	}
	if got["id"] != "n1" || got["to"] != "+77010000001" || got["text"] != "Новое уведомление" {
		t.Errorf("the gateway got %v", got)
	}
	for _, status = range []int{http.StatusBadRequest, http.StatusServiceUnavailable, http.StatusFound} {
		if err := sms.Send(context.Background(), "n1", "+77010000001", "x"); err == nil {
			t.Errorf("status %d is taken for success", status)
		}
	}
	got = nil
	for _, to := range []string{"", "87010000001", "+7701000000", "+77010000001\r\n"} {
		if err := sms.Send(context.Background(), "n1", to, "x"); err == nil || got != nil {
			t.Errorf("a message goes to %q", to)
		}
	}
	gateway.Close()
	if err := sms.Send(context.Background(), "n1", "+77010000001", "x"); err == nil || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("a gateway that is down: %v", err)
	}
}
