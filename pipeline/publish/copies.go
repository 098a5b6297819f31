package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// copies shows a set as a folder of copies, where links cannot be had: on Windows, on some shares. Where somebody
// holds a file open that is to be replaced (Windows), nothing is touched: the folder stays the set it was. Else each
// file is replaced by one rename; run.json is taken away first and put back last, so that the folder calls itself
// a set only while it is one. A file that somebody opens in between keeps its old content, and a note in the folder
// says so; the next run, or the next start, tries again.
type copies struct {
	place Place
	set   *Set
}

// HeldError says which files of latest could not be replaced because someone has them open. The set
// itself is whole under runs.
type HeldError struct {
	Files []string
	Run   string // the set that latest should show
	Mixed bool   // latest is of two sets; else it is the last one, whole
}

func (e *HeldError) Error() string {
	state := "latest 整个仍是上一次的结果"
	if e.Mixed {
		state = "latest 没有更新完，其中这些文件仍是上一次的内容，请不要使用"
	}
	return fmt.Sprintf("结果已发布，但 latest 中有文件正被打开，%s：%s。本次结果在 runs 下的 %s 文件夹；关闭这些文件，下次运行时 latest 会更新。",
		state, strings.Join(e.Files, "、"), e.Run)
}

// mixedNote stands in latest while it is of two sets.
const mixedNote = "没有更新完-请先看这里.txt"

// retries and pause bound the wait for a reader to close a file.
const (
	retries = 5
	pause   = 200 * time.Millisecond
)

func (c copies) refresh() error {
	latest := c.place.latest()
	held := &HeldError{Run: c.set.ID}
	var err error
	if held.Files, err = c.inTheWay(); err != nil {
		return err
	}
	if len(held.Files) > 0 {
		return held
	}
	if err := c.open(latest); err != nil {
		return err
	}
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
	if held.Mixed = len(held.Files) > 0; held.Mixed {
		note := "\ufeff" + strings.ReplaceAll(held.Error(), "：", "：\r\n") + "\r\n"
		return errors.Join(held, c.place.Disk.Write(filepath.Join(latest, mixedNote), []byte(note)))
	}
	return c.place.writeManifest(latest, c.set.Manifest)
}

// inTheWay names the files of latest that somebody has open and that are not those of the set. A link that an older
// program left is taken away.
func (c copies) inTheWay() (files []string, err error) {
	latest := c.place.latest()
	if info, err := os.Lstat(latest); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, c.place.Disk.Remove(latest)
	}
	sums := map[string]string{}
	for _, o := range c.set.Manifest.Outputs {
		sums[o.File] = o.SHA256
	}
	err = filepath.WalkDir(latest, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || IsClutter(path) {
			return err
		}
		name, err := filepath.Rel(latest, path)
		if err != nil || c.place.Disk.Busy(path) == nil {
			return err
		}
		if sum, _, err := HashFile(path); err != nil || sum != sums[filepath.ToSlash(name)] {
			files = append(files, filepath.ToSlash(name))
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return files, err
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
			return disk.Protect(to)
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
		if err != nil || d.IsDir() || IsClutter(path) {
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
