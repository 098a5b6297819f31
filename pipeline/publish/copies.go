package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// copies shows a set as a folder of copies, where links cannot be had: Windows without the right to
// make them, some shares. Each file is replaced by one rename; run.json is taken away first and put
// back last, so that the folder calls itself a set only while it is one. A file that someone holds
// open (Windows) keeps its old content; the next run, or the next start, tries again.
type copies struct {
	place Place
	set   *Set
}

// HeldError says which files of latest could not be replaced because someone has them open. The set
// itself is whole under runs.
type HeldError struct{ Files []string }

func (e *HeldError) Error() string {
	return "结果已发布，但 latest 中有文件正被打开，仍是上一次的内容，下次运行时再更新：" + strings.Join(e.Files, "、")
}

// retries and pause bound the wait for a reader to close a file.
const (
	retries = 5
	pause   = 200 * time.Millisecond
)

func (c copies) refresh() error {
	latest := c.place.latest()
	if err := c.open(latest); err != nil {
		return err
	}
	held := &HeldError{}
	folders := []string{latest}
	for _, o := range c.set.Manifest.Outputs {
		target := filepath.Join(latest, filepath.FromSlash(o.File))
		made, err := c.folders(filepath.Dir(target))
		folders = append(folders, made...)
		if err != nil {
			return err
		}
		if sum, _, err := HashFile(target); err == nil && sum == o.SHA256 {
			continue
		}
		from := filepath.Join(RunDir(c.place.Dir, c.set.ID), filepath.FromSlash(o.File))
		if err := c.replace(from, target); errors.Is(err, errHeld) {
			held.Files = append(held.Files, o.File)
		} else if err != nil {
			return err
		}
	}
	if err := c.clear(held); err != nil {
		return err
	}
	for _, dir := range slices.Backward(folders) {
		if err := c.place.Disk.Sync(dir); err != nil {
			return err
		}
	}
	if len(held.Files) > 0 {
		return held
	}
	return c.place.writeManifest(latest, c.set.Manifest)
}

// open makes latest where there is none and takes its manifest away: until the new one stands it is of no set.
func (c copies) open(latest string) error {
	disk := c.place.Disk
	if err := disk.Mkdir(latest); err == nil {
		if err := disk.Sync(c.place.Dir); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := disk.Remove(filepath.Join(latest, manifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return disk.Sync(latest)
}

// folders makes a folder of latest with those above it, and names them.
func (c copies) folders(dir string) (all []string, err error) {
	for ; dir != c.place.latest(); dir = filepath.Dir(dir) {
		all = append(all, dir)
	}
	for _, dir := range slices.Backward(all) {
		if err := c.place.Disk.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	slices.Reverse(all)
	return all, nil
}

var errHeld = errors.New("held open by a reader")

// replace puts a copy in the place of a file, and tries again while a reader holds it.
func (c copies) replace(from, to string) error {
	disk := c.place.Disk
	temp := filepath.Join(filepath.Dir(to), "."+filepath.Base(to)+".new")
	if err := disk.Copy(from, temp); err != nil {
		return err
	}
	if err := disk.Sync(temp); err != nil {
		return err
	}
	var err error
	for range retries {
		if err = disk.Rename(temp, to); err == nil {
			return nil
		}
		if !isHeld(err) {
			return errors.Join(err, disk.Remove(temp))
		}
		time.Sleep(pause)
	}
	return errors.Join(errHeld, disk.Remove(temp))
}

// clear removes the files of latest that the set does not have.
func (c copies) clear(held *HeldError) error {
	wanted := map[string]bool{}
	for _, o := range c.set.Manifest.Outputs {
		wanted[o.File] = true
	}
	return filepath.WalkDir(c.place.latest(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(c.place.latest(), path)
		if name = filepath.ToSlash(name); err != nil || wanted[name] {
			return err
		}
		if err := c.place.Disk.Remove(path); isHeld(err) {
			held.Files = append(held.Files, name)
		} else if err != nil && !os.IsNotExist(err) {
			return err
		}
		return nil
	})
}
