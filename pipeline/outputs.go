package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"jixiao/pipeline/reports"
	"jixiao/pipeline/tables"
)

// report writes what people open: the consolidated workbook and a report a township.
func (j *job) report(ctx context.Context) error {
	sheets, err := j.db.Tables(ctx, j.sql, "sheets")
	if err != nil {
		return err
	}
	title := fmt.Sprintf("%s%d年度乡镇预算绩效自评县级汇总", j.county(), j.year)
	parts, err := j.db.Tables(ctx, j.sql, "reports")
	if err != nil {
		return err
	}
	byName := map[string]*tables.Table{}
	for _, t := range parts {
		byName[t.Name] = t
	}
	copies, err := j.returns(ctx)
	if err != nil {
		return err
	}
	book := &reports.Book{Title: title, Figures: byName["county"], Sheets: sheets, Grades: j.grades(), Copies: copies}
	if err := reports.Workbook(filepath.Join(j.run.Dir, "县级汇总.xlsx"), book); err != nil {
		return fmt.Errorf("write 县级汇总.xlsx: %w", err)
	}
	if err := j.recheck(byName["recheck"]); err != nil {
		return err
	}
	for _, facts := range byName["facts"].Split("乡镇") {
		dir := filepath.Join(j.run.Dir, "乡镇", j.folder(facts.Key))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		t := &reports.Township{Name: facts.Key, Facts: facts.Table, Goals: byName["goals"].Only("乡镇", facts.Key), Tables: map[string]*tables.Table{
			"预算执行": byName["budget"].Only("乡镇", facts.Key), "项目等级": byName["grades"].Only("乡镇", facts.Key), "审核问题": byName["findings"].Only("乡镇", facts.Key),
		}}
		if err := reports.Report(filepath.Join(dir, "自评报告.docx"), t); err != nil {
			return fmt.Errorf("write the report of %s: %w", facts.Key, err)
		}
	}
	return nil
}

// county is the county's name for titles; empty where the roster names several.
func (j *job) county() string {
	if name := j.rules.Parameter("县名", j.year); name != "" {
		return name
	}
	county := ""
	for _, u := range j.rules.Units(j.year) {
		if county != "" && u.County != county {
			return ""
		}
		county = u.County
	}
	return county
}

// exported are the tables that analysts get as Parquet files.
var exported = []string{
	"sources.files", "sources.fields", "staging.townships", "staging.budgets", "staging.projects", "staging.funding", "staging.indicators",
	"staging.goals", "staging.narratives", "checks.findings", "scores.indicators", "scores.projects", "scores.townships", "rankings.townships", "rankings.projects",
	"rankings.recheck", "rankings.corrections", "rankings.rule_sets", "staging.reviews", "scores.reviews",
}

// export writes findings.csv and the Parquet files, and counts.
func (j *job) export(ctx context.Context) error {
	findings, err := j.db.Query(ctx, "from checks.findings")
	if err != nil {
		return err
	}
	if err := writeCSV(filepath.Join(j.run.Dir, "findings.csv"), findings); err != nil {
		return err
	}
	dir := filepath.Join(j.run.Dir, "parquet")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, name := range exported {
		if err := j.db.Export(ctx, name, filepath.Join(dir, name+".parquet")); err != nil {
			return fmt.Errorf("export %s: %w", name, err)
		}
	}
	j.summary, err = j.summarise(ctx)
	return err
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
