package warehouse

import (
	"context"
	"regexp"
	"slices"
)

// rescored is the schema of what a form would score once it is corrected. sql/45_corrected has the forms as they would
// be; the same scripts score them that score what the townships sent, so that there is one way to a score.
const rescored = "rescored"

// ofAForm are the scripts that score a form by itself.
var ofAForm = []string{"indicator_kinds", "indicator_scores", "indicators", "project_executions", "projects",
	"overalls", "county_parts"}

var (
	sentForms = regexp.MustCompile(`\bstaging\.(projects|funding|budgets|indicators|overalls|hidden_rows)\b`)
	scoresOf  = regexp.MustCompile(`\bscores\.`)
)

// rescoring are the steps that score the corrected forms.
func (n *building) rescoring() (steps []step) {
	for _, s := range n.SQL.rescored() {
		create := func(ctx context.Context, w *Warehouse) error { return w.create(ctx, &s) }
		steps = append(steps, step{[]string{s.Name()}, "sql/" + n.SQL.folders["corrected"], s.from, create})
	}
	return steps
}

// rescored are the scripts that score a form, as they read the corrected forms.
func (q *Queries) rescored() (scripts []Script) {
	for _, s := range q.Scripts {
		if s.Schema != "scores" || !slices.Contains(ofAForm, s.Table) {
			continue
		}
		s.Schema = rescored
		s.Query = scoresOf.ReplaceAllString(sentForms.ReplaceAllString(s.Query, "corrected.$1"), rescored+".")
		s.from = namesIn(s.Query)
		scripts = append(scripts, s)
	}
	return scripts
}
