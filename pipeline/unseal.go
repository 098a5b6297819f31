package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/seal"
)

// sealedSuffix ends the names of sealed archives.
const sealedSuffix = ".jixiao"

// unsealedMost bounds what one archive may unpack to, in bytes; a county's year is a few hundred MB.
const unsealedMost = 8 << 30

// unseal puts what the sealed archives of counties (封存包) hold for the year of their folder among the
// inputs, as if each archive were a folder: a city (设区市) adds its counties up with the same checks.
func (j *job) unseal(ctx context.Context) error {
	var inside []find.File
	for i := range j.files {
		f := &j.files[i]
		if f.Fate != "" || !strings.EqualFold(path.Ext(f.Path), sealedSuffix) {
			continue
		}
		files, err := j.unsealOne(f)
		if err := errors.Join(ctx.Err(), err); err != nil {
			return err
		}
		inside = append(inside, files...)
	}
	j.files = append(j.files, inside...)
	slices.SortStableFunc(j.files, func(a, b find.File) int { return a.Year - b.Year })
	return nil
}

// unsealOne opens and unpacks one archive. A fault of the archive is its fate; only one of the machine is an
// error.
func (j *job) unsealOne(f *find.File) ([]find.File, error) {
	name := filepath.Join(j.cfg.Inputs, filepath.FromSlash(f.Path))
	a, err := seal.Open(name)
	var broken *seal.BrokenError
	if errors.As(err, &broken) {
		says := strings.Join(strings.Fields(strings.ReplaceAll(broken.Says, name, path.Base(f.Path))), " ")
		f.Fate, f.Reason, f.Step = find.Unreadable, strings.TrimSuffix(says, "。"), "请由封存的县重新传送封存包"
		return nil, nil
	}
	if err != nil {
		f.Fate, f.Reason, f.Step = find.Unreadable, couldNotOpen+plainError(err), "请检查文件的权限"
		return nil, nil
	}
	defer a.Close()
	if f.SHA, _, err = publish.HashFile(name); err != nil {
		return nil, err
	}
	if a.Year != f.Year {
		f.Fate, f.Reason, f.Step = find.Skipped, fmt.Sprintf("是 %d 年度的封存包，放在 %d 年度的文件夹中，未读取", a.Year, f.Year), "请移入相应年度的文件夹"
		return nil, nil
	}
	size := int64(0)
	for _, e := range a.Entries {
		size += e.Size
	}
	if size > unsealedMost {
		f.Fate, f.Reason, f.Step = find.Unreadable, fmt.Sprintf("封存包展开后有 %d 字节，超过上限", size), "请把包内的材料直接放进年度文件夹"
		return nil, nil
	}
	return j.unpack(f, a)
}

func (j *job) unpack(f *find.File, a *seal.Archive) (files []find.File, err error) {
	dir, err := os.MkdirTemp(j.cfg.Outputs, workPrefix+"sealed-")
	if err != nil {
		return nil, err
	}
	if err := a.Unpack(dir, seal.Inputs); err != nil {
		return nil, errors.Join(fmt.Errorf("unpack %s: %w", f.Path, err), os.RemoveAll(dir))
	}
	root, err := os.OpenRoot(filepath.Join(dir, seal.Inputs))
	if err != nil {
		return nil, err
	}
	j.unsealed = append(j.unsealed, root)
	_, held, err := find.List(root, j.rules.Names())
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		if h.Year == f.Year {
			files = append(files, h.Inside(f, root))
		}
	}
	f.Fate, f.Reason = find.Skipped, fmt.Sprintf("是%s的封存包，完好；其中 %d 个材料已逐个登记", a.County, len(files))
	return files, nil
}
