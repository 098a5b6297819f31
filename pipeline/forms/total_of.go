package forms

import (
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// readTotalsOf reads a total that is written as points of the full marks (98.5/100) where the full marks are what
// the form's weights add up to. Any other is left unreadable.
func readTotalsOf(fields []Field) {
	weights := decimal.Zero
	for _, f := range fields {
		if (f.Name == "weight" || f.Name == "total.weight") && !f.Hidden {
			weights = weights.Add(f.Number.Decimal)
		}
	}
	for i := range fields {
		f := &fields[i]
		if f.Name != "sum.score" && f.Name != "total_score" || f.Issue != NumberUnreadable {
			continue
		}
		points, of, found := strings.Cut(values.Compact(f.Text), "/")
		score, isScore := values.ParseNumber(points)
		full, isFull := values.ParseNumber(of)
		if found && isScore && isFull && score.Unit == "" && full.Unit == "" &&
			score.Number.Abs().LessThan(limits[rules.ScoreType]) && full.Number.Equal(weights) {
			f.Number, f.Issue = decimal.NewNullDecimal(score.Number), ""
		}
	}
}
