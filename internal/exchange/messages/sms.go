// Package messages sends short messages to telephones. What a message says is the caller's:
// a sentence and a way to the portal, never the subject of a service.
package messages

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"asar/internal/jobs"
)

// SMS calls a gateway for short messages. The contract is ours until the city names its
// gateway: POST {id, to, text} as JSON; the id makes a repeated message one message.
type SMS struct {
	address string
	http    *http.Client
}

const (
	patience  = 20 * time.Second
	mostReply = 1 << 16
)

// NewSMS makes a client of a gateway's address.
func NewSMS(address string) *SMS {
	return &SMS{address: address, http: &http.Client{Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// phone is a number of Kazakhstan (ITU-T E.164).
var phone = regexp.MustCompile(`^\+7[0-9]{10}$`)

// Send hands a message over; it may be repeated with the same id. A number that is none,
// or a reply that trying again cannot mend, is jobs.Refused. Errors hold neither the number
// nor the text.
func (s *SMS) Send(ctx context.Context, id, to, text string) error {
	if !phone.MatchString(to) || text == "" || id == "" {
		return jobs.Refused(errors.New("messages: no number, text or id"))
	}
	body, err := json.Marshal(map[string]string{"id": id, "to": to, "text": text})
	if err != nil {
		return fmt.Errorf("messages: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.address, bytes.NewReader(body))
	if err != nil {
		return errors.New("messages: the gateway's address is not an address") // not wrapped: it may hold a secret
	}
	request.Header.Set("Content-Type", "application/json")
	reply, err := s.http.Do(request)
	if err != nil {
		return errors.New("messages: the gateway does not answer") // not wrapped: it names the address
	}
	defer func() { _ = reply.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, mostReply))
	return judge(reply.StatusCode)
}

// judge tells whether a status is success, may be tried again, or is refused for good.
func judge(status int) error {
	err := fmt.Errorf("messages: status %d", status)
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests, status < 400, status >= 500:
		return err
	}
	return jobs.Refused(err)
}
