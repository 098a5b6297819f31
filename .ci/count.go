// Count gives the measures of the house over the program's own Go and SQL, tests left out: lines of functions and
// files, lines wider than 120 characters (a tab is four), documented exported names. Run it from the root:
//
//	go run .ci/count.go [-v]
//
// With -v it names what stands out.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// measured is a place and its measure.
type measured struct {
	place string
	lines int
}

type counts struct {
	functions, files []measured
	lines            int
	wide             map[string]int
	exported         int
	undocumented     []string
}

func main() {
	verbose := flag.Bool("v", false, "name what stands out")
	flag.Parse()
	c := &counts{wide: map[string]int{}}
	for _, root := range []string{"cmd", "pipeline", "sql"} {
		if err := filepath.WalkDir(root, c.file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	c.print(*verbose)
}

func (c *counts) file(path string, d fs.DirEntry, err error) error {
	isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
	if err != nil || d.IsDir() || !isGo && !strings.HasSuffix(path, ".sql") {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if utf8.RuneCountInString(strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    ")) > 120 {
			c.wide[path]++
		}
	}
	c.lines += n
	c.files = append(c.files, measured{path, n})
	if !isGo {
		return nil
	}
	return c.parse(path, text)
}

func (c *counts) parse(path string, text []byte) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, text, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, decl := range f.Decls {
		at := fmt.Sprintf("%s:%d", path, set.Position(decl.Pos()).Line)
		switch d := decl.(type) {
		case *ast.FuncDecl:
			lines := set.Position(d.End()).Line - set.Position(d.Pos()).Line + 1
			c.functions = append(c.functions, measured{at + " " + d.Name.Name, lines})
			if d.Recv == nil || receiverIsExported(d.Recv) {
				c.name(d.Name, d.Doc != nil, at)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				c.spec(spec, d.Doc != nil, at)
			}
		}
	}
	return nil
}

func (c *counts) spec(spec ast.Spec, told bool, at string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		c.name(s.Name, told || s.Doc != nil, at)
	case *ast.ValueSpec:
		for _, name := range s.Names {
			c.name(name, told || s.Doc != nil || s.Comment != nil, at)
		}
	}
}

// name counts an exported name. What an interface of the language asks for needs no words.
func (c *counts) name(name *ast.Ident, told bool, at string) {
	if !name.IsExported() || slices.Contains([]string{"Error", "Unwrap", "String"}, name.Name) {
		return
	}
	if c.exported++; !told {
		c.undocumented = append(c.undocumented, at+" "+name.Name)
	}
}

func receiverIsExported(list *ast.FieldList) bool {
	t := list.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	name, ok := t.(*ast.Ident)
	return ok && name.IsExported()
}

func (c *counts) print(verbose bool) {
	byLines := func(a, b measured) int { return a.lines - b.lines }
	slices.SortFunc(c.functions, byLines)
	slices.SortFunc(c.files, byLines)
	at := func(percent int) int { return c.functions[(len(c.functions)*percent+99)/100-1].lines }
	longest, largest := c.functions[len(c.functions)-1], c.files[len(c.files)-1]
	wide := 0
	for _, n := range c.wide {
		wide += n
	}
	fmt.Printf("functions: %d; lines: p50 %d, p90 %d, p99 %d, most %d (%s)\n",
		len(c.functions), at(50), at(90), at(99), longest.lines, longest.place)
	fmt.Printf("files: %d, lines: %d, most %d (%s)\n", len(c.files), c.lines, largest.lines, largest.place)
	fmt.Printf("wider than 120: %d (%.2f %%)\n", wide, 100*float64(wide)/float64(c.lines))
	fmt.Printf("documented exported names: %d of %d (%.1f %%)\n",
		c.exported-len(c.undocumented), c.exported, 100*float64(c.exported-len(c.undocumented))/float64(c.exported))
	if !verbose {
		return
	}
	for _, f := range c.functions[len(c.functions)*98/100:] {
		fmt.Printf("  function %d %s\n", f.lines, f.place)
	}
	for path, n := range c.wide {
		fmt.Printf("  wide %d %s\n", n, path)
	}
	for _, name := range c.undocumented {
		fmt.Printf("  without words %s\n", name)
	}
}
