package workbooks

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
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

// clean drops what XML cannot hold and what a cell has no room for.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	if len(s) <= cellLimit {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > cellLimit-12 {
			return s[:i] + "……（余下略）"
		}
	}
	return s
}
