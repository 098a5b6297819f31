package find

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/rules"
)

// Inputs are the files of an inputs folder, each of which ends with a fate.
type Inputs struct {
	Root  *os.Root
	Years []int // that have a folder, rising
	Year  int   // that is published
	Files []File
	Last  map[string]Seen // what the last set saw, by path; may be nil

	county   *rules.County
	unpacked []*os.Root // where the archives of counties lie open
	packed   *Unpacker  // of what arrived packed; may be nil
}

// Open lists an inputs folder. year is the one to publish; 0 is the newest.
func Open(dir string, county *rules.County, year int) (in *Inputs, err error) {
	return open(dir, county, year, func(root *os.Root) ([]int, []File, error) { return List(root, county.Names()) })
}

// OpenPart lists what stands in a county's folder below the years; where name is "", what stands in no county's.
func OpenPart(dir string, county *rules.County, year int, name string) (in *Inputs, err error) {
	return open(dir, county, year, func(root *os.Root) ([]int, []File, error) {
		years, files, err := list(root, county.Names(), name)
		if name == "" {
			counties := county.Counties(0)
			files = slices.DeleteFunc(files, func(f File) bool { return slices.Contains(counties, f.CountyFolder()) })
		}
		return years, files, err
	})
}

// CountyFolder is the folder below the year in which a file stands: a county's, where it has one; "" for none.
func (f *File) CountyFolder() string {
	parts := strings.SplitN(f.Path, "/", 3)
	if len(parts) < 3 || !yearFolder.MatchString(parts[0]) {
		return ""
	}
	return parts[1]
}

func open(
	dir string, county *rules.County, year int, list func(*os.Root) ([]int, []File, error),
) (in *Inputs, err error) {
	if err := county.NeedRoster(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.Away(dir, err)
	}
	in = &Inputs{Root: root, Year: year, county: county}
	defer func() {
		if err != nil {
			root.Close()
		}
	}()
	in.Years, in.Files, err = list(root)
	switch {
	case err != nil:
		return nil, fault.Away(dir, err)
	case len(in.Years) == 0:
		return nil, fault.New(fault.Input,
			"输入文件夹“%s”中没有年度文件夹。请建一个以年度命名的文件夹（如 2023），把各乡镇的材料放进去。", dir)
	case year == 0:
		in.Year = slices.Max(in.Years)
	case !slices.Contains(in.Years, year):
		return nil, fault.New(fault.Input, "输入文件夹“%s”中没有 %d 年度的文件夹。", dir, year)
	}
	return in, nil
}

// Settle waits for new files to lie still, for the time that the rules give (静置秒数). Those that the last run
// already saw as they are now are not waited for.
func (in *Inputs) Settle(ctx context.Context, sleep func(context.Context, time.Duration) error) error {
	const looks = 3
	return Settling{
		Looks: looks, Pause: in.county.SettleTime(in.Year) / (looks - 1), Sleep: sleep, Known: in.seenAlike,
	}.Wait(ctx, in.Root, in.Files)
}

// StillThere tells files that cannot be opened from a share that has gone: then nothing is published, for
// "could not look" is not "nothing there".
func (in *Inputs) StillThere() error {
	if !slices.ContainsFunc(in.Files, func(f File) bool {
		return strings.HasPrefix(f.Reason, CouldNotOpen) || f.Reason == StillChanging
	}) {
		return nil
	}
	dir := in.Root.Name()
	_, err := os.Stat(filepath.Join(dir, rules.Name))
	if err == nil {
		_, err = os.ReadDir(dir)
	}
	if err != nil {
		return fault.Away(dir, err)
	}
	return nil
}

// Close lets the folder go, and removes what was unpacked.
func (in *Inputs) Close() error {
	err := in.Root.Close()
	for _, root := range in.unpacked {
		err = errors.Join(err, root.Close(), os.RemoveAll(filepath.Dir(root.Name())))
	}
	if in.packed != nil {
		err = errors.Join(err, in.packed.Close())
	}
	return err
}

// CouldNotOpen begins the reason of a file that the system did not give us.
const CouldNotOpen = "打不开："

// PlainError is an error of the system without the path, which names our side of the folder.
func PlainError(err error) string {
	switch {
	case os.IsPermission(err):
		return "没有读取权限"
	case os.IsNotExist(err):
		return "文件已被移走"
	}
	return "系统返回“" + err.Error() + "”"
}
