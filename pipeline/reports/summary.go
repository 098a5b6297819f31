package reports

import (
	"context"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
)

// summary counts what the tables hold of the year.
func (w *writer) summary(ctx context.Context) (*publish.Summary, error) {
	s := &publish.Summary{Year: w.Inputs.Year, Files: map[string]int{}, Missing: []string{}, Unreadable: []string{},
		Findings: map[string]int64{"error": 0, "warn": 0, "note": 0}}
	townships, err := w.Tables.Ask(ctx, "submissions")
	if err != nil {
		return nil, err
	}
	for _, row := range townships.Rows {
		s.Townships++
		if row[1].(bool) {
			s.Submitted++
		} else {
			s.Missing = append(s.Missing, row[0].(string))
		}
		s.Projects += row[2].(int64)
	}
	files, err := w.Tables.Ask(ctx, "file_fates")
	if err != nil {
		return nil, err
	}
	for _, row := range files.Rows {
		s.Files[row[1].(string)]++
		if row[1] == string(find.Unreadable) {
			s.Unreadable = append(s.Unreadable, row[0].(string))
		}
	}
	findings, err := w.Tables.Ask(ctx, "finding_counts")
	if err != nil {
		return nil, err
	}
	for _, row := range findings.Rows {
		s.Findings[row[0].(string)] = row[1].(int64)
	}
	s.Rows, err = w.Tables.Rows(ctx, Exported)
	return s, err
}
