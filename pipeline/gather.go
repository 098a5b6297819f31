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

	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Gather publishes one set of the sets of counties: of the parts of an inputs folder that were judged apart
// (Config.Part; the folder is Config.Inputs), or of sealed archives. Each is verified by its hashes first, and refused
// by its name where another program made it, or other rules. A county of the roster without a set is said; its
// townships have sent nothing.
func Gather(ctx context.Context, cfg Config, names []string) (*publish.Summary, error) {
	watch := startWatch(cfg.now())
	county, err := rules.Open(cfg.Inputs, warehouse.Checks)
	if watch.lap("rules"); err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.Input, "没有“%s”，没有汇总。请核对路径和文件名。", name)
		}
	}
	if slices.ContainsFunc(names, isFile) {
		return gatherArchives(ctx, cfg, county, names, watch)
	}
	parts, err := openParts(names, county, cfg.Program)
	if watch.lap("verify"); err != nil {
		return nil, err
	}
	first := parts[0].Manifest
	g := &gathered{parts: parts, missing: without(county, first.Year, func(name string) bool {
		return slices.ContainsFunc(parts, func(p *part) bool { return p.Basis.County == name })
	})}
	var files []find.File
	for _, p := range parts {
		if err := p.readRegister(ctx); err != nil {
			return nil, err
		}
		files = append(files, p.files...)
	}
	slices.SortStableFunc(files, func(a, b find.File) int { return strings.Compare(a.Path, b.Path) })
	inputs, err := find.OpenGathered(cfg.Inputs, county, first.Basis.Years, first.Year, files)
	if watch.lap("find"); err != nil {
		return nil, err
	}
	defer inputs.Close()
	cfg.gathered, cfg.notes, cfg.Rebuild = g, noteMissing(g.missing), true
	return run(ctx, &cfg, county, inputs, watch)
}

// noteMissing says which counties have no set.
func noteMissing(counties []string) []string {
	if len(counties) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("缺少 %d 个县的成果，这些县的乡镇按未报送处理：%s",
		len(counties), strings.Join(counties, "、"))}
}

// without are the counties of the roster that are not had.
func without(county *rules.County, year int, had func(name string) bool) []string {
	return slices.DeleteFunc(county.Counties(year), had)
}

// part is a set of one part of the inputs.
type part struct {
	*publish.Manifest
	name     string // as it was given
	dir      string // its tables
	files    []find.File
	counties []string // whose townships are due in it
}

// openParts verifies sets, and holds them to the program and the rules that they are gathered under.
func openParts(names []string, county *rules.County, program publish.Program) (parts []*part, err error) {
	build, err := programSum(program)
	if err != nil {
		return nil, err
	}
	says, err := county.Identity()
	if err != nil {
		return nil, err
	}
	taken := map[string]string{}
	for _, name := range names {
		p, err := openPart(name)
		if err != nil {
			return nil, err
		}
		if why := p.refuses(build, says); why != "" {
			return nil, fault.New(fault.Input, "“%s”%s，没有汇总。", name, why)
		}
		if other, twice := taken[p.Basis.County]; twice {
			return nil, fault.New(fault.Input, "“%s”和“%s”是同一部分（%s）的成果，请只留一个。",
				other, name, p.says())
		}
		taken[p.Basis.County] = name
		parts = append(parts, p)
		if p.Year != parts[0].Year || !slices.Equal(p.Basis.Years, parts[0].Basis.Years) {
			return nil, fault.New(fault.Input, "“%s”的年度（%d）与其他成果不同，没有汇总。", name, p.Year)
		}
	}
	return parts, nil
}

// openPart finds the set in a folder, of outputs or the set's own, and verifies it.
func openPart(name string) (*part, error) {
	dir := name
	latest, _, err := publish.Latest(name)
	if err == nil {
		dir = latest
	} else if fault.Is(err, fault.Broken) {
		return nil, err
	}
	m, found, err := publish.Verify(os.DirFS(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Input, "“%s”中没有成果（run.json），没有汇总。请指定县的输出文件夹，或它的封存包（.jixiao）。", name)
	}
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", name, err)
	}
	if len(found) > 0 {
		return nil, fault.New(fault.Broken, "“%s”与它的清单不一致，没有汇总：%s。请重新传送，或请该县重新运行。",
			name, found[0].File)
	}
	p := &part{Manifest: m, name: name, dir: filepath.Join(dir, reports.ParquetDir)}
	if m.Basis != nil { // else it is refused
		p.counties = []string{m.Basis.County}
	}
	return p, nil
}

// refuses says why a set cannot be gathered; "" where it can.
func (p *part) refuses(build, rules string) string {
	switch b := p.Basis; {
	case b == nil || !b.IsPart:
		return "不是一个县的数据表。请改用该县的封存包（jixiao seal），或用 jixiao run --tables --county 重新运行"
	case b.Program != build:
		return fmt.Sprintf("是另一版本的程序（%s）生成的，请用同一版本重新运行", p.Version)
	case b.Rules != rules:
		return "是按另一份规则或名册生成的，请用同一份规则重新运行"
	}
	return ""
}

func (p *part) says() string {
	if p.Basis.County == "" {
		return "不在各县文件夹中的材料"
	}
	return p.Basis.County
}

// readRegister reads what became of the files of a part.
func (p *part) readRegister(ctx context.Context) error {
	t, err := warehouse.ReadTable(ctx, []string{filepath.Join(p.dir, "sources.register.parquet")},
		"select year, file, file_sha, size, path_code, fate, reason, step from t")
	if err != nil {
		return fmt.Errorf("read the register of %s: %w", p.name, err)
	}
	modified := map[string]time.Time{}
	for _, in := range p.Inputs {
		modified[in.File] = in.Modified
	}
	for _, row := range t.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		p.files = append(p.files, find.File{
			Year: int(row[0].(int64)), Path: text(1), SHA: text(2), Size: row[3].(int64), PathUnit: text(4),
			Fate: find.Fate(text(5)), Reason: text(6), Step: text(7), Modified: modified[text(1)],
		})
	}
	return nil
}
