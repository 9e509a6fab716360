package arrows

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// steps is how many steps the manual for specialists has.
const steps = 28

var (
	manualWord = regexp.MustCompile(`(?i)\bmanual\b[^.;:()]{0,24}\b(step|point)s? \d`)
	manualForm = regexp.MustCompile(`\b(?i:manual)(?:,|'s)? (?:note to )?steps? (\d+)(?:(?:–|, | and )(\d+))*`)
	number     = regexp.MustCompile(`\d+`)
	lawWord    = regexp.MustCompile(`\blaw: ?(.{0,60})`)
	lawForm    = regexp.MustCompile(`^(Social Code \d+( p\.\d+)?|decree 3/539, (annex \d+|annexes [\d, –-]+( and [\d–-]+)?)( point \d+)?|on holidays \d+(–\d+)?|labour code \d+(–\d+)?)`)
)

// comments are all comments of the product, each in one line.
func comments(s source) (all []string) {
	for _, group := range s.file.Comments {
		all = append(all, strings.Join(strings.Fields(group.Text()), " "))
	}
	return all
}

// The manual and the law are referred to in one form, so that what carries out a step or a
// clause can be found.
func TestReferencesHaveOneForm(t *testing.T) {
	seen := map[int]bool{}
	for _, s := range product(t) {
		for _, text := range comments(s) {
			if n, m := len(manualWord.FindAllString(text, -1)), len(manualForm.FindAllString(text, -1)); n > m {
				t.Errorf("internal/%s refers to the manual %d times, %d of them as «manual, step 12» or «manual, steps 9–13»: %s", s.path, n, m, text)
			}
			for _, ref := range manualForm.FindAllString(text, -1) {
				for _, digits := range number.FindAllString(ref, -1) {
					step, _ := strconv.Atoi(digits) // digits they are
					if seen[step] = true; step < 1 || step > steps {
						t.Errorf("internal/%s: the manual has no step %d", s.path, step)
					}
				}
			}
			for _, m := range lawWord.FindAllStringSubmatch(text, -1) {
				if !lawForm.MatchString(m[1]) {
					t.Errorf("internal/%s: «law: %s» is not the form of a reference", s.path, m[1])
				}
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d steps of the manual are named: the form of references has changed and this test reads none", len(seen))
	}
}

// everyFile visits every Go file of the program and its tests, generated code apart.
func everyFile(t *testing.T, visit func(path string, f *ast.File)) {
	t.Helper()
	for _, top := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return fs.SkipDir
			}
			if !strings.HasSuffix(path, ".go") {
				return nil
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
			if err == nil {
				visit(path, f)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Programs and what stands in testing say what they are, as the product does.
func TestEveryProgramSaysWhatItIs(t *testing.T) {
	says := map[string]bool{}
	everyFile(t, func(path string, f *ast.File) {
		if dir := filepath.Dir(path); !strings.HasSuffix(path, "_test.go") {
			says[dir] = says[dir] || f.Doc != nil
		}
	})
	for dir, ok := range says {
		if !ok {
			t.Errorf("%s has no package comment", strings.TrimPrefix(dir, root+"/"))
		}
	}
}

// modules are the paths go.mod requires.
func modules(t *testing.T) (all []string) {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) >= 2 && strings.Contains(words[0], ".") && strings.HasPrefix(words[1], "v") {
			all = append(all, words[0])
		}
	}
	return all
}

// Each module the program or its tests import stands in a decision that says why.
func TestEveryDependencyHasItsDecision(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs/adr/*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no decisions: %v", err)
	}
	var decided strings.Builder
	for _, p := range pages {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		decided.Write(b)
	}
	known, used := modules(t), map[string]string{}
	everyFile(t, func(path string, f *ast.File) {
		for _, i := range imports(f) {
			for _, m := range known {
				if i == m || strings.HasPrefix(i, m+"/") {
					used[m] = path
				}
			}
		}
	})
	for module, path := range used {
		name := strings.TrimPrefix(strings.TrimPrefix(module, "github.com/"), "golang.org/")
		if !strings.Contains(decided.String(), shortened(name)) {
			t.Errorf("%s is imported (%s) and no page of docs/adr names it", module, path)
		}
	}
	if len(used) < 10 {
		t.Errorf("only %d modules found: go.mod is read wrongly", len(used))
	}
}

var majorVersion = regexp.MustCompile(`/v\d+$`)

// shortened is a module as people write it: without its host and its major version.
func shortened(module string) string { return majorVersion.ReplaceAllString(module, "") }

// A decision's page has a number of its own, a title with that number, and says what was decided.
func TestDecisionsHaveOneShape(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs/adr/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, p := range pages {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		n := filepath.Base(p)[:4]
		if slices.Contains(numbers, n) {
			t.Errorf("two decisions have the number %s", n)
		}
		numbers = append(numbers, n)
		if !strings.HasPrefix(string(b), "# "+strings.TrimLeft(n, "0")+". ") || !strings.Contains(string(b), "ecided") && !strings.Contains(string(b), "ecision") {
			t.Errorf("%s does not begin with «# %s. » or says no decision", filepath.Base(p), strings.TrimLeft(n, "0"))
		}
	}
}

// Pages ask the work and never the database: what a page shows has gone through somebody's
// scope. Of the store they may only know the time and whether it answers.
func TestPagesAskTheWork(t *testing.T) {
	doors := []string{"Read", "Write", "Snapshot", "Housekeep", "IINOf", "BINOf"}
	for _, s := range product(t) {
		if s.room != "web" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			door, ok := call.Fun.(*ast.SelectorExpr)
			if ok && slices.Contains(doors, door.Sel.Name) && (strings.HasSuffix(door.Sel.Name, "INOf") || endsInDB(door.X)) {
				t.Errorf("internal/%s calls %s: pages ask a package of the work", s.path, door.Sel.Name)
			}
			return true
		})
	}
}

func endsInDB(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return strings.EqualFold(e.Name, "db")
	case *ast.SelectorExpr:
		return strings.EqualFold(e.Sel.Name, "db")
	}
	return false
}
