package word

import (
	"html"
	"regexp"
	"strings"

	"github.com/beevik/etree"
)

// target names the processing instructions that stand between compiling and splitting.
const target = "jixiao"

func around(e *etree.Element, what string) {
	parent, at := e.Parent(), e.Index()
	parent.InsertChildAt(at+1, etree.NewProcInst(target, "end"))
	parent.InsertChildAt(at, etree.NewProcInst(target, what))
}

var token = regexp.MustCompile(`<\?` + target + ` (\w+) ?([^?]*)\?>|\x{e000}([^\x{e000}\x{e001}]+)\x{e001}`)

var kinds = map[string]kind{"lines": lines, "repeat": repeat, "optional": optional}

// split makes nodes of marked XML.
func split(text string) (nodes []node) {
	var open []*node // the containers around the place
	put := func(n node) {
		into := &nodes
		if len(open) > 0 {
			into = &open[len(open)-1].inner
		}
		*into = append(*into, n)
	}
	from, tables, look := 0, 0, ""
	for _, m := range token.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > from {
			piece := text[from:m[0]]
			tables += strings.Count(piece, "<w:tbl>") + strings.Count(piece, "<w:tbl ")
			tables -= strings.Count(piece, "</w:tbl>")
			put(node{kind: literal, text: piece})
			look = lookOf(piece, look)
		}
		from = m[1]
		if m[6] >= 0 {
			put(node{kind: value, name: html.UnescapeString(text[m[6]:m[7]]), inTable: tables > 0, look: look})
			continue
		}
		switch word, name := text[m[2]:m[3]], text[m[4]:m[5]]; word {
		case "end":
			done := open[len(open)-1]
			open = open[:len(open)-1]
			put(*done)
		default:
			open = append(open, &node{kind: kinds[word], name: name})
		}
	}
	if from < len(text) {
		put(node{kind: literal, text: text[from:]})
	}
	return nodes
}

// run is where a run begins, with its properties; a highlight of its own gives way to ours.
var (
	runStart    = regexp.MustCompile(`<w:r(?: [^>]*)?>(?:<w:rPr>(.*?)</w:rPr>)?`)
	highlighted = regexp.MustCompile(`<w:highlight\b[^>]*/>`)
)

// lookOf gives the properties of the last run that begins in a piece of XML; before where none does.
func lookOf(piece, before string) string {
	if all := runStart.FindAllStringSubmatch(piece, -1); len(all) > 0 {
		return highlighted.ReplaceAllString(all[len(all)-1][1], "")
	}
	return before
}
