package workbooks

import (
	"bytes"
	"regexp"
	"slices"
)

// runOrder is how Excel orders the properties of a run of text, and validators want them.
var runOrder = []string{
	"b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "rFont",
	"family", "charset", "scheme",
}

var (
	runProperties = regexp.MustCompile(`(?s)<rPr>(.*?)</rPr>`)
	runProperty   = regexp.MustCompile(`(?s)<(\w+)\b[^>]*?(?:/>|>\s*</\w+>)`)
)

// orderRuns puts the properties of runs in order: the library writes its own.
func orderRuns(part []byte) []byte {
	if !bytes.Contains(part, []byte("<rPr>")) {
		return part
	}
	return runProperties.ReplaceAllFunc(part, func(whole []byte) []byte {
		inner := whole[len("<rPr>") : len(whole)-len("</rPr>")]
		all := runProperty.FindAllSubmatch(inner, -1)
		slices.SortStableFunc(all, func(a, b [][]byte) int {
			return slices.Index(runOrder, string(a[1])) - slices.Index(runOrder, string(b[1]))
		})
		out := []byte("<rPr>")
		for _, property := range all {
			out = append(out, property[0]...)
		}
		if len(bytes.TrimSpace(runProperty.ReplaceAll(inner, nil))) > 0 { // more than properties: left as it is
			return whole
		}
		return append(out, "</rPr>"...)
	})
}
