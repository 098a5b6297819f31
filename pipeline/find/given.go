package find

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Given makes files of the inputs of paths that another program listed, by the roster's ways to name units (names).
// What List would pass over is passed over; what is not there, or outside of the folder, is unreadable.
func Given(root *os.Root, names map[string]string) func(path string) File {
	units := newUnits(names)
	return func(path string) File {
		top, _, _ := strings.Cut(path, "/")
		year := 0
		if found := yearFolder.FindStringSubmatch(top); found != nil {
			year, _ = strconv.Atoi(found[1]) // four digits
		}
		if !filepath.IsLocal(filepath.FromSlash(path)) {
			return File{Path: path, Fate: Unreadable, Reason: "不在输入文件夹中"}
		}
		info, err := root.Lstat(path)
		if err != nil {
			return File{Year: year, Path: path, Fate: Unreadable, Reason: CouldNotOpen + PlainError(err)}
		}
		f, err := describe(year, path, fs.FileInfoToDirEntry(info), units)
		switch {
		case err != nil:
			return File{Year: year, Path: path, Fate: Unreadable, Reason: CouldNotOpen + PlainError(err)}
		case info.IsDir():
			f.Fate, f.Reason = Skipped, "是文件夹"
		case year == 0:
			f = misplaced([]File{f}, nil)[0]
		case f.IsSealed() && f.Fate == "":
			f.Fate, f.Reason = Skipped, "是封存包，由 run 或 gather 打开"
		}
		return f
	}
}

// Holding makes a file of bytes that stand in no folder, by the path that another program knows them by.
func Holding(path string, modified time.Time, content []byte) File {
	f := File{Path: path, Size: int64(len(content)), Modified: modified, sent: slices.Clip(content)}
	if f.sent == nil {
		f.sent = []byte{}
	}
	f.skip(0)
	return f
}
