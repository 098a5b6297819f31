package reports

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/tables"
)

// Exported are the tables that analysts get as Parquet files.
var Exported = []string{
	"sources.register", "sources.files", "sources.fields",
	"staging.townships", "staging.budgets", "staging.projects", "staging.funding", "staging.indicators",
	"staging.goals",
	"staging.narratives", "staging.statements", "checks.findings", "scores.indicators",
	"scores.projects", "scores.townships",
	"rankings.townships", "rankings.projects", "rankings.recheck", "rankings.corrections", "rankings.rule_sets",
	"staging.reviews", "scores.reviews", "staging.ledger", "staging.ledger_matches", "scores.coverage",
}

// export writes findings.csv and the Parquet files.
func (w *writer) export(ctx context.Context) error {
	findings, err := w.Tables.Query(ctx, "select * exclude (places, equation, reviewed_township) replace ("+
		"coalesce(township, reviewed_township) as township, "+
		"substr(project, 1 + coalesce(length(reviewed_township), 0)) as project) from checks.findings")
	if err != nil {
		return err
	}
	if err := writeCSV(w.path(findingsList), findings); err != nil {
		return err
	}
	dictionary, err := w.Tables.Query(ctx, "from reports.data_dictionary")
	if err != nil {
		return err
	}
	dir := w.path(ParquetDir)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	if err := writeCSV(filepath.Join(dir, "数据字典.csv"), dictionary); err != nil {
		return err
	}
	for _, name := range Exported {
		if err := w.Tables.Export(ctx, name, filepath.Join(dir, name+".parquet")); err != nil {
			return fmt.Errorf("export %s: %w", name, err)
		}
	}
	return nil
}

// writeCSV begins with a byte order mark, so that Excel opens the file as UTF-8.
func writeCSV(path string, t *tables.Table) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if _, err := f.WriteString("\ufeff"); err != nil {
		return err
	}
	return t.WriteCSV(f, true)
}

// kept are the tables of changes and of what lasts over the nights; the next run reads most of them
// (warehouse.PreviousTables).
var kept = []string{
	"changes.files", "changes.figures", "changes.findings", "changes.looks", "changes.arrivals", "changes.punctuality",
	"changes.events", "changes.lives", "changes.progress", "changes.cells",
}

// changes writes what differs from the previous set for pages and analysts, and counts it.
func (w *writer) changes(ctx context.Context) (*publish.Changes, error) {
	lines, err := w.Tables.Query(ctx, "from sheets.changes")
	if err != nil {
		return nil, err
	}
	if err := writeCSV(w.path(Changes), lines); err != nil {
		return nil, err
	}
	for _, name := range kept {
		if err := w.Tables.Export(ctx, name, w.path(Parquet(name))); err != nil {
			return nil, fmt.Errorf("export %s: %w", name, err)
		}
	}
	c := &publish.Changes{}
	counts, err := w.Tables.Ask(ctx, "change_counts")
	if err != nil {
		return nil, err
	}
	for i, n := range []*int64{&c.Came, &c.Replaced, &c.Withdrawn, &c.Opened, &c.Closed, &c.Figures, &c.Ranks} {
		*n = counts.Rows[0][i].(int64)
	}
	return c, nil
}

// labels writes the wordings that 表样 does not have, for the county to confirm (待确认标签); nothing where there are none.
func (w *writer) labels(ctx context.Context) error {
	unknown, err := w.Tables.Ask(ctx, "unknown_labels")
	if err != nil || len(unknown.Rows) == 0 {
		return err
	}
	var choices []string
	words := map[string]string{}
	for _, c := range w.County.FieldChoices() {
		choices = append(choices, c.Words)
		words[c.ID] = c.Words
	}
	var labels []workbooks.Label
	for _, row := range unknown.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		labels = append(labels, workbooks.Label{
			Wording: text(0), Proposed: words[text(1)], Times: row[2].(int64), Example: text(3),
		})
	}
	return workbooks.Labels(w.path(labelsBook), labels, choices)
}
