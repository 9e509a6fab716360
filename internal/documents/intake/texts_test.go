package intake_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// Every refusal in the source has its sentence in each language, and no sentence is idle.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	keys := refusals(t)
	for _, locale := range []string{"kk", "ru", "en"} {
		var texts map[string]string
		if _, err := toml.DecodeFile("../../lang/texts/intake."+locale+".toml", &texts); err != nil {
			t.Fatal(err)
		}
		for k := range keys {
			if texts[k] == "" {
				t.Errorf("%s: no sentence for %s", locale, k)
			}
		}
		for k := range texts {
			if !keys[k] {
				t.Errorf("%s: nobody says %s", locale, k)
			}
		}
	}
}

// refusals are the keys in the source: arguments of refuse, what stranger returns, and
// whole keys.
func refusals(t *testing.T) map[string]bool {
	t.Helper()
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		inStranger := false
		ast.Inspect(file, func(n ast.Node) bool {
			switch v := n.(type) {
			case *ast.FuncDecl:
				inStranger = v.Name.Name == "stranger"
			case *ast.CallExpr:
				if f, ok := v.Fun.(*ast.Ident); ok && f.Name == "refuse" && len(v.Args) > 0 {
					add(keys, v.Args[0], "intake.")
				}
			case *ast.ReturnStmt:
				if inStranger {
					add(keys, v.Results[0], "intake.")
				}
			case *ast.BasicLit:
				if s, err := strconv.Unquote(v.Value); err == nil && strings.HasPrefix(s, "intake.") && !strings.ContainsAny(s, "< ") && len(s) > 7 {
					keys[s] = true
				}
			}
			return true
		})
	}
	return keys
}

func add(keys map[string]bool, e ast.Expr, prefix string) {
	if lit, ok := e.(*ast.BasicLit); ok {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			keys[prefix+s] = true
		}
	}
}
