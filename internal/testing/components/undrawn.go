package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
)

const module = "asar/"

// undrawn finds the components of the files a profile knows whose drawing never began. It
// returns how many were drawn too.
func undrawn(tree fs.FS, profile string) (missing []string, drawn int, err error) {
	ran, err := read(profile)
	if err != nil {
		return nil, 0, err
	}
	for file, blocks := range ran {
		source := strings.TrimPrefix(file, module)
		if !strings.HasSuffix(source, "_templ.go") {
			continue
		}
		found, err := components(tree, source)
		if err != nil {
			return nil, 0, err
		}
		for _, c := range found {
			if blocks.ranWithin(c.from, c.to) {
				drawn++
			} else {
				missing = append(missing, path.Dir(source)+"."+c.name)
			}
		}
	}
	return missing, drawn, nil
}

// block is a piece of code and how often it ran.
type block struct{ from, to, ran int }

type blocks []block

func (all blocks) ranWithin(from, to int) bool {
	for _, b := range all {
		if b.ran > 0 && b.from >= from && b.to <= to {
			return true
		}
	}
	return false
}

// read reads a profile: lines like "asar/internal/web/pages_templ.go:12.3,14.5 2 7".
func read(profile string) (map[string]blocks, error) {
	f, err := os.Open(profile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	ran, lines := map[string]blocks{}, bufio.NewScanner(f)
	for lines.Scan() {
		file, rest, found := strings.Cut(lines.Text(), ":")
		var b block
		var column, statements int
		if !found || file == "mode" {
			continue
		}
		if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d", &b.from, &column, &b.to, &column, &statements, &b.ran); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", profile, lines.Text(), err)
		}
		ran[file] = append(ran[file], b)
	}
	return ran, lines.Err()
}

// component is a component and the lines that draw it.
type component struct {
	name     string
	from, to int
}

// components are those of a generated file: functions that return what draws them. Making a
// component is not drawing it, so only the inner function counts.
func components(tree fs.FS, name string) (found []component, err error) {
	content, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, content, 0)
	if err != nil {
		return nil, err
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		if draws := drawing(f); draws != nil {
			found = append(found, component{name: f.Name.Name, from: set.Position(draws.Pos()).Line, to: set.Position(draws.End()).Line})
		}
	}
	return found, nil
}

// drawing is the function a component returns, nil when f is no component.
func drawing(f *ast.FuncDecl) *ast.FuncLit {
	for _, statement := range f.Body.List {
		r, ok := statement.(*ast.ReturnStmt)
		if !ok || len(r.Results) != 1 {
			continue
		}
		call, ok := r.Results[0].(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			continue
		}
		made, isTempl := call.Fun.(*ast.SelectorExpr)
		literal, isFunc := call.Args[0].(*ast.FuncLit)
		if isTempl && isFunc && made.Sel.Name == "GeneratedTemplate" {
			return literal
		}
	}
	return nil
}
