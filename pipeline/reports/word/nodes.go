package word

import (
	"html"
	"regexp"
	"strings"

	"github.com/beevik/etree"
)

// target names the processing instructions that stand between compiling and splitting.
const target = "jixiao"

func around(e *etree.Element, what string, other *etree.Element) {
	parent, at := e.Parent(), e.Index()
	tail := []etree.Token{etree.NewProcInst(target, "end")}
	if other != nil {
		tail = append([]etree.Token{etree.NewProcInst(target, "else"), other}, tail...)
	}
	for i, t := range tail {
		parent.InsertChildAt(at+1+i, t)
	}
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
			last := open[len(open)-1]
			if into = &last.inner; last.text == "else" {
				into = &last.other
			}
		}
		*into = append(*into, n)
	}
	from, tables := 0, 0
	for _, m := range token.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > from {
			piece := text[from:m[0]]
			tables += strings.Count(piece, "<w:tbl>") + strings.Count(piece, "<w:tbl ")
			tables -= strings.Count(piece, "</w:tbl>")
			put(node{kind: literal, text: piece})
		}
		from = m[1]
		if m[6] >= 0 {
			put(node{kind: value, name: html.UnescapeString(text[m[6]:m[7]]), inTable: tables > 0})
			continue
		}
		switch word, name := text[m[2]:m[3]], text[m[4]:m[5]]; word {
		case "else":
			open[len(open)-1].text = word
		case "end":
			done := open[len(open)-1]
			open, done.text = open[:len(open)-1], ""
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
