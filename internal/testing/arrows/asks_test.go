package arrows

import (
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files again")

// work are the rooms whose exported actions and questions must ask for a permission.
var work = []string{"registry", "orders", "journal", "acts", "documents", "notices", "sessions", "carrying", "jobs", "audit"}

// asking is what one function asks itself, and whom it calls in its own package.
type asking struct {
	exported bool
	says     string // its comment
	actor    bool   // takes an access.Actor
	context  bool   // takes a context: only such a function can reach the database
	inside   bool   // takes a transaction or a reader: it is a piece of somebody's action
	asks     map[string]bool
	calls    map[string]bool
}

// TestGoldenAsks lists every exported function of the work that can reach the database,
// with the permission it asks for. A piece of an action says that it asks nothing; what
// takes no actor at all stands in the list for everybody to see.
func TestGoldenAsks(t *testing.T) {
	var lines []string
	for dir, functions := range byPackage(t) {
		for name, f := range functions {
			if !f.exported || !f.context && !f.inside {
				continue
			}
			asked := strings.Join(slices.Sorted(maps.Keys(reach(functions, name, map[string]bool{}))), " ")
			switch {
			case asked != "":
			case f.inside:
				asked = "(a piece)"
				if f.actor && !strings.Contains(f.says, "asks nothing") {
					t.Errorf("%s.%s takes an actor and asks for no permission, and does not say that it asks nothing", dir, name)
				}
			case f.actor:
				t.Errorf("%s.%s takes an actor and asks for no permission", dir, name)
			default:
				asked = "(nobody acts)"
			}
			lines = append(lines, fmt.Sprintf("%-42s %s", dir+"."+name, asked))
		}
	}
	slices.Sort(lines)
	compareGolden(t, "asks.golden", strings.Join(lines, "\n")+"\n")
}

// byPackage reads every function of the work: directory → name → what it asks. A method is
// named with its receiver.
func byPackage(t *testing.T) map[string]map[string]*asking {
	packages := map[string]map[string]*asking{}
	for _, s := range product(t) {
		if !slices.Contains(work, s.room) {
			continue
		}
		dir := filepath.ToSlash(filepath.Dir(s.path))
		if dir != s.room {
			continue // only rooms themselves hold rows
		}
		if packages[dir] == nil {
			packages[dir] = map[string]*asking{}
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				packages[dir][nameOf(f)] = read(f)
			}
		}
	}
	return packages
}

func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	kind := f.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if ident, ok := kind.(*ast.Ident); ok {
		return ident.Name + "." + f.Name.Name
	}
	return f.Name.Name
}

func read(f *ast.FuncDecl) *asking {
	a := &asking{exported: f.Name.IsExported(), says: strings.Join(strings.Fields(f.Doc.Text()), " "), asks: map[string]bool{}, calls: map[string]bool{}}
	for _, p := range f.Type.Params.List {
		switch types.ExprString(p.Type) {
		case "access.Actor":
			a.actor = true
		case "context.Context":
			a.context = true
		case "*store.Tx", "store.Querier", "*store.Reader":
			a.inside = true
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if isAsk(call) {
			a.asks[permissionOf(call.Args[1])] = true
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			a.calls[fun.Name] = true
		case *ast.SelectorExpr:
			a.calls["."+fun.Sel.Name] = true
		}
		return true
	})
	return a
}

func isAsk(call *ast.CallExpr) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "Ask" || len(call.Args) != 2 {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "access"
}

func permissionOf(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		return s.Sel.Name
	}
	return "by-case"
}

// reach is everything a function asks itself or through functions of its own package that
// it calls and that take the actor too.
func reach(functions map[string]*asking, name string, seen map[string]bool) map[string]bool {
	f := functions[name]
	asked := maps.Clone(f.asks)
	seen[name] = true
	for other, g := range functions {
		_, method, isMethod := strings.Cut(other, ".")
		called := f.calls[other] || isMethod && f.calls["."+method]
		if called && g.actor && !seen[other] {
			maps.Copy(asked, reach(functions, other, seen))
		}
	}
	return asked
}

// compareGolden compares with a file under review; -update writes it.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs; review it, then `make golden` (-want +got):\n%s", name, diff)
	}
}
