package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
	"jixiao/pipeline/warehouse"
)

// Checked is what a township's own files look like before it submits them.
type Checked struct {
	Year      int       `json:"year"`
	Townships []string  `json:"townships"`
	Read      int       `json:"read"`
	Projects  int64     `json:"projects"`
	Findings  []Finding `json:"findings"`

	sources map[string]string // where each file stands
}

// Finding is a row of checks.findings.
type Finding struct {
	ID       string `json:"finding_id"`
	Township string `json:"township"`
	Project  string `json:"project"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	File     string `json:"file"`
	Sheet    string `json:"sheet"`
	Cell     string `json:"cell"`
	Value    string `json:"value"`
	Expected string `json:"expected"`
	Fix      string `json:"fix"`
}

// Count counts the findings of a severity.
func (c *Checked) Count(severity string) int {
	n := 0
	for _, f := range c.Findings {
		if f.Severity == severity {
			n++
		}
	}
	return n
}

// Errors counts what must be mended before submitting.
func (c *Checked) Errors() int { return c.Count("error") }

// Check does the same recognition and checks as Run for the files of one township, offline and
// without publishing. Without a rules workbook it takes the built-in rules, and the unit's name
// from the forms themselves.
func Check(ctx context.Context, cfg Config, paths []string) (*Checked, error) {
	work, err := os.MkdirTemp("", "jixiao-check-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	r, queries, err := ReadRules(cfg.Inputs)
	if errors.Is(err, fs.ErrNotExist) {
		r, queries, err = DefaultRules()
	}
	if err != nil {
		return nil, err
	}
	seen := &claims{years: map[int64]int{}, units: map[string]int{}}
	files, sources, err := readPaths(ctx, cfg, r, paths, work, seen)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, &InputError{"没有找到要检查的文件。"}
	}
	if len(r.Units(0)) == 0 {
		if name := seen.unit(); name != "" {
			if err := r.SetRoster("表内单位", strings.NewReader("单位代码,单位名称\n000000,"+name+"\n")); err != nil {
				return nil, err
			}
		}
	}
	year := seen.year()
	for i := range files {
		files[i].Year = year
	}
	c, err := judge(ctx, &warehouse.Build{
		Work: filepath.Join(work, "work"), SQL: queries, Rules: r,
		Year: year, Years: []int{year}, Memory: cfg.Memory, Threads: cfg.Workers,
	}, files)
	if err != nil {
		return nil, err
	}
	c.sources = sources
	return c, nil
}

// readPaths extracts the files that were named, and those in the folders that were named.
func readPaths(ctx context.Context, cfg Config, r *rules.Rules, paths []string, work string, seen *claims) (all []find.File, sources map[string]string, err error) {
	sources = map[string]string{}
	for _, path := range paths {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, &InputError{fmt.Sprintf("没有“%s”这个文件或文件夹。", path)}
		}
		if err != nil {
			return nil, nil, err
		}
		dir, name := path, "."
		if !info.IsDir() {
			dir, name = filepath.Dir(path), filepath.Base(path)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, nil, err
		}
		files, err := find.Walk(root, name, 0, r.Names())
		skipCopies(files)
		if err == nil {
			var x *extractor
			if x, err = newExtractor(root, filepath.Join(work, "stage"), r, &Config{Limits: cfg.Limits}); err == nil {
				x.seen = seen.add
				_, err = x.all(ctx, files, cfg.workers(), cfg.Progress)
			}
		}
		if err = errors.Join(err, root.Close()); err != nil {
			return nil, nil, err
		}
		for _, f := range files {
			sources[f.Path] = filepath.Join(dir, filepath.FromSlash(f.Path))
		}
		all = append(all, files...)
	}
	return all, sources, nil
}

// claims are what forms say of themselves: how often each year, each unit is named.
type claims struct {
	years map[int64]int
	units map[string]int
}

func (c *claims) add(fields []forms.Field) {
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

func (c *claims) unit() string { return most(c.units) }

// year is the one that most forms are for; where none says, last year's budget is evaluated.
func (c *claims) year() int {
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

// judge runs the same SQL as a run over the files, and keeps what is about their townships.
func judge(ctx context.Context, b *warehouse.Build, files []find.File) (*Checked, error) {
	b.Columns, b.Files = registerRows(files)
	db, _, err := b.Run(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	c := &Checked{Year: b.Year, Townships: []string{}, Findings: []Finding{}}
	townships, err := db.Query(ctx, `select distinct files.township from sources.files where files.township is not null order by files.township`)
	if err != nil {
		return nil, err
	}
	for _, row := range townships.Rows {
		c.Townships = append(c.Townships, row[0].(string))
	}
	for _, f := range files {
		if f.Fate == find.Read {
			c.Read++
		}
	}
	projects, err := db.Query(ctx, "select count(*) from staging.projects where counted")
	if err != nil {
		return nil, err
	}
	c.Projects = projects.Rows[0][0].(int64)
	found, err := db.Query(ctx, mendingOrder)
	if err != nil {
		return nil, err
	}
	for _, row := range found.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		if text(1) == "" || slices.Contains(c.Townships, text(1)) {
			c.Findings = append(c.Findings, Finding{text(0), text(1), text(2), text(3), text(4), text(5), text(6), text(7), text(8), text(9), text(10), text(11)})
		}
	}
	return c, nil
}

// mendingOrder lists findings as a clerk goes through the files: what must be mended first, then
// sheet by sheet in the order of the tabs, from the top.
const mendingOrder = `
select
    findings.finding_id, findings.township, findings.project, findings.severity, findings.code, findings.message,
    findings.file, findings.sheet, findings.cell, findings.value, findings.expected, findings.fix,
from checks.findings
left join (
    select fields.file, fields.sheet, min(fields.position) as place,
    from sources.fields
    group by all
) as tabs
    on findings.file = tabs.file and findings.sheet = tabs.sheet
order by
    findings.file nulls first, array_position(['error', 'warn', 'note'], findings.severity), tabs.place nulls first,
    cast(nullif(regexp_extract(findings.cell, '[0-9]+'), '') as integer) nulls first, length(findings.cell), findings.cell, findings.finding_id`
