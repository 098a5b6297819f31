package workbooks

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// cellValue gives numbers as numbers and texts as texts: one that begins with "=" stays text.
func cellValue(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return v.InexactFloat64()
	case time.Time:
		return v.Format(time.DateTime)
	case string:
		return clean(v)
	}
	return v
}

// clean drops what XML cannot hold, marks that are not seen and turn what is, and what a cell has no room for.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, tables.Visible(s))
	if len(s) <= cellLimit {
		return s
	}
	const more = "……（余下略）"
	if cut := cutUnits(s, cellLimit-12); len(cut) < len(s) {
		return cut + more
	}
	return s
}
