package lang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/lang"
)

// fileNames end like this.
var fileNames = regexp.MustCompile(`\.(txt|templ|js|css|svg|json|pdf|cms|db|go|p12|cer|crl|pem|xml)$`)

// notKeys are strings that read like keys and are not: names of things done, handed to a
// function of their package.
var notKeys = map[string]bool{
	"jobs.retry": true, "jobs.stop": true,
	"registry.add-person": true, "registry.first-entry": true,
}

// naming are the fields whose strings name an event of the history or a kind of work.
var naming = []string{"Action", "Kind", "Purpose"}

func isPermission(s string) bool { return slices.Contains(access.Permissions(), access.Permission(s)) }

// eventNames are the strings given to such fields, and their constants.
func eventNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir("../../internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool { addNames(n, names); return true })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func addNames(n ast.Node, into map[string]bool) {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if field, ok := n.Key.(*ast.Ident); ok && slices.Contains(naming, field.Name) {
			addString(n.Value, into)
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			named := slices.ContainsFunc(naming, func(s string) bool {
				return strings.HasPrefix(name.Name, s) || strings.HasPrefix(name.Name, strings.ToLower(s))
			})
			if kind, ok := n.Type.(*ast.Ident); i < len(n.Values) && (named || ok && slices.Contains(naming, kind.Name)) {
				addString(n.Values[i], into)
			}
			if kind, ok := n.Type.(*ast.SelectorExpr); ok && i < len(n.Values) && slices.Contains(naming, kind.Sel.Name) {
				addString(n.Values[i], into)
			}
		}
	}
}

func addString(e ast.Expr, into map[string]bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	if s, err := strconv.Unquote(lit.Value); err == nil {
		into[s] = true
	}
}

// eventPrefixes are strings like "orders." that the names of events are made with.
func eventPrefixes(t *testing.T) map[string]bool {
	t.Helper()
	prefixes := map[string]bool{}
	for _, room := range work {
		files, err := filepath.Glob("../" + room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				pair, ok := n.(*ast.KeyValueExpr)
				if !ok {
					return true
				}
				field, named := pair.Key.(*ast.Ident)
				made, composed := pair.Value.(*ast.BinaryExpr)
				if named && composed && slices.Contains(naming, field.Name) {
					addString(made.X, prefixes)
				}
				return true
			})
		}
	}
	return prefixes
}

// work are the rooms whose actions stand in the history.
var work = []string{"orders", "journal", "acts", "documents", "registry", "sessions", "signing", "carrying", "jobs", "audit"}

var actionLike = regexp.MustCompile(`^[a-z]+\.[a-z]+(-[a-z]+)*$`)

// eventsOf are the actions that stand in the history: strings of a room of the work that
// read like a key of it and are neither a text, nor a permission, nor what is signed for.
func eventsOf(t *testing.T, room string, known map[string]text) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../" + room + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files, %v", room, err)
	}
	strs, purposes := map[string]bool{}, map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if err := collect(name, strs); err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool { addPurposes(n, purposes); return true })
	}
	for s := range strs {
		if actionLike.MatchString(s) && strings.HasPrefix(s, room+".") && known[s] == nil && !purposes[s] && !isPermission(s) && !fileNames.MatchString(s) {
			names = append(names, s)
		}
	}
	return names
}

// addPurposes takes the constants of type signing.Purpose.
func addPurposes(n ast.Node, into map[string]bool) {
	spec, ok := n.(*ast.ValueSpec)
	if !ok {
		return
	}
	if kind, ok := spec.Type.(*ast.SelectorExpr); ok && kind.Sel.Name == "Purpose" {
		for _, value := range spec.Values {
			addString(value, into)
		}
	}
}

// TestEveryEventHasItsWords wants words for every action the auditor may meet.
func TestEveryEventHasItsWords(t *testing.T) {
	known, seen := readAll(t, lang.RU), 0
	for _, room := range work {
		for _, name := range eventsOf(t, room, known) {
			if seen++; known["office-audit.action."+name] == nil {
				t.Errorf("the action %s has no words: add office-audit.action.%s to texts/office-audit.*.toml", name, name)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d actions found", seen)
	}
}
