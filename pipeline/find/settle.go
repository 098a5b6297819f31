package find

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// ErrUnsettled says that a file changed while it was read.
var ErrUnsettled = errors.New("changed while it was read")

// StillChanging is the reason of a file that is left for the next run.
const StillChanging = "文件还在变化（可能正在复制或保存），本次未读取，留待下次"

// MovedAway is the reason of a file that went away while it was waited for.
const MovedAway = "等待期间文件已被移走"

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
				f.Fate, f.Reason = Skipped, MovedAway
			case err != nil || !info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.Modified):
				f.Fate, f.Reason = Skipped, StillChanging
			}
		}
	}
	return nil
}

// Seen is a file as the last set has it.
type Seen struct {
	SHA      string // of its bytes
	Size     int64
	Modified time.Time
	Fate     Fate
}

// seenAlike reports whether the last run already saw a file as it is now.
func (in *Inputs) seenAlike(f *File) bool {
	last, found := in.Last[f.Path]
	return found && last.Size == f.Size && last.Modified.Equal(f.Modified)
}

// Touched are the files that changed, or were away for a moment, while they were looked at, and whose content of
// the last run is known: a township that saves its file at night has not withdrawn it.
func (in *Inputs) Touched() (files []*File) {
	for i := range in.Files {
		f := &in.Files[i]
		if f.Fate == Skipped && (f.Reason == StillChanging || f.Reason == MovedAway) && in.Last[f.Path].Fate == Read {
			files = append(files, f)
		}
	}
	return files
}

// KeepLast has a touched file count as the last run read it, and says so. kept is where that is staged.
func (in *Inputs) KeepLast(f *File, kept string) error {
	zone, err := in.county.Zone()
	if err != nil {
		return err
	}
	last := in.Last[f.Path]
	f.Fate, f.SHA, f.Size, f.Modified, f.Stage = Read, last.SHA, last.Size, last.Modified, kept
	f.Reason = fmt.Sprintf("运行时文件正在保存或复制，本次按上次读取的版本（%s 保存）计入",
		last.Modified.In(zone).Format("2006-01-02 15:04:05"))
	return nil
}
