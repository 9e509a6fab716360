package ui

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func rendered(t *testing.T, one shown, view View) string {
	t.Helper()
	var b bytes.Buffer
	if err := one.page(view).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// elements lists a page's elements in order.
func elements(t *testing.T, page string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := []*html.Node{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// faults lists what is wrong with a page whatever it is about.
func faults(all []*html.Node) []string {
	out, ids, h1, level := []string{}, map[string]bool{}, 0, 0
	for _, n := range all {
		if id := attr(n, "id"); id != "" && ids[id] {
			out = append(out, "id twice: "+id)
		} else {
			ids[id] = true
		}
	}
	for _, n := range all {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				out = append(out, "inline "+a.Key+" on "+n.Data)
			}
			out = append(out, lost(n, a, ids)...)
		}
		if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" {
			out = append(out, "inline "+n.Data)
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			now := int(n.Data[1] - '0')
			if now > level+1 && level > 0 {
				out = append(out, fmt.Sprintf("h%d after h%d", now, level))
			}
			level = now
			if now == 1 {
				h1++
			}
		}
	}
	if h1 != 1 {
		out = append(out, fmt.Sprintf("%d h1", h1))
	}
	return out
}

// lost lists references to elements that are not there.
func lost(n *html.Node, a html.Attribute, ids map[string]bool) []string {
	out := []string{}
	switch a.Key {
	case "for", "aria-describedby", "aria-labelledby", "aria-controls":
		for _, id := range strings.Fields(a.Val) {
			if !ids[id] {
				out = append(out, a.Key+" of "+n.Data+" points to nothing: "+id)
			}
		}
	case "href":
		if id, ok := strings.CutPrefix(a.Val, "#"); ok && id != "" && !ids[id] {
			out = append(out, "link to nothing: "+a.Val)
		}
	}
	return out
}

func TestGalleryRules(t *testing.T) {
	for name, one := range pages() {
		for view, how := range views() {
			for _, fault := range faults(elements(t, rendered(t, one, how))) {
				t.Errorf("%s in %s: %s", name, view, fault)
			}
		}
	}
}

// TestFaultsAreFound plants what the rules look for.
func TestFaultsAreFound(t *testing.T) {
	for _, bad := range []string{
		`<h1>a</h1><p style="color:red">`, `<h1>a</h1><p onclick="x()">`, `<h1>a</h1><h3>b</h3>`, `<h2>a</h2>`, `<h1>a</h1><h1>b</h1>`,
		`<h1 id="a">a</h1><p id="a">`, `<h1>a</h1><label for="x">`, `<h1>a</h1><a href="#x">`, `<h1>a</h1><script>1</script>`, `<h1>a</h1><style></style>`,
	} {
		if len(faults(elements(t, bad))) == 0 {
			t.Errorf("nothing found in %s", bad)
		}
	}
}

// TestEveryComponentIsShown: a part that no page of the gallery shows is looked at by nobody.
func TestEveryComponentIsShown(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func ([A-Z]\w*)\(.*\) templ\.Component \{`)
	uses := readAll(t, "gallery*_test.go")
	generated := readAll(t, "*_templ.go")
	found := declared.FindAllStringSubmatch(generated, -1)
	if len(found) < 50 {
		t.Fatalf("%d components found", len(found))
	}
	inside := readAll(t, "*.templ")
	for _, one := range found {
		name := one[1]
		if !regexp.MustCompile(`\b`+name+`\(`).MatchString(uses) && !strings.Contains(inside, "@"+name+"(") {
			t.Errorf("%s is in no page of the gallery", name)
		}
	}
}

func readAll(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v files, %v", pattern, len(files), err)
	}
	out := []byte{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(append(out, b...), '\n')
	}
	return string(out)
}

var className = regexp.MustCompile(`\.((?:asar|moj|govuk|lv)-[\w-]+)`)

// TestClasses: every class of ours has a look, and every look of ours is used.
func TestClasses(t *testing.T) {
	styled := map[string]bool{}
	for _, m := range className.FindAllStringSubmatch(readAll(t, "../assets/css/*.css"), -1) {
		styled[m[1]] = true
	}
	used := map[string]bool{"lv-size-125": true, "lv-size-150": true}
	for _, one := range pages() {
		for _, how := range views() {
			for _, n := range elements(t, rendered(t, one, how)) {
				for class := range strings.FieldsSeq(attr(n, "class")) {
					used[class] = true
				}
			}
		}
	}
	for class := range used {
		if strings.HasPrefix(class, "asar-") && !styled[class] && !slices.Contains(plainClasses, class) {
			t.Errorf("%s has no look", class)
		}
	}
	scripts := readAll(t, "../assets/js/*.js") // they make parts of their own: the dialog of a session that ends
	for class := range styled {
		if (strings.HasPrefix(class, "asar-") || strings.HasPrefix(class, "moj-") || strings.HasPrefix(class, "lv-")) && !used[class] && !slices.Contains(rareClasses, class) && !strings.Contains(scripts, `"`+class+`"`) {
			t.Errorf("the look of %s is used by nothing in the gallery", class)
		}
	}
}

// plainClasses name parts that need no look of their own.
var plainClasses = []string{"asar-steps__item--ahead"}

// rareClasses are those the gallery's months and lists happen not to show.
var rareClasses = []string{
	"asar-month__day--from-2", "asar-month__day--from-3", "asar-month__day--from-4", "asar-month__day--from-5", "asar-month__day--from-6",
	"asar-edge--blue", "asar-edge--yellow", "asar-edge--teal", "asar-sort--descending",
}
