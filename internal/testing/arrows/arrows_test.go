// Package arrows holds the house to its plan: docs/house.md says who may import whom, and
// these tests read it.
package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	root         = "../../.."
	longestFunc  = 60
	longestFile  = 500
	ownModule    = "asar/internal/"
	planLocation = root + "/docs/house.md"
)

// plan is what docs/house.md says.
type plan struct {
	arrows map[string][]string // package → packages it may import
	only   map[string][]string // import or call → who may use it
}

var quoted = regexp.MustCompile("`([^`]+)`")

func readPlan(t *testing.T) plan {
	t.Helper()
	b, err := os.ReadFile(planLocation)
	if err != nil {
		t.Fatal(err)
	}
	return plan{arrows: table(t, string(b), "## The arrows"), only: table(t, string(b), "## What only some may use")}
}

func table(t *testing.T, page, title string) map[string][]string {
	t.Helper()
	_, part, found := strings.Cut(page, title)
	part, _, _ = strings.Cut(part, "\n## ")
	rows := map[string][]string{}
	for line := range strings.SplitSeq(part, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.Contains(cells[1], "`") {
			continue
		}
		name := quoted.FindStringSubmatch(cells[1])[1]
		rows[name] = []string{}
		for _, m := range quoted.FindAllStringSubmatch(cells[2], -1) {
			rows[name] = append(rows[name], m[1])
		}
	}
	if !found || len(rows) == 0 {
		t.Fatalf("docs/house.md has no table under %q", title)
	}
	return rows
}

// source is one Go file of the product.
type source struct {
	path string // below internal/
	room string // its first folder
	file *ast.File
	set  *token.FileSet
	size int
}

func (s source) generated() bool { return ast.IsGenerated(s.file) }

func product(t *testing.T) (all []source) {
	t.Helper()
	base := filepath.Join(root, "internal")
	err := filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, _ := filepath.Rel(base, path)
		if d.IsDir() && (below == "testing" || d.Name() == "node_modules" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		room, _, _ := strings.Cut(filepath.ToSlash(below), "/")
		all = append(all, source{path: filepath.ToSlash(below), room: room, file: f, set: set, size: set.Position(f.End()).Line})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func imports(f *ast.File) (paths []string) {
	for _, i := range f.Imports {
		paths = append(paths, strings.Trim(i.Path.Value, `"`))
	}
	return paths
}

func TestArrowsPointOneWay(t *testing.T) {
	p := readPlan(t)
	for _, s := range product(t) {
		may, planned := p.arrows[s.room]
		if !planned {
			t.Errorf("internal/%s: the package %s has no row in docs/house.md", s.path, s.room)
			continue
		}
		for _, path := range imports(s.file) {
			own, ok := strings.CutPrefix(path, ownModule)
			if !ok {
				continue
			}
			room, _, _ := strings.Cut(own, "/")
			if room != s.room && !slices.Contains(may, room) {
				t.Errorf("internal/%s imports %s; docs/house.md does not allow it", s.path, room)
			}
		}
	}
}

func TestTheArrowsHaveNoCircle(t *testing.T) {
	p := readPlan(t)
	var visit func(room string, way []string)
	done := map[string]bool{}
	visit = func(room string, way []string) {
		if slices.Contains(way, room) {
			t.Fatalf("a circle in docs/house.md: %s", strings.Join(append(way, room), " → "))
		}
		if done[room] {
			return
		}
		for _, next := range p.arrows[room] {
			if _, known := p.arrows[next]; !known {
				t.Errorf("docs/house.md: %s may import %s, which has no row", room, next)
			}
			visit(next, append(slices.Clone(way), room))
		}
		done[room] = true
	}
	for room := range p.arrows {
		visit(room, nil)
	}
}

func TestOnlyTheirPlacesUseThem(t *testing.T) {
	p := readPlan(t)
	for _, s := range product(t) {
		for what, who := range p.only {
			if !slices.Contains(who, s.room) && uses(s.file, what) {
				t.Errorf("internal/%s uses %s; only %s may", s.path, what, strings.Join(who, ", "))
			}
		}
	}
}

// uses tells whether a file imports a package (or one under it), or calls a function
// written like "time.Now".
func uses(f *ast.File, what string) bool {
	if pkg, name, call := strings.Cut(what, "."); call && !strings.Contains(what, "/") {
		return calls(f, pkg, name)
	}
	return slices.ContainsFunc(imports(f), func(path string) bool { return path == what || strings.HasPrefix(path, what+"/") })
}

func calls(f *ast.File, pkg, name string) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == name {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg && x.Obj == nil {
				found = true
			}
		}
		return !found
	})
	return found
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range product(t) {
		dir := filepath.Dir(s.path)
		documented[dir] = documented[dir] || s.file.Doc != nil
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("internal/%s has no package comment", dir)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, s := range product(t) {
		if s.generated() {
			continue
		}
		if s.size > longestFile {
			t.Errorf("internal/%s has %d lines, more than %d", s.path, s.size, longestFile)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > longestFunc {
				t.Errorf("internal/%s: %s has %d lines, more than %d", s.path, f.Name.Name, n, longestFunc)
			}
		}
	}
}
