package ui

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fixture is one case of the kit: options of its macro and the HTML they make.
type fixture struct {
	Name    string         `json:"name"`
	Options map[string]any `json:"options"`
	HTML    string         `json:"html"`
}

func fixtures(t *testing.T) map[string][]fixture {
	t.Helper()
	file, err := os.Open("testdata/govuk-frontend-6.6.0.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]fixture{}
	if err := json.NewDecoder(unzipped).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// options are the macro's options; what an adapter does not read counts as left out.
type options struct {
	path   string
	values map[string]any
	unread map[string]bool
}

// leaves lists the paths of all options that are set; lists count as one path.
func leaves(v any, path string, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			leaves(inner, strings.TrimPrefix(path+"."+key, "."), into)
		}
	case []any:
		for _, inner := range v {
			leaves(inner, path+"[]", into)
		}
	case nil:
	case string:
		if v != "" {
			into[path] = true
		}
	case bool:
		if v {
			into[path] = true
		}
	default:
		into[path] = true
	}
}

func read(values map[string]any) options {
	out := options{values: values, unread: map[string]bool{}}
	leaves(values, "", out.unread)
	return out
}

func (o options) at(key string) string { return strings.TrimPrefix(o.path+"."+key, ".") }

// str reads an option as words.
func (o options) str(key string) string {
	delete(o.unread, o.at(key))
	switch v := o.values[key].(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(v)
	}
	return ""
}

func (o options) yes(key string) bool {
	delete(o.unread, o.at(key))
	v, _ := o.values[key].(bool)
	return v
}

// set says whether an option is there, whatever it is.
func (o options) set(key string) bool { _, ok := o.values[key]; return ok }

func (o options) in(key string) options {
	v, _ := o.values[key].(map[string]any)
	return options{path: o.at(key), values: v, unread: o.unread}
}

func (o options) list(key string) []options {
	items, _ := o.values[key].([]any)
	out := []options{}
	for _, item := range items {
		if v, ok := item.(map[string]any); ok && len(v) > 0 {
			out = append(out, options{path: o.at(key) + "[]", values: v, unread: o.unread})
		}
	}
	return out
}

// leave names something of a fixture that is left out though it is no option of its own.
func (o options) leave(what string) { o.unread[what] = true }

// oneOf reads a class list when it is one of those we have a kind for.
func (o options) oneOf(key string, known ...string) string {
	v, _ := o.values[key].(string)
	if !slices.Contains(known, v) {
		return ""
	}
	return o.str(key)
}

// leftOver lists the options nothing read.
func (o options) leftOver() []string {
	out := []string{}
	for path := range o.unread {
		out = append(out, path)
	}
	sort.Strings(out)
	return out
}

// TestFixtures compares every component with the kit's own fixtures.
func TestFixtures(t *testing.T) {
	ran, all := map[string]int{}, 0
	used := map[int]bool{}
	for component, cases := range fixtures(t) {
		adapt, ok := adapters[component]
		if !ok {
			t.Errorf("%s: no adapter", component)
			continue
		}
		for _, one := range cases {
			all++
			t.Run(component+"/"+one.Name, func(t *testing.T) { runFixture(t, component, one, adapt, ran, used) })
		}
		if ran[component] == 0 {
			t.Errorf("%s: no fixture ran", component)
		}
	}
	total := 0
	for _, n := range ran {
		total += n
	}
	t.Logf("%d of %d fixtures equal; the rest use what is left out", total, all)
	if total < leastFixtures {
		t.Errorf("%d fixtures ran, want at least %d", total, leastFixtures)
	}
	for i, one := range leftOut {
		if !used[i] {
			t.Errorf("left out %s %s: no fixture uses it", one.component, one.option)
		}
	}
}

func runFixture(t *testing.T, component string, one fixture, adapt adapter, ran map[string]int, used map[int]bool) {
	t.Helper()
	o := read(one.Options)
	made, want := adapt(o), one.HTML
	if rest := o.leftOver(); len(rest) > 0 {
		for _, what := range rest {
			place := whyLeftOut(component, what)
			if place < 0 {
				t.Errorf("option %q is not ported and not in the table of what is left out", what)
			}
			used[place] = true
		}
		return
	}
	ran[component]++
	var b strings.Builder
	if err := made.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(normal(t, want), normal(t, b.String())); diff != "" {
		t.Errorf("differs from the kit (-kit +ours):\n%s", diff)
	}
}

// normal writes HTML one node a line, attributes and classes sorted, spaces folded.
func normal(t *testing.T, s string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, n := range nodes {
		out = lines(n, "", out)
	}
	return out
}

func lines(n *html.Node, indent string, out []string) []string {
	switch n.Type {
	case html.TextNode:
		if words := strings.Join(strings.Fields(n.Data), " "); words != "" {
			out = append(out, indent+words)
		}
	case html.ElementNode:
		out = append(out, indent+"<"+n.Data+attributes(n)+">")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			out = lines(c, indent+" ", out)
		}
	default:
	}
	return out
}

func attributes(n *html.Node) string {
	out := []string{}
	for _, a := range n.Attr {
		value := a.Val
		if a.Key == "class" {
			classes := strings.Fields(value)
			sort.Strings(classes)
			value = strings.Join(slices.Compact(classes), " ")
		}
		if a.Key == "href" && value == "" {
			continue
		}
		out = append(out, fmt.Sprintf(" %s=%q", a.Key, value))
	}
	sort.Strings(out)
	return strings.Join(out, "")
}
