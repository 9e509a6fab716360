package program

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/world"
)

// Client is somebody's browser, without script.
type Client struct {
	Base string
	http *http.Client
	keys world.Keys
}

// NewClient is a browser that opens the portal at an address.
func NewClient(base string, keys world.Keys) *Client {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &Client{Base: base, keys: keys, http: &http.Client{Jar: jar, Timeout: patience,
		Transport:     &http.Transport{MaxIdleConns: 1, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// MoveTo goes on at another address, for example of the process that was started anew:
// the session goes along.
func (c *Client) MoveTo(base string) {
	old, _ := url.Parse(c.Base)
	to, _ := url.Parse(base)
	c.http.Jar.SetCookies(to, c.http.Jar.Cookies(old))
	c.http.CloseIdleConnections()
	c.Base = base
}

// Answer is what the portal answered.
type Answer struct {
	Status   int
	Location string
	Body     string
}

// Get opens a path, for example "/ru/orders".
func (c *Client) Get(path string) (Answer, error) { return c.ask(http.MethodGet, path, nil) }

// Post sends a form.
func (c *Client) Post(path string, form url.Values) (Answer, error) {
	return c.ask(http.MethodPost, path, strings.NewReader(form.Encode()))
}

func (c *Client) ask(method, path string, body io.Reader) (a Answer, err error) {
	r, err := http.NewRequestWithContext(context.Background(), method, c.Base+path, body)
	if err != nil {
		return a, err
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	reply, err := c.http.Do(r)
	if err != nil {
		return a, err
	}
	defer func() { _ = reply.Body.Close() }()
	b, err := io.ReadAll(reply.Body)
	return Answer{Status: reply.StatusCode, Location: reply.Header.Get("Location"), Body: string(b)}, err
}

// Refusal is an answer of the portal that is not the one due; other errors are of the way
// there, for example of a process that was killed.
type Refusal struct {
	What   string
	Status int
}

func (r Refusal) Error() string { return fmt.Sprintf("program: %s: status %d", r.What, r.Status) }

var textField = regexp.MustCompile(`name="text"[^>]*value="([^"]+)"`)

// SignIn signs in with the person's own key.
func (c *Client) SignIn() error {
	page, err := c.Get("/ru/sign-in")
	if err != nil {
		return err
	}
	found := textField.FindStringSubmatch(page.Body)
	if page.Status != http.StatusOK || found == nil {
		return Refusal{"no text to sign in with", page.Status}
	}
	text, err := c.Get("/ru/sign-in/text/" + found[1])
	if err != nil {
		return err
	}
	cms, err := c.keys.Auth.Sign([]byte(text.Body), calendar.System().Now())
	if err != nil {
		return err
	}
	entered, err := c.Post("/ru/sign-in", url.Values{"text": {found[1]}, "cms": {base64.StdEncoding.EncodeToString(cms)}})
	if err == nil && entered.Status != http.StatusSeeOther {
		err = Refusal{"signing in", entered.Status}
	}
	return err
}

// Sign signs what a path like "/ru/sign/…" shows.
func (c *Client) Sign(path string) (Answer, error) {
	text, err := c.Get(path + "/text")
	if err != nil {
		return text, err
	}
	cms, err := c.keys.Sign.Sign([]byte(text.Body), calendar.System().Now())
	if err != nil {
		return text, err
	}
	return c.Post(path, url.Values{"cms": {base64.StdEncoding.EncodeToString(cms)}})
}

// Elsewhere is the same browser at another address: the session goes along.
func (c *Client) Elsewhere(base string) *Client {
	other := NewClient(c.Base, c.keys)
	at, _ := url.Parse(c.Base)
	other.http.Jar.SetCookies(at, c.http.Jar.Cookies(at))
	other.MoveTo(base)
	return other
}

// Cookie is the browser's cookies as a header's value.
func (c *Client) Cookie() string {
	at, _ := url.Parse(c.Base)
	var all []string
	for _, k := range c.http.Jar.Cookies(at) {
		all = append(all, k.Name+"="+k.Value)
	}
	return strings.Join(all, "; ")
}
