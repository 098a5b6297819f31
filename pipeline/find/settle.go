package find

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// ErrUnsettled says that a file changed while it was read.
var ErrUnsettled = errors.New("changed while it was read")

// StillChanging is the reason of a file that is left for the next run.
const StillChanging = "文件还在变化（可能正在复制或保存），本次未读取，留待下次"

// Settling is how new files are waited for: size and time the same in so many looks, a pause apart.
type Settling struct {
	Looks int
	Pause time.Duration
	Sleep func(context.Context, time.Duration) error
	Known func(*File) bool // what the last run already saw as it is now needs no waiting
}

// Wait looks at the new files until they have lain still; those that have not are skipped. It does not
// wait where nothing is new.
func (s Settling) Wait(ctx context.Context, root *os.Root, files []File) error {
	var fresh []*File
	for i := range files {
		if f := &files[i]; f.Fate == "" && !s.Known(f) {
			fresh = append(fresh, f)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	for look := 1; look < s.Looks; look++ {
		if err := s.Sleep(ctx, s.Pause); err != nil {
			return err
		}
		for _, f := range fresh {
			info, err := root.Lstat(f.Path)
			switch {
			case f.Fate != "":
			case errors.Is(err, fs.ErrNotExist):
				f.Fate, f.Reason = Skipped, "等待期间文件已被移走"
			case err != nil || !info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.Modified):
				f.Fate, f.Reason = Skipped, StillChanging
			}
		}
	}
	return nil
}
