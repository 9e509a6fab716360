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
