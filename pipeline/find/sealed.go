package find

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/seal"
)

// sealedSuffix ends the names of sealed archives.
const sealedSuffix = ".jixiao"

// IsSealed tells a sealed archive by its name.
func (f *File) IsSealed() bool { return strings.EqualFold(path.Ext(f.Path), sealedSuffix) }

// Archives makes sealed archives that stand anywhere, each of a year, files of the inputs: as if they lay in the folder
// of their year. names are the roster's ways to name units.
func Archives(years map[string]int, names map[string]string) (files []File, err error) {
	units := newUnits(names)
	for name, year := range years {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		f, err := describe(year, fmt.Sprintf("%d/%s", year, filepath.Base(name)), fs.FileInfoToDirEntry(info), units)
		if err != nil {
			return nil, err
		}
		f.stands = name
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// unsealedMost bounds what one archive may unpack to, in bytes; a county's year is a few hundred MB.
const unsealedMost = 8 << 30

// Unseal puts what the sealed archives of counties (封存包) hold for the year of their folder among the
// inputs, as if each archive were a folder: a city (设区市) adds its counties up with the same checks. They are
// unpacked below dir, under names that begin with prefix.
func (in *Inputs) Unseal(ctx context.Context, dir, prefix string) error {
	var inside []File
	for i := range in.Files {
		f := &in.Files[i]
		if f.Fate != "" || !f.IsSealed() {
			continue
		}
		files, err := in.unsealOne(f, dir, prefix)
		if err := errors.Join(ctx.Err(), err); err != nil {
			return err
		}
		inside = append(inside, files...)
	}
	in.Files = append(in.Files, inside...)
	slices.SortStableFunc(in.Files, func(a, b File) int { return a.Year - b.Year })
	return nil
}

// unsealOne opens and unpacks one archive. A fault of the archive is its fate; only one of the machine is an
// error.
func (in *Inputs) unsealOne(f *File, dir, prefix string) ([]File, error) {
	name := cmp.Or(f.stands, filepath.Join(in.Root.Name(), filepath.FromSlash(f.Path)))
	a, err := seal.Open(name)
	if fault.Is(err, fault.Broken) {
		says := strings.Join(strings.Fields(strings.ReplaceAll(err.Error(), name, path.Base(f.Path))), " ")
		f.Fate, f.Reason, f.Step = Unreadable, strings.TrimSuffix(says, "。"), "请由封存的县重新传送封存包"
		return nil, nil
	}
	if err != nil {
		f.Fate, f.Reason, f.Step = Unreadable, CouldNotOpen+PlainError(err), "请检查文件的权限"
		return nil, nil
	}
	defer a.Close()
	if f.SHA, _, err = publish.HashFile(name); err != nil {
		return nil, err
	}
	if a.Year != f.Year {
		f.Fate, f.Step = Skipped, "请移入相应年度的文件夹"
		f.Reason = fmt.Sprintf("是 %d 年度的封存包，放在 %d 年度的文件夹中，未读取", a.Year, f.Year)
		return nil, nil
	}
	size := int64(0)
	for _, e := range a.Entries {
		size += e.Size
	}
	if size > unsealedMost {
		f.Fate, f.Step = Unreadable, "请把包内的材料直接放进年度文件夹"
		f.Reason = fmt.Sprintf("封存包展开后有 %d 字节，超过上限", size)
		return nil, nil
	}
	return in.unpack(f, a, dir, prefix)
}

func (in *Inputs) unpack(f *File, a *seal.Archive, below, prefix string) (files []File, err error) {
	dir, err := os.MkdirTemp(below, prefix+"sealed-")
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
	in.unpacked = append(in.unpacked, root)
	_, held, err := List(root, in.county.Names())
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		if h.Year == f.Year {
			files = append(files, h.Inside(f, root))
		}
	}
	f.Fate, f.Reason = Skipped, fmt.Sprintf("是%s%s其中 %d 个材料已逐个登记", a.County, unsealedWords, len(files))
	return files, nil
}

// unsealedWords stand in the reason of an archive that was opened.
const unsealedWords = "的封存包，完好；"
