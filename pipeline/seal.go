package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/seal"
	"jixiao/pipeline/warehouse"
)

// Seal packs the newest set of a year with all that it was made from. The inputs must still be what the
// set was made from. It gives the archive's path and the hash to write down.
func Seal(cfg Config, out string) (name, sum string, err error) {
	dir, m, err := publish.LatestOf(cfg.Outputs, cfg.Year)
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", fault.New(fault.Input, "“%s”中没有 %d 年度的结果，请先运行 jixiao run --year %d。", cfg.Outputs, cfg.Year, cfg.Year)
	}
	if err != nil {
		return "", "", err
	}
	if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
		return "", "", fault.New(fault.Input, "批次 %s 的文件与清单不一致，不能封存。请用 jixiao verify 查看，再重新运行 jixiao run。", m.ID)
	}
	r, err := rules.Open(cfg.Inputs, warehouse.Checks)
	if err != nil {
		return "", "", err
	}
	county := r.CountyName(cfg.Year)
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
	err = publish.WriteFile(out, func(f *os.File) error { return seal.Write(f, sealed, sources) })
	if err != nil {
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
	if add(rules.Name); !same(rules.Name, m.Rules.SHA256) {
		changed = append(changed, rules.Name)
	}
	if _, err := root.Lstat(rules.OtherName); err == nil || m.OtherRules != nil {
		if add(rules.OtherName); m.OtherRules == nil || !same(rules.OtherName, m.OtherRules.SHA256) {
			changed = append(changed, rules.OtherName)
		}
	}
	own := map[string]string{}
	for _, o := range m.Own {
		own[o.File] = o.SHA256
	}
	for _, folder := range []string{rules.SQLFolder, rules.TemplateFolder} {
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
		return nil, fault.New(fault.Input, "材料或规则与批次 %s 发布时不一样，不能封存。请先运行 jixiao run --year %d，再封存。不一样的有：\n  %s", m.ID, m.Year, strings.Join(changed, "\n  "))
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
