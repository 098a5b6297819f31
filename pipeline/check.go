package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Checked is what a township's own files look like before it submits them.
type Checked struct {
	Year      int       `json:"year"`
	Townships []string  `json:"townships"`
	Read      int       `json:"read"`
	Projects  int64     `json:"projects"`
	Forms     int64     `json:"forms"`   // that count
	Dropped   int64     `json:"dropped"` // places where something was not taken in
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

// Ready reports whether the files may be submitted: something was read, all of it was taken in, no error.
func (c *Checked) Ready() bool { return c.Errors() == 0 && c.Forms > 0 && c.Dropped == 0 }

// Check does the same recognition and checks as Run for the files of one township, offline and
// without publishing. Without a rules workbook it takes the built-in rules, and the unit's name
// from the forms themselves.
func Check(ctx context.Context, cfg Config, paths []string) (*Checked, error) {
	work, err := os.MkdirTemp("", "jixiao-check-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	county, err := rules.Open(cfg.Inputs, warehouse.Checks)
	if errors.Is(err, fs.ErrNotExist) {
		county, err = rules.OpenDefault(warehouse.Checks)
	}
	if err != nil {
		return nil, err
	}
	claims := extract.NewClaims()
	files, sources, err := readPaths(ctx, cfg, county.Rules, paths, filepath.Join(work, "stage"), claims)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fault.New(fault.Input, "没有找到要检查的文件。")
	}
	if name := claims.Unit(); len(county.Units(0)) == 0 && name != "" {
		if err := county.SetRoster("表内单位", strings.NewReader("单位代码,单位名称\n000000,"+name+"\n")); err != nil {
			return nil, err
		}
	}
	year := claims.Year()
	for i := range files {
		files[i].Year = year
	}
	queries, err := warehouse.ReadQueries(county.SQL)
	if err != nil {
		return nil, err
	}
	c, err := judgeOwn(ctx, &warehouse.Build{
		Work: filepath.Join(work, "work"), SQL: queries, Rules: county.Rules,
		Year: year, Years: []int{year}, Memory: cfg.Memory, Threads: cfg.Workers,
	}, files)
	if err != nil {
		return nil, err
	}
	c.sources = sources
	return c, nil
}

// readPaths extracts the files that were named, and those in the folders that were named. sources tells where each
// file stands.
func readPaths(
	ctx context.Context, cfg Config, r *rules.Rules, paths []string, stage string, claims *extract.Claims,
) (all []find.File, sources map[string]string, err error) {
	sources = map[string]string{}
	for _, path := range paths {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fault.New(fault.Input, "没有“%s”这个文件或文件夹。", path)
		}
		if err != nil {
			return nil, nil, err
		}
		dir, name := path, "."
		if !info.IsDir() {
			dir, name = filepath.Dir(path), filepath.Base(path)
		}
		files, err := readFolder(ctx, cfg, r, dir, name, stage, claims)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range files {
			sources[f.Path] = filepath.Join(dir, filepath.FromSlash(f.Path))
		}
		all = append(all, files...)
	}
	return all, sources, nil
}

// readFolder extracts what stands in a folder under a name.
func readFolder(
	ctx context.Context, cfg Config, r *rules.Rules, dir, name, stage string, claims *extract.Claims,
) ([]find.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files, err := find.Walk(root, name, 0, r.Names())
	if err != nil {
		return nil, err
	}
	skipCopies(files)
	packed := &find.Unpacker{Dir: filepath.Dir(stage), Zone: time.Local, Names: r.Names()}
	defer packed.Close()
	inside, err := packed.Unpack(ctx, root, files)
	if err != nil {
		return nil, err
	}
	files = append(files, inside...)
	options := cfg.reading()
	options.Process, options.Seen = nil, claims.Add // what forms say of themselves is heard in this process alone
	x, err := extract.New(root, stage, r, options)
	if err == nil {
		_, err = x.Files(ctx, files)
	}
	return files, err
}

// judgeOwn runs the same SQL as a run over the files, and keeps what is about their townships.
func judgeOwn(ctx context.Context, b *warehouse.Build, files []find.File) (*Checked, error) {
	b.Columns, b.Files = find.Register(files)
	db, _, err := b.RunSparing(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	c := &Checked{Year: b.Year, Townships: []string{}, Findings: []Finding{}}
	townships, err := db.Ask(ctx, "townships_found")
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
	projects, err := db.Ask(ctx, "projects_counted")
	if err != nil {
		return nil, err
	}
	c.Projects = projects.Rows[0][0].(int64)
	taken, err := db.Ask(ctx, "dropped")
	if err != nil {
		return nil, err
	}
	c.Forms, c.Dropped = taken.Rows[0][0].(int64), taken.Rows[0][1].(int64)
	found, err := db.Ask(ctx, "mending_order")
	if err != nil {
		return nil, err
	}
	for _, row := range found.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		if text(1) == "" || slices.Contains(c.Townships, text(1)) {
			c.Findings = append(c.Findings, Finding{
				text(0), text(1), text(2), text(3), text(4), text(5),
				text(6), text(7), text(8), text(9), text(10), text(11),
			})
		}
	}
	return c, nil
}
