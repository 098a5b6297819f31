package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/seal"
)

// Seal packs the newest set of a year with all that it was made from. The inputs must still be what the
// set was made from. It gives the archive's path and the hash to write down.
func Seal(cfg Config, out string) (name, sum string, err error) {
	dir, m, err := publish.LatestOf(cfg.Outputs, cfg.Year)
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", &InputError{fmt.Sprintf("“%s”中没有 %d 年度的结果，请先运行 jixiao run --year %d。", cfg.Outputs, cfg.Year, cfg.Year)}
	}
	if err != nil {
		return "", "", err
	}
	if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
		return "", "", &InputError{fmt.Sprintf("批次 %s 的文件与清单不一致，不能封存。请用 jixiao verify 查看，再重新运行 jixiao run。", m.ID)}
	}
	r, _, err := ReadRules(cfg.Inputs)
	if err != nil {
		return "", "", err
	}
	county := (&job{rules: r, year: cfg.Year}).county()
	sealed := seal.Manifest{County: county, Year: m.Year, Run: m.ID, Version: m.Version, Started: m.Started}
	root, err := os.OpenRoot(cfg.Inputs)
	if err != nil {
		return "", "", err
	}
	defer root.Close()
	sources, err := inputsOf(root, m, &sealed)
	if err != nil {
		return "", "", err
	}
	for _, o := range append(m.Outputs, publish.Output{File: "run.json"}) {
		sources = append(sources, seal.Source{File: path.Join(seal.Outputs, o.File), From: os.DirFS(dir), Name: o.File})
	}
	if out == "" {
		out = publish.FileName(fmt.Sprintf("%s%d年度封存-%s", county, m.Year, m.ID)) + ".jixiao"
	}
	if err := writeArchive(out, sealed, sources); err != nil {
		return "", "", err
	}
	a, err := seal.Open(out) // as a reader will
	if err != nil {
		return "", "", err
	}
	defer a.Close()
	sum, err = a.Sum()
	return out, sum, err
}

// inputsOf lists the inputs of a set: the rules, the county's own SQL and templates, the files as they were registered.
func inputsOf(root *os.Root, m *publish.Manifest, sealed *seal.Manifest) (sources []seal.Source, err error) {
	var changed []string
	add := func(name string) {
		sources = append(sources, seal.Source{File: path.Join(seal.Inputs, name), From: root.FS(), Name: name})
	}
	same := func(name, sum string) bool {
		got, _, err := publish.HashFile(filepath.Join(root.Name(), filepath.FromSlash(name)))
		return err == nil && got == sum
	}
	if add(RulesName); !same(RulesName, m.Rules.SHA256) {
		changed = append(changed, RulesName)
	}
	if _, err := root.Lstat(OtherRulesName); err == nil || m.OtherRules != nil {
		if add(OtherRulesName); m.OtherRules == nil || !same(OtherRulesName, m.OtherRules.SHA256) {
			changed = append(changed, OtherRulesName)
		}
	}
	own := map[string]string{}
	for _, o := range m.Own {
		own[o.File] = o.SHA256
	}
	for _, folder := range []string{"sql", TemplateFolder} {
		now, err := hashOwn(root.Name(), folder)
		if err != nil {
			return nil, err
		}
		for _, o := range now {
			if add(o.File); own[o.File] != o.SHA256 && m.Own != nil { // nil: a set of an older program
				changed = append(changed, o.File)
			}
			delete(own, o.File)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) { // gone since
		if strings.Contains(name, "/") {
			changed = append(changed, name)
		}
	}
	listed := map[string]bool{}
	for _, in := range m.Inputs {
		listed[in.File] = true
		info, err := root.Lstat(in.File)
		switch {
		case packed(root, in.File): // goes with its archive
		case err == nil && info.Mode()&fs.ModeSymlink != 0:
			sealed.Links = append(sealed.Links, path.Join(seal.Inputs, in.File))
		case err != nil || !info.Mode().IsRegular() || info.Size() != in.Size || !info.ModTime().Equal(in.Modified) || in.SHA256 != "" && !same(in.File, in.SHA256):
			changed = append(changed, in.File)
		default:
			add(in.File)
		}
	}
	_, files, err := find.List(root, nil)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !listed[f.Path] {
			changed = append(changed, f.Path)
		}
	}
	if len(changed) > 0 {
		return nil, &InputError{fmt.Sprintf("材料或规则与批次 %s 发布时不一样，不能封存。请先运行 jixiao run --year %d，再封存。不一样的有：\n  %s", m.ID, m.Year, strings.Join(changed, "\n  "))}
	}
	return sources, nil
}

// packed tells whether a name leads into a file: into the archive of a county.
func packed(root *os.Root, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := root.Lstat(dir); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}

// writeArchive writes beside the target and renames: the archive is there whole or not at all.
func writeArchive(out string, m seal.Manifest, sources []seal.Source) (err error) {
	temp := out + ".tmp"
	f, err := os.Create(temp)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp)
		}
	}()
	if err := errors.Join(seal.Write(f, m, sources), f.Sync(), f.Close()); err != nil {
		return err
	}
	disk := publish.Local{}
	if err := disk.Rename(temp, out); err != nil {
		return err
	}
	return disk.Sync(filepath.Dir(out))
}

// Replay makes the set of an archive anew from its inputs, in a folder of its own, and names the outputs
// that came out otherwise. The database file itself is left out: its tables are compared as Parquet.
func Replay(ctx context.Context, a *seal.Archive, cfg Config) (differ []string, err error) {
	work, err := os.MkdirTemp("", "jixiao-replay-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	if err := a.Unpack(work, ""); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	cfg.Inputs, cfg.Outputs, cfg.Year = filepath.Join(work, seal.Inputs), filepath.Join(work, "again"), a.Year
	cfg.Previous = filepath.Join(work, seal.Outputs)
	cfg.Now, cfg.Rebuild = func() time.Time { return a.Started }, true
	if _, err := Run(ctx, cfg); err != nil {
		return nil, err
	}
	set, err := a.Set()
	if err != nil {
		return nil, err
	}
	before, _, err := publish.Verify(set)
	if err != nil {
		return nil, err
	}
	_, after, err := publish.Latest(cfg.Outputs)
	if err != nil {
		return nil, err
	}
	return compareSets(before, after), nil
}

func compareSets(before, after *publish.Manifest) (differ []string) {
	sums := map[string]string{}
	for _, o := range before.Outputs {
		sums[o.File] = o.SHA256
	}
	for _, o := range after.Outputs {
		if sums[o.File] != o.SHA256 && o.File != "jixiao.duckdb" {
			differ = append(differ, o.File)
		}
		delete(sums, o.File)
	}
	for name := range sums {
		differ = append(differ, name)
	}
	fates := map[string]string{}
	for _, in := range before.Inputs {
		fates[in.File] = in.SHA256 + in.Fate + in.Reason
	}
	for _, in := range after.Inputs {
		if fates[in.File] != in.SHA256+in.Fate+in.Reason {
			differ = append(differ, path.Join(seal.Inputs, in.File))
		}
	}
	return differ
}
