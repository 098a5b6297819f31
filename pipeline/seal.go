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
		return "", "", fault.New(fault.Input, "“%s”中没有 %d 年度的结果，请先运行 jixiao run --year %d。",
			cfg.Outputs, cfg.Year, cfg.Year)
	}
	if err != nil {
		return "", "", err
	}
	if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
		return "", "", &publish.DamagedError{Run: m.ID, Found: found}
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
// Where one is no longer what the set was made from, nothing is sealed.
func inputsOf(root *os.Root, m *publish.Manifest, sealed *seal.Manifest) ([]seal.Source, error) {
	g := &gathering{root: root}
	g.rules(m)
	if err := g.own(m.Own); err != nil {
		return nil, err
	}
	sealed.Links = append(sealed.Links, g.registered(m.Inputs)...)
	if err := g.unlisted(m.Inputs); err != nil {
		return nil, err
	}
	if len(g.elsewhere) > 0 {
		return nil, fault.New(fault.Input, "批次 %s 是由放在别处的封存包汇总的，输入文件夹中没有这些封存包，不能封存。"+
			"请把它们（原样）放进“%s”后再封存：%s", m.ID, path.Dir(g.elsewhere[0]), baseNames(g.elsewhere))
	}
	if len(g.changed) > 0 {
		return nil, fault.New(fault.Input, "材料或规则与批次 %s 发布时不一样，不能封存。请先运行 jixiao run --year %d，再封存。不一样的有：\n  %s",
			m.ID, m.Year, strings.Join(g.changed, "\n  "))
	}
	return g.sources, nil
}

// gathering is the inputs of a set on their way into an archive.
type gathering struct {
	root    *os.Root
	sources []seal.Source
	changed []string // names that are not what the set was made from
	// elsewhere are archives of counties that were gathered from where they stood, and are not in the inputs.
	elsewhere []string
}

// baseNames lists files without their folders.
func baseNames(files []string) string {
	var names []string
	for _, file := range files {
		names = append(names, path.Base(file))
	}
	return strings.Join(names, "、")
}

func (g *gathering) add(name string) {
	g.sources = append(g.sources, seal.Source{File: path.Join(seal.Inputs, name), From: g.root.FS(), Name: name})
}

// same tells whether a file has the hash that it had when the set was made.
func (g *gathering) same(name, sum string) bool {
	got, _, err := publish.HashFile(filepath.Join(g.root.Name(), filepath.FromSlash(name)))
	return err == nil && got == sum
}

// rules adds 规则.xlsx, and 对比规则.xlsx where there is one now or was one then.
func (g *gathering) rules(m *publish.Manifest) {
	if g.add(rules.Name); !g.same(rules.Name, m.Rules.SHA256) {
		g.changed = append(g.changed, rules.Name)
	}
	if _, err := g.root.Lstat(rules.OtherName); err == nil || m.OtherRules != nil {
		if g.add(rules.OtherName); m.OtherRules == nil || !g.same(rules.OtherName, m.OtherRules.SHA256) {
			g.changed = append(g.changed, rules.OtherName)
		}
	}
}

// own adds the county's own SQL and templates.
func (g *gathering) own(listed []publish.Output) error {
	sums := map[string]string{}
	for _, o := range listed {
		sums[o.File] = o.SHA256
	}
	for _, folder := range []string{rules.SQLFolder, rules.TemplateFolder} {
		now, err := hashOwn(g.root.Name(), folder)
		if err != nil {
			return err
		}
		for _, o := range now {
			if g.add(o.File); sums[o.File] != o.SHA256 && listed != nil { // nil: a set of an older program
				g.changed = append(g.changed, o.File)
			}
			delete(sums, o.File)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) { // gone since
		if strings.Contains(name, "/") {
			g.changed = append(g.changed, name)
		}
	}
	return nil
}

// registered adds the files of the set; links are not followed, only named.
func (g *gathering) registered(inputs []publish.Input) (links []string) {
	for _, in := range inputs {
		info, err := g.root.Lstat(in.File)
		isArchive := (&find.File{Path: in.File}).IsSealed()
		switch {
		case isArchive && errors.Is(err, fs.ErrNotExist):
			g.elsewhere = append(g.elsewhere, in.File)
		case isArchive && err == nil && info.Mode().IsRegular() && g.same(in.File, in.SHA256):
			g.add(in.File) // whenever it was copied
			g.sources[len(g.sources)-1].Time = in.Modified
		case packed(g.root, in.File) || g.isInside(in.File): // goes with its archive
		case err == nil && info.Mode()&fs.ModeSymlink != 0:
			links = append(links, path.Join(seal.Inputs, in.File))
		case err != nil || !info.Mode().IsRegular() || info.Size() != in.Size || !info.ModTime().Equal(in.Modified) ||
			in.SHA256 != "" && !g.same(in.File, in.SHA256):
			g.changed = append(g.changed, in.File)
		default:
			g.add(in.File)
		}
	}
	return links
}

// isInside tells whether a file is in one of the archives that are elsewhere.
func (g *gathering) isInside(name string) bool {
	return slices.ContainsFunc(g.elsewhere, func(archive string) bool { return strings.HasPrefix(name, archive+"/") })
}

// unlisted names the files that stand in the inputs now and that the set does not know.
func (g *gathering) unlisted(inputs []publish.Input) error {
	listed := map[string]bool{}
	for _, in := range inputs {
		listed[in.File] = true
	}
	_, files, err := find.List(g.root, nil)
	if err != nil {
		return err
	}
	for _, f := range files {
		if !listed[f.Path] {
			g.changed = append(g.changed, f.Path)
		}
	}
	return nil
}

// packed tells whether a name leads into a file: into the archive of a county, a .zip archive, a mail.
func packed(root *os.Root, name string) bool {
	if holder := find.PackedIn(name); holder != "" {
		info, err := root.Lstat(holder)
		return err == nil && info.Mode().IsRegular() || packed(root, holder)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := root.Lstat(dir); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
