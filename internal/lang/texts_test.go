package lang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"asar/internal/lang"
)

// text is one entry of a texts file: its plural forms, or only "other".
type text map[string]string

func readAll(t *testing.T, l lang.Locale) map[string]text {
	t.Helper()
	names, err := filepath.Glob("texts/*." + string(l) + ".toml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts in %s: %v", l, err)
	}
	all := map[string]text{}
	for _, name := range names {
		var file map[string]any
		if _, err := toml.DecodeFile(name, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, v := range file {
			if _, twice := all[key]; twice {
				t.Errorf("%s: the key %s stands in two files", name, key)
			}
			all[key] = textOf(t, key, v)
		}
	}
	return all
}

func textOf(t *testing.T, key string, v any) text {
	t.Helper()
	switch v := v.(type) {
	case string:
		return text{"other": v}
	case map[string]any:
		forms := text{}
		for form, s := range v {
			str, ok := s.(string)
			if !ok {
				t.Fatalf("the key %s must stand in quotes", key)
			}
			forms[form] = str
		}
		return forms
	}
	t.Fatalf("%s is neither a text nor plural forms", key)
	return nil
}

var pluralForms = map[lang.Locale][]string{
	lang.KK: {"one", "other"}, lang.RU: {"few", "many", "one", "other"}, lang.EN: {"one", "other"},
}

func TestEveryTextExistsInEveryLanguage(t *testing.T) {
	ru := readAll(t, lang.RU)
	for _, l := range []lang.Locale{lang.KK, lang.EN} {
		other := readAll(t, l)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(ru)), slices.Sorted(maps.Keys(other))); diff != "" {
			t.Errorf("keys differ (-ru +%s):\n%s", l, diff)
		}
		for key, forms := range other {
			if want, got := arguments(ru[key]), arguments(forms); ru[key] != nil && !slices.Equal(want, got) {
				t.Errorf("%s: arguments %v in ru, %v in %s", key, want, got, l)
			}
			if ru[key] != nil && (len(ru[key]) > 1) != (len(forms) > 1) {
				t.Errorf("%s: plural forms in one language, none in the other (ru, %s)", key, l)
			}
		}
	}
}

var argument = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

func arguments(forms text) []string {
	set := map[string]bool{}
	for _, s := range forms {
		for _, m := range argument.FindAllStringSubmatch(s, -1) {
			set[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func TestPluralFormsAreThoseOfTheLanguage(t *testing.T) {
	for _, l := range lang.Locales() {
		for key, forms := range readAll(t, l) {
			if got := slices.Sorted(maps.Keys(forms)); len(got) > 1 && !slices.Equal(got, pluralForms[l]) {
				t.Errorf("%s in %s has the forms %v, want %v", key, l, got, pluralForms[l])
			}
		}
	}
}

func TestTextsAreWords(t *testing.T) {
	markup := regexp.MustCompile(`<[a-zA-Z/!]|&[a-z]+;`)
	for _, l := range lang.Locales() {
		for key, forms := range readAll(t, l) {
			for _, s := range forms {
				switch clean, ok := lang.CleanText(s); {
				case strings.TrimSpace(s) == "":
					t.Errorf("%s in %s is empty", key, l)
				case markup.MatchString(s):
					t.Errorf("%s in %s holds markup", key, l)
				case !ok || clean != s:
					t.Errorf("%s in %s holds hidden signs or is not in its one form", key, l)
				}
			}
		}
	}
}

// standIns are letters that look like Kazakh ones and are not.
func TestKazakhIsWrittenWithItsOwnLetters(t *testing.T) {
	wrong := regexp.MustCompile(`[а-яёәғқңөұүһі][a-z]|[a-z][а-яёәғқңөұүһі]|[ӊҡҳѳӏ]`)
	for key, forms := range readAll(t, lang.KK) {
		for _, s := range forms {
			s = argument.ReplaceAllString(s, "")
			if m := wrong.FindString(strings.ToLower(s)); m != "" {
				t.Errorf("%s: %q mixes alphabets", key, m)
			}
		}
	}
}

// literals are all strings of the program, and of its templates by way of their code.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			return collect(path, all)
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return all
}

func collect(path string, into map[string]bool) error {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				into[s] = true
			}
		}
		return true
	})
	return nil
}

// composed tells whether a key is made in the program of a prefix that ends in a dot and a
// value, for example "orders.status." + status.
func composed(key string, strs map[string]bool) bool {
	for i, r := range key {
		if r == '.' && strs[key[:i+1]] {
			return true
		}
	}
	return false
}

func TestNoTextIsUnused(t *testing.T) {
	strs := literals(t)
	for prefix := range eventPrefixes(t) {
		delete(strs, prefix) // begins the name of an event and no text's key
	}
	for key := range readAll(t, lang.RU) {
		title := strings.TrimSuffix(key, "-title")
		if !strs[key] && !composed(key, strs) && !strs[title] {
			t.Errorf("%s is used nowhere: no string of the program is this key or a prefix of it that ends in a dot", key)
		}
	}
}

var keyLike = regexp.MustCompile(`^[a-z][a-z-]*(\.[a-z0-9-]+)+$`)

// TestNoTextIsMissing looks at every string that reads like a key of a known area.
func TestNoTextIsMissing(t *testing.T) {
	known := readAll(t, lang.RU)
	areas := map[string]bool{}
	for key := range known {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	events := eventNames(t)
	for s := range literals(t) {
		area, _, _ := strings.Cut(s, ".")
		if keyLike.MatchString(s) && areas[area] && known[s] == nil && !notKeys[s] && !events[s] && !isPermission(s) && !fileNames.MatchString(s) {
			t.Errorf("%q has no text: add it to texts/%s.*.toml, or to notKeys when it is no key", s, area)
		}
	}
}
