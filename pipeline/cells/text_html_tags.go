package cells

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// trimPage takes the blanks off what a cell of a page shows.
func trimPage(text string) string {
	return strings.Trim(strings.ReplaceAll(text, "\u00a0", " "), " \n")
}

// span reads rowspan or colspan; a page may say nonsense, and no form spans more than 1,000.
func span(t html.Token, name string) int {
	if v, err := strconv.Atoi(strings.TrimSpace(attribute(t, name))); err == nil && 0 < v && v <= 1000 {
		return v
	}
	return 1
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func endsLine(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

// style is what a tag says of how it looks, without blanks.
func style(t html.Token) string {
	return strings.ReplaceAll(strings.ToLower(attribute(t, "style")), " ", "")
}

func hides(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "hidden" {
			return true
		}
	}
	look := style(t)
	return strings.Contains(look, "display:none") || strings.Contains(look, "visibility:hidden") ||
		strings.Contains(look, "visibility:collapse")
}

// strikes says whether a tag strikes out what is in it.
func strikes(t html.Token) bool {
	return t.DataAtom == atom.S || t.DataAtom == atom.Strike || t.DataAtom == atom.Del ||
		strings.Contains(style(t), "line-through")
}

// isVoid holds for tags that have no end.
func isVoid(name atom.Atom) bool {
	switch name {
	case atom.Img, atom.Input, atom.Hr, atom.Meta, atom.Link, atom.Wbr, atom.Area, atom.Base, atom.Embed, atom.Source:
		return true
	}
	return false
}
