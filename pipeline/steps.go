package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
	"jixiao/pipeline/warehouse"
	"jixiao/sql"
)

// RulesName is the county's rules workbook in the inputs folder.
const RulesName = "规则.xlsx"

// OtherRulesName is a second rules workbook, to see what other rules would change.
const OtherRulesName = "对比规则.xlsx"

// ReadRules reads the rules workbook of an inputs folder, and finds the county's own SQL beside it.
func ReadRules(inputs string) (*rules.Rules, *warehouse.Queries, error) {
	queries, err := warehouse.ReadQueries(sql.Over(os.DirFS(filepath.Join(inputs, "sql"))))
	if err != nil {
		return nil, nil, err
	}
	r, err := readRulesFile(filepath.Join(inputs, RulesName), queries.Checks())
	if err == nil {
		err = adoptLabels(r, filepath.Join(inputs, rules.LabelsName))
	}
	return r, queries, err
}

// adoptLabels adds the wordings that the county confirmed; without the workbook there are none.
func adoptLabels(r *rules.Rules, path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return r.Adopt(filepath.Base(path), f, info.Size())
}

func readRulesFile(path string, checks []rules.Check) (*rules.Rules, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return rules.Read(filepath.Base(path), f, info.Size(), checks)
}

// DefaultRules are those built into the program, with its SQL.
func DefaultRules() (*rules.Rules, *warehouse.Queries, error) {
	queries, err := warehouse.ReadQueries(sql.Files)
	if err != nil {
		return nil, nil, err
	}
	r, err := rules.Default(queries.Checks())
	return r, queries, err
}

func (j *job) loadRules(context.Context) error {
	if info, err := os.Stat(j.cfg.Inputs); errors.Is(err, fs.ErrNotExist) {
		return &InputError{fmt.Sprintf("没有输入文件夹“%s”。请用 --inputs 指定，或用 jixiao init 新建。", j.cfg.Inputs)}
	} else if err != nil {
		return &AwayError{j.cfg.Inputs, err}
	} else if !info.IsDir() {
		return &InputError{fmt.Sprintf("“%s”不是文件夹。", j.cfg.Inputs)}
	}
	r, queries, err := ReadRules(j.cfg.Inputs)
	if errors.Is(err, fs.ErrNotExist) {
		return &InputError{fmt.Sprintf("输入文件夹“%s”中没有 %s。请用 jixiao init 新建一份，填好乡镇名册后放在这里。", j.cfg.Inputs, RulesName)}
	}
	if err != nil {
		return err
	}
	if len(r.Units(0)) == 0 {
		return &rules.Error{File: RulesName, Sheet: "乡镇名册", Says: "名册是空的，请填写单位代码和单位名称"}
	}
	j.rules, j.sql = r, queries
	sum, size, err := publish.HashFile(filepath.Join(j.cfg.Inputs, RulesName))
	j.rulesFile = publish.Output{File: RulesName, SHA256: sum, Size: size}
	return err
}

func (j *job) find(context.Context) error {
	root, err := os.OpenRoot(j.cfg.Inputs)
	if err != nil {
		return &AwayError{j.cfg.Inputs, err}
	}
	defer root.Close()
	j.years, j.files, err = find.List(root, j.rules.Names())
	switch {
	case err != nil:
		return &AwayError{j.cfg.Inputs, err}
	case len(j.years) == 0:
		return &InputError{fmt.Sprintf("输入文件夹“%s”中没有年度文件夹。请建一个以年度命名的文件夹（如 2023），把各乡镇的材料放进去。", j.cfg.Inputs)}
	}
	j.year = j.cfg.Year
	if j.year == 0 {
		j.year = slices.Max(j.years)
	}
	if !slices.Contains(j.years, j.year) {
		return &InputError{fmt.Sprintf("输入文件夹“%s”中没有 %d 年度的文件夹。", j.cfg.Inputs, j.year)}
	}
	return nil
}

// lock takes the outputs folder, clears what a run that was killed left in it, and looks for room.
func (j *job) lock(context.Context) (err error) {
	if j.held, err = publish.Lock(j.cfg.Outputs); err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(j.cfg.Outputs, workPrefix+"*"))
	for _, path := range left {
		err = errors.Join(err, os.RemoveAll(path))
	}
	err = errors.Join(err, stage.Sweep(filepath.Join(j.cfg.Outputs, "stage")))
	return errors.Join(err, j.place().Recover(), j.place().CheckSpace())
}

func (j *job) place() publish.Place { return publish.Place{Dir: j.cfg.Outputs, Disk: j.cfg.disk()} }

func (j *job) extract(ctx context.Context) error {
	root, err := os.OpenRoot(j.cfg.Inputs)
	if err != nil {
		return err
	}
	defer root.Close()
	x, err := newExtractor(root, filepath.Join(j.cfg.Outputs, "stage"), j.rules, &j.cfg)
	if err != nil {
		return err
	}
	if j.fresh, err = x.all(ctx, j.files, j.cfg.workers(), j.cfg.Progress); err != nil {
		return err
	}
	if err := j.lookAgain(); err != nil {
		return err
	}
	return x.compact(ctx, j.files)
}

// settle waits for new files to lie still.
func (j *job) settle(ctx context.Context) error {
	if !j.cfg.Settle {
		return nil
	}
	seconds, err := strconv.Atoi(j.rules.Parameter("静置秒数", j.year))
	if err != nil {
		seconds = 10
	}
	root, err := os.OpenRoot(j.cfg.Inputs)
	if err != nil {
		return &AwayError{j.cfg.Inputs, err}
	}
	defer root.Close()
	seen := map[string]publish.Input{}
	if _, m, err := publish.Latest(j.cfg.Outputs); err == nil {
		for _, in := range m.Inputs {
			seen[in.File] = in
		}
	}
	const looks = 3
	return find.Settling{
		Looks: looks, Pause: time.Duration(seconds) * time.Second / (looks - 1), Sleep: j.cfg.sleep,
		Known: func(f *find.File) bool {
			in := seen[f.Path]
			return in.SHA256 != "" && in.Size == f.Size && in.Modified.Equal(f.Modified)
		},
	}.Wait(ctx, root, j.files)
}

// lookAgain tells files that cannot be opened from a share that has gone: then nothing is published, for
// "could not look" is not "nothing there".
func (j *job) lookAgain() error {
	if !slices.ContainsFunc(j.files, func(f find.File) bool {
		return strings.HasPrefix(f.Reason, couldNotOpen) || f.Reason == find.StillChanging
	}) {
		return nil
	}
	_, err := os.Stat(filepath.Join(j.cfg.Inputs, RulesName))
	if err == nil {
		_, err = os.ReadDir(j.cfg.Inputs)
	}
	if err != nil {
		return &AwayError{j.cfg.Inputs, err}
	}
	return nil
}

// manyFiles is from how many files on what is held of them is worth giving back.
const manyFiles = 1000

func (j *job) build(ctx context.Context) (err error) {
	if len(j.files) > manyFiles {
		debug.FreeOSMemory() // what reading took, for the database
	}
	if j.run, err = j.place().Begin(j.started); err != nil {
		return err
	}
	previous, err := j.compareWith()
	if err != nil {
		return err
	}
	columns, files := registerRows(j.files)
	b := &warehouse.Build{
		Path: filepath.Join(j.run.Dir, "jixiao.duckdb"), Work: j.work(), SQL: j.sql, Rules: j.rules,
		Count: exported, Year: j.year, Years: j.years, Columns: columns, Files: files, Memory: j.cfg.Memory, Threads: j.cfg.Workers, Previous: previous,
	}
	if b.Other, err = j.other(ctx, *b); err != nil {
		return err
	}
	j.db, j.timings, err = b.Run(ctx)
	return err
}

// other judges the same inputs under the county's second rule set (对比规则.xlsx), where there is one,
// and gives the folder of its tables. What the townships are and how their forms are read stays as it is.
func (j *job) other(ctx context.Context, b warehouse.Build) (dir string, err error) {
	file := filepath.Join(j.cfg.Inputs, OtherRulesName)
	r, err := readRulesFile(file, j.sql.Checks())
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for _, same := range []string{"乡镇名册", "表样"} {
		r.Tables[same] = j.rules.Tables[same]
	}
	sum, size, err := publish.HashFile(file)
	if err != nil {
		return "", err
	}
	j.otherRules = &publish.Output{File: OtherRulesName, SHA256: sum, Size: size}
	dir = filepath.Join(j.work(), "other")
	b.Rules, b.Work, b.Path = r, dir, ""
	w, _, err := b.Run(ctx)
	if err != nil {
		return "", fmt.Errorf("under %s: %w", OtherRulesName, err)
	}
	defer w.Close()
	for _, t := range warehouse.OtherTables {
		if err := w.Export(ctx, t.Table, filepath.Join(dir, t.Table+".parquet")); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// work is where a run keeps what is not published; it goes with the run.
func (j *job) work() string { return filepath.Join(j.cfg.Outputs, workPrefix+j.run.ID) }

const workPrefix = ".work-"

func (j *job) audit(context.Context) error {
	if faults := j.db.Faults(); len(faults) > 0 {
		return &AuditError{faults}
	}
	return nil
}
