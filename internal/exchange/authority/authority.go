// Package authority asks the certification authority over the network what stands about a
// key now (OCSP), and fetches its revocation lists into the folder of what is trusted.
//
// It asks at the address the operator set. The address that a certificate names is used
// only when the operator allowed that host: otherwise a forged signature could make the
// portal call any server. What comes back is believed by its signature alone, so plain
// http is right; sizes and times are bounded, and no redirect is followed.
package authority

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
)

// Settings say where to ask.
type Settings struct {
	OCSP  string   // address of the responder; "" asks nobody but Hosts
	Hosts []string // hosts whose responders may be asked when a certificate names them
	Lists []string // addresses of revocation lists, whole and of changes
	Log   *slog.Logger
}

// On tells whether there is anybody to ask.
func (s Settings) On() bool { return s.OCSP != "" || len(s.Hosts) > 0 }

// Check looks at addresses and hosts.
func (s Settings) Check() error {
	for _, address := range append(slices.Clone(s.Lists), s.OCSP) {
		if address != "" && !plain(address) {
			return fmt.Errorf("%q must be an address that begins with http:// or https://", address)
		}
	}
	return nil
}

func plain(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https")
}

// Client asks. It is safe for concurrent use.
type Client struct {
	settings Settings
	verifier *eds.Verifier
	clock    calendar.Clock
	http     *http.Client
	patience time.Duration
	breaker  breaker
}

// How long an answer and a list may take.
const (
	answerPatience = 5 * time.Second
	listPatience   = 80 * time.Second // a turn is given ninety seconds
)

// New makes a client of a verifier's trust.
func New(s Settings, v *eds.Verifier, clock calendar.Clock) *Client {
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	return &Client{settings: s, verifier: v, clock: clock, patience: answerPatience, breaker: breaker{clock: clock},
		http: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// ErrNobody means that no address is set for this certificate's responder.
var ErrNobody = errors.New("authority: nobody to ask about this certificate")

// Proofs asks about the signer's certificate of a signature. It is signing.Prover.
func (c *Client) Proofs(ctx context.Context, cms []byte) (eds.Proofs, error) {
	q, err := c.verifier.Question(cms)
	if err != nil {
		return eds.Proofs{}, err
	}
	address := c.address(q)
	if address == "" {
		return eds.Proofs{}, ErrNobody
	}
	if !c.breaker.enter(address) {
		return eds.Proofs{}, ErrResting
	}
	der, err := c.ask(ctx, address, q)
	c.breaker.leave(address, err == nil || ctx.Err() != nil)
	if err != nil {
		c.settings.Log.WarnContext(ctx, "asking about a key", "address", address, "error", err.Error())
		return eds.Proofs{}, err
	}
	return eds.Proofs{Answers: [][]byte{der}}, nil
}

// address is where to ask.
func (c *Client) address(q eds.Question) string {
	if c.settings.OCSP != "" {
		return c.settings.OCSP
	}
	for _, claimed := range q.Addresses {
		if u, err := url.Parse(claimed); err == nil && plain(claimed) && slices.Contains(c.settings.Hosts, u.Host) {
			return claimed
		}
	}
	return ""
}

// ask sends the question; the answer is one that the question accepts.
func (c *Client) ask(ctx context.Context, address string, q eds.Question) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, c.patience)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(q.DER))
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	request.Header.Set("Content-Type", "application/ocsp-request")
	request.Header.Set("Accept", "application/ocsp-response")
	der, err := c.call(request, "application/ocsp-response", eds.MaxAnswer)
	if err != nil {
		return nil, err
	}
	return der, q.Accept(der, c.clock.Now())
}

// call makes one request and reads at most so much; kind is the only content type taken, or
// "" for any.
func (c *Client) call(request *http.Request, kind string, most int) ([]byte, error) {
	reply, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	defer func() { _ = reply.Body.Close() }() // nothing is written
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("authority: status %d of %s", reply.StatusCode, request.URL.Host)
	}
	if got, _, _ := mime.ParseMediaType(reply.Header.Get("Content-Type")); kind != "" && got != kind {
		return nil, fmt.Errorf("authority: %s sent %q", request.URL.Host, got)
	}
	if reply.ContentLength > int64(most) {
		return nil, fmt.Errorf("authority: %s sends %d bytes", request.URL.Host, reply.ContentLength)
	}
	b, err := io.ReadAll(io.LimitReader(reply.Body, int64(most)+1))
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	if len(b) > most {
		return nil, fmt.Errorf("authority: %s sends over %d bytes", request.URL.Host, most)
	}
	return b, nil
}
