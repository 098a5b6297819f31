package facts

import (
	"cmp"
	"fmt"

	"github.com/shopspring/decimal"
)

// Conflict is a fact of which two values stand.
type Conflict struct{ One, Other Fact }

func (c Conflict) String() string {
	whose := cmp.Or(c.One.Whose, "全县")
	return fmt.Sprintf("%s的%s：“%s”（%s）写 %s，“%s”（%s）写 %s", whose, c.One.Name,
		c.One.File, c.One.Place(), c.One.Value, c.Other.File, c.Other.Place(), c.Other.Value)
}

// Conflicts finds the facts of which two values stand. A figure that one output rounds is the same as long as two
// decimals agree. Where rows of one table have one key (two projects of one name), it is nobody's: it cannot be told
// which is which. Where a sentence of a template is found twice in a document, the township wrote one of them: neither
// counts there.
func Conflicts(all []Fact) (found []Conflict) {
	doubtful, twice := doubts(all)
	first := map[key]*Fact{}
	for i := range all {
		f := &all[i]
		k := key{f.Whose, f.Name}
		if doubtful[k] || f.Row == 0 && len(twice) > 0 && twice[place{f.File, f.Table, k}] {
			continue
		}
		if other := first[k]; other == nil {
			first[k] = f
		} else if !agree(other.Value, f.Value) {
			found = append(found, Conflict{*other, *f})
		}
	}
	return found
}

// key is a fact's.
type key struct{ whose, name string }

// place is where a fact stands.
type place struct {
	file, table string
	key         key
}

// doubts are the facts of which one table has two values, and the places outside tables that hold two.
func doubts(all []Fact) (keys map[key]bool, places map[place]bool) {
	keys, places = map[key]bool{}, map[place]bool{}
	held := map[key]string{}
	file, table := "", ""
	for i := range all {
		f := &all[i]
		if f.File != file || f.Table != table { // a table's facts follow each other
			clear(held)
			file, table = f.File, f.Table
		}
		k := key{f.Whose, f.Name}
		other, has := held[k]
		switch {
		case !has:
			held[k] = f.Value
		case agree(other, f.Value):
		case f.Row > 0:
			keys[k] = true
		default:
			places[place{f.File, f.Table, k}] = true
		}
	}
	return keys, places
}

func agree(one, other string) bool {
	if one == other {
		return true
	}
	a, errA := decimal.NewFromString(one)
	b, errB := decimal.NewFromString(other)
	if errA != nil || errB != nil {
		return false
	}
	a, b = kept(a), kept(b)
	places := max(min(-a.Exponent(), -b.Exponent()), 2)
	return a.Round(places).Equal(b.Round(places))
}

// kept is what a workbook keeps of a number: fifteen digits, the rest cut off.
func kept(d decimal.Decimal) decimal.Decimal {
	return d.Truncate(int32(15-d.NumDigits()) - d.Exponent())
}
