package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
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

// gatherArchives publishes one set of the sealed archives of counties: what they hold is judged under the rules and the
// roster of the inputs folder, as in a run over a folder in which the archives lie.
func gatherArchives(
	ctx context.Context, cfg Config, county *rules.County, names []string, watch *watch,
) (*publish.Summary, error) {
	archives, err := openArchives(names, county, cfg.Program)
	if watch.lap("verify"); err != nil {
		return nil, err
	}
	years, all := map[string]int{}, []int{}
	for _, a := range archives {
		years[a.name] = a.Year
		all = append(all, a.Year)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	newest := all[len(all)-1]
	files, err := find.Archives(years, county.Names())
	if err != nil {
		return nil, err
	}
	inputs, err := find.OpenGathered(cfg.Inputs, county, all, newest, files)
	if watch.lap("find"); err != nil {
		return nil, err
	}
	defer inputs.Close()
	cfg.Rebuild = true
	cfg.notes = noteMissing(without(county, newest, func(name string) bool {
		return slices.ContainsFunc(archives, func(a *archive) bool {
			return a.Year == newest && slices.Contains(a.counties, name)
		})
	}))
	return run(ctx, &cfg, county, inputs, watch)
}

// archive is a sealed archive by its manifest.
type archive struct {
	seal.Manifest
	name     string   // as it was given
	counties []string // that its roster has
}

// isFile tells an archive from the folder of a set, also where it is broken.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// openArchives verifies archives, and holds them to the program and the rules that they are gathered under.
func openArchives(names []string, county *rules.County, program publish.Program) (archives []*archive, err error) {
	says, err := county.SharedIdentity()
	if err != nil {
		return nil, err
	}
	taken, places := map[string]string{}, map[string]string{}
	for _, name := range names {
		a, err := openArchive(name, says, program)
		if err != nil {
			return nil, err
		}
		county := fmt.Sprint(a.County, "（", a.Year, " 年度）")
		if other, twice := taken[county]; twice && a.County != "" {
			return nil, fault.New(fault.Input, "“%s”和“%s”都是%s的封存包，没有汇总。同一个县的请只留一个；"+
				"同名的两个县，请其中一个县在规则的“县名”前加上市名（如 甲市鼓楼区），重新运行并封存。", other, name, county)
		}
		place := fmt.Sprint(a.Year, "/", filepath.Base(name))
		if other, twice := places[place]; twice {
			return nil, fault.New(fault.Input, "“%s”和“%s”同名，请改一个文件名。", other, name)
		}
		taken[county], places[place] = name, name
		archives = append(archives, a)
	}
	return archives, nil
}

// openArchive verifies one, and sees whether it was made by the same program under the same rules.
func openArchive(name, says string, program publish.Program) (*archive, error) {
	if !isFile(name) {
		return nil, fault.New(fault.Input, "“%s”不是封存包。封存包与各县的数据表（文件夹）请分开汇总。", name)
	}
	a, err := seal.Open(name)
	if fault.Is(err, fault.Broken) {
		return nil, fault.New(fault.Broken, "“%s”没有通过核对，没有汇总，请由封存的县重新传送：%v", name, err)
	}
	if err != nil {
		return nil, err
	}
	defer a.Close()
	set, err := a.Set()
	if err != nil {
		return nil, err
	}
	m, err := publish.Read(set)
	if err != nil {
		return nil, fmt.Errorf("read the manifest of %s: %w", name, err)
	}
	if m.Program != program {
		return nil, fault.New(fault.Input, "“%s”是另一版本的程序（%s）封存的，没有汇总。请该县用同一版本重新运行并封存；"+
			"要用本机的版本重新审核的，放进年度文件夹后用 jixiao run 汇总。", name, m.Version)
	}
	theirs, counties, err := rulesOf(a)
	if err != nil {
		return nil, fmt.Errorf("read the rules of %s: %w", name, err)
	}
	if theirs != says {
		return nil, fault.New(fault.Input, "“%s”是按另一份规则审核的（名册可以不同），没有汇总。请该县换用本级的规则重新运行并封存；"+
			"要按本级规则重新审核的，放进年度文件夹后用 jixiao run 汇总。", name)
	}
	return &archive{a.Manifest, name, append(counties, a.County)}, nil
}

// rulesOf tells the rules that an archive was judged under, but for the roster, and the counties of that.
func rulesOf(a *seal.Archive) (says string, counties []string, err error) {
	dir, err := os.MkdirTemp("", "jixiao-rules-")
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	err = a.UnpackFiles(dir, func(name string) bool {
		inside, isInput := strings.CutPrefix(name, seal.Inputs+"/")
		top, _, _ := strings.Cut(inside, "/")
		return isInput && slices.Contains(rules.Own, top)
	})
	if err != nil {
		return "", nil, err
	}
	county, err := rules.Open(filepath.Join(dir, seal.Inputs), warehouse.Checks)
	if err != nil {
		return "", nil, err
	}
	says, err = county.SharedIdentity()
	return says, county.Counties(a.Year), err
}
