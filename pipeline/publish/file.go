package publish

import (
	"errors"
	"os"
	"path/filepath"
)

// WriteFile makes a file whole or not at all: written beside under another name, brought to the disk, then
// renamed. A reader sees the old file or the new one, also after a crash.
func WriteFile(path string, write func(*os.File) error) (err error) {
	dir, name := filepath.Dir(path), filepath.Base(path)
	f, err := os.Create(filepath.Join(dir, "."+name+".tmp")) // what a crash leaves, the next one writes over
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return Local{}.Sync(dir)
}
