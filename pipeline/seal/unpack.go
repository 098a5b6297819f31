package seal

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"jixiao/pipeline/fault"
)

// Unpack lays the archive, or what it holds under one folder, out in an empty folder, with the times that
// its files had.
func (a *Archive) Unpack(dir, under string) error {
	return a.UnpackFiles(dir, func(name string) bool { return under == "" || strings.HasPrefix(name, under+"/") })
}

// UnpackFiles lays out those that are wanted, by their names in the archive.
func (a *Archive) UnpackFiles(dir string, wanted func(name string) bool) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, e := range a.Entries {
		if !wanted(e.File) {
			continue
		}
		if err := a.unpack(root, e); err != nil {
			return err
		}
	}
	for _, link := range a.Links {
		if !wanted(link) {
			continue
		}
		name := filepath.FromSlash(link)
		if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := root.Symlink("nowhere", name); err != nil {
			return fault.New(fault.Input, "封存的材料中有链接“%s”，这台电脑不允许建立链接：%v。"+
				"请以管理员身份运行，或在 Linux 上重算。", link, err)
		}
	}
	return nil
}

func (a *Archive) unpack(root *os.Root, e Entry) error {
	src, err := a.z.Open(e.File)
	if err != nil {
		return err
	}
	defer src.Close()
	name := filepath.FromSlash(e.File)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	dst, err := root.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close(), root.Chtimes(name, e.Modified, e.Modified))
}
