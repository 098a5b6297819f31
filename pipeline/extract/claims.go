package extract

import (
	"strings"
	"time"

	"jixiao/pipeline/forms"
	"jixiao/pipeline/values"
)

// Claims are what forms say of themselves: how often each year, each unit is named.
type Claims struct {
	years map[int64]int
	units map[string]int
}

// NewClaims is nothing said yet.
func NewClaims() *Claims { return &Claims{map[int64]int{}, map[string]int{}} }

// Add counts what the fields of a file say.
func (c *Claims) Add(fields []forms.Field) {
	for i := range fields {
		switch f := &fields[i]; {
		case f.Hidden:
		case f.Name == "year" && f.Number.Valid:
			c.years[f.Number.Decimal.IntPart()]++
		case f.Name == "unit_name" && f.Text != "":
			c.units[strings.TrimSuffix(values.Compact(f.Text), "人民政府")]++
		}
	}
}

// Unit is the name that most forms have; "" where none says.
func (c *Claims) Unit() string { return most(c.units) }

// Year is the one that most forms are for; where none says, last year's budget is evaluated.
func (c *Claims) Year() int {
	if len(c.years) == 0 {
		return time.Now().Year() - 1
	}
	return int(most(c.years))
}

func most[K int64 | string](counts map[K]int) K {
	var best K
	for key, n := range counts {
		if n > counts[best] || n == counts[best] && key > best {
			best = key
		}
	}
	return best
}
