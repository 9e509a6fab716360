//go:build !release

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"asar/internal/testing/demo"
	"asar/internal/testing/program"
	"asar/internal/testing/world"
)

// startDemo starts the demo over a folder and returns it with its address.
func startDemo(t *testing.T, dir string) (*program.Process, string) {
	t.Helper()
	p := program.Start(t, "asar", nil, "demo", "--data", dir, "--listen", "127.0.0.1:0", "--simulators", program.Build(t))
	_, address, _ := strings.Cut(p.Until("ready http://"), " ")
	return p, address
}

func peopleOf(t *testing.T, dir string) []demo.Inhabitant {
	t.Helper()
	var people []demo.Inhabitant
	b, err := os.ReadFile(filepath.Join(dir, "people.json"))
	must(t, err)
	must(t, json.Unmarshal(b, &people))
	return people
}

func TestTheDemoStartsStopsAndStartsAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a town")
	}
	dir := filepath.Join(t.TempDir(), "town")
	first, address := startDemo(t, dir)
	people := peopleOf(t, dir)
	if len(people) != len(world.People()) {
		t.Errorf("%d people", len(people))
	}
	for _, p := range people {
		for _, file := range []string{p.AuthKey, p.SignKey} {
			b, err := os.ReadFile(file)
			must(t, err)
			if _, _, err := pkcs12.Decode(b, p.Password); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	visitor := program.NewClient(address, world.Keys{})
	for _, want := range []struct {
		path, holds string
	}{{"/ready", "ready"}, {"/health", "ok"}, {"/ru/sign-in", `data-demo-key="/demo/keys/recipient/AUTH_`}, {"/kk/", "порталы"}} {
		a, err := visitor.Get(want.path)
		must(t, err)
		if a.Status != http.StatusOK || !strings.Contains(a.Body, want.holds) {
			t.Errorf("%s: %d, no %q", want.path, a.Status, want.holds)
		}
	}
	first.Stop()
	for _, line := range []string{"E-Sobes", "messages"} {
		where := strings.Fields(first.Until(line + " "))[1]
		if _, err := http.Get(where); err == nil { //nolint:bodyclose // it must not answer
			t.Errorf("the simulator at %s outlives the demo", where)
		}
	}
	second, _ := startDemo(t, dir)
	if again := peopleOf(t, dir); again[0].AuthKey != people[0].AuthKey {
		t.Errorf("the town is another one: %+v", again[0])
	}
	second.Stop()
}
