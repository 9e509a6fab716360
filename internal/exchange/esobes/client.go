package esobes

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"asar/internal/jobs"
)

// Client calls E-Sobes.
type Client struct {
	base string
	http *http.Client
}

// patience is how long one call may take.
const patience = 20 * time.Second

// NewClient makes a client of a gateway's address, without a path at the end.
func NewClient(base string) *Client {
	return &Client{base: strings.TrimRight(base, "/"), http: &http.Client{Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Send hands an act over. It may be called again with the same act. A reply that trying
// again cannot mend is jobs.Refused.
func (c *Client) Send(ctx context.Context, a Act) error {
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("esobes: %w", err)
	}
	reply, err := c.call(ctx, http.MethodPut, "/acts/"+url.PathEscape(a.Number), bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer discard(reply)
	return judge(reply.StatusCode)
}

// judge tells what a status means for a call: nil, an error to try again after, or one
// that trying again cannot mend.
func judge(status int) error {
	err := fmt.Errorf("esobes: status %d", status)
	switch {
	case status == http.StatusOK, status == http.StatusCreated, status == http.StatusNoContent:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests, status < 400, status >= 500:
		return err
	}
	return jobs.Refused(err)
}

// Answers are those not yet taken.
func (c *Client) Answers(ctx context.Context) ([]Answer, error) {
	reply, err := c.call(ctx, http.MethodGet, "/answers", nil)
	if err != nil {
		return nil, err
	}
	defer discard(reply)
	if err := judge(reply.StatusCode); err != nil {
		return nil, err
	}
	return DecodeAnswers(reply.Body)
}

// Take says that an answer is kept and need not come again.
func (c *Client) Take(ctx context.Context, message string) error {
	reply, err := c.call(ctx, http.MethodDelete, "/answers/"+url.PathEscape(message), nil)
	if err != nil {
		return err
	}
	defer discard(reply)
	if reply.StatusCode == http.StatusNotFound { // taken before, and the reply was lost
		return nil
	}
	return judge(reply.StatusCode)
}

func (c *Client) call(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, fmt.Errorf("esobes: %w", err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	reply, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("esobes: %s: %w", method, err)
	}
	return reply, nil
}

// discard lets the connection be used again.
func discard(reply *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, mostReply))
	_ = reply.Body.Close()
}
