package browser_test

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
)

var (
	wordsAttribute = regexp.MustCompile(`data-words="([^"]*)"`)
	saying         = regexp.MustCompile(`\bsay\(|Wrong\(|Error\(|^\s+if .* return "`)
	saidWord       = regexp.MustCompile(`"([a-z]+(?:-[a-zA-Z]+)*)"`)
	idOfPage       = regexp.MustCompile(`^(key|layer)-`)
	foreignWord    = regexp.MustCompile(`\p{Cyrillic}`)
)

// TestScriptsSayOnlyThePagesWords: every sentence the scripts say is on the page in each
// language, and the page carries none they never say.
func TestScriptsSayOnlyThePagesWords(t *testing.T) {
	said := scriptWords(t)
	site := visited.Whole(t, placed.New(t, testdb.SQLite(t)))
	for _, l := range lang.Locales() {
		found := wordsAttribute.FindStringSubmatch(site.Visitor().Get("/" + string(l) + "/sign-in").Body)
		if found == nil {
			t.Fatal("the page has no words for its script")
		}
		words := map[string]string{}
		must(t, json.Unmarshal([]byte(html.UnescapeString(found[1])), &words))
		for key := range said {
			if words[key] == "" {
				t.Errorf("%s: the scripts say %q, the page has no words for it", l, key)
			}
		}
		for key, text := range words {
			if !said[key] && !strings.HasPrefix(key, "for-") {
				t.Errorf("%s: nobody says %q", l, key)
			}
			if strings.HasPrefix(text, "[") || strings.Contains(text, "{{") {
				t.Errorf("%s: %s is %q", l, key, text)
			}
		}
	}
}

func scriptWords(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("../../web/assets/js/signing/*.js")
	must(t, err)
	said := map[string]bool{"nca-denied": true} // chosen in reasonOf
	for _, file := range append(files, "../../web/assets/js/sign.js", "../../web/assets/js/sign-worker.js", "../../web/assets/js/app.js", "../../web/assets/js/session.js") {
		b, err := os.ReadFile(file)
		must(t, err)
		if foreignWord.Match(b) {
			t.Errorf("%s holds words of a language", file)
		}
		for line := range strings.Lines(string(b)) {
			if saying.MatchString(line) {
				collect(line, said)
			}
		}
	}
	return said
}

// collect takes the words of a line that says something: the last string of a condition,
// all strings of anything else.
func collect(line string, said map[string]bool) {
	_, after, _ := strings.Cut(line, "return ")
	if after == "" {
		after = line
	}
	for _, m := range saidWord.FindAllStringSubmatch(after, -1) {
		if !idOfPage.MatchString(m[1]) {
			said[m[1]] = true
		}
	}
}
