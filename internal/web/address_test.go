package web

import (
	"net/http"
	"testing"
)

// Only what our own proxies say about a visitor's address is believed.
func TestAVisitorsAddress(t *testing.T) {
	for name, c := range map[string]struct {
		proxies, from string
		forwarded     []string
		want          string
	}{
		"direct":                        {"", "203.0.113.9:5", nil, "203.0.113.9"},
		"a lie without proxies":         {"", "203.0.113.9:5", []string{"198.51.100.1"}, "203.0.113.9"},
		"a lie past the proxy":          {"10.0.0.1", "203.0.113.9:5", []string{"198.51.100.1"}, "203.0.113.9"},
		"through the proxy":             {"10.0.0.1", "10.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		"a lie through the proxy":       {"10.0.0.1", "10.0.0.1:5", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"a proxy with its own line":     {"10.0.0.1", "10.0.0.1:5", []string{"1.1.1.1", "198.51.100.1"}, "198.51.100.1"},
		"two proxies":                   {"10.0.0.1, 10.0.0.2", "10.0.0.1:5", []string{"1.1.1.1, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		"a network of proxies":          {"10.0.0.0/24", "10.0.0.77:5", []string{"198.51.100.1"}, "198.51.100.1"},
		"a lie that names a proxy":      {"10.0.0.1", "10.0.0.1:5", []string{"10.0.0.1, 198.51.100.1"}, "198.51.100.1"},
		"nonsense":                      {"10.0.0.1", "10.0.0.1:5", []string{"<script>"}, "10.0.0.1"},
		"nothing":                       {"10.0.0.1", "10.0.0.1:5", nil, "10.0.0.1"},
		"a household's network":         {"", "[2001:db8:1:2:3:4:5:6]:5", nil, "2001:db8:1:2::/64"},
		"another address of it":         {"", "[2001:db8:1:2:ffff::1]:5", nil, "2001:db8:1:2::/64"},
		"an old address in a new shape": {"10.0.0.1", "[::ffff:10.0.0.1]:5", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		"a zone":                        {"", "[fe80::1%eth0]:5", nil, "fe80::/64"},
		"no port":                       {"", "203.0.113.9", nil, "203.0.113.9"},
	} {
		proxies, err := readProxies(c.proxies)
		if err != nil {
			t.Fatal(err)
		}
		r := &http.Request{RemoteAddr: c.from, Header: http.Header{}}
		for _, f := range c.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := (&Site{proxies: proxies}).address(r); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if _, err := readProxies("10.0.0.1, proxy.local"); err == nil {
		t.Error("a name is taken for an address")
	}
}
