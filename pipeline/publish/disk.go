package publish

import (
	"errors"
	"io"
	"os"
)

// Disk is what publishing does to the file system, one step a method. Tests put one in its place that
// fails, stops or forgets at a chosen step.
type Disk interface {
	Mkdir(path string) error              // fails where it exists
	Write(path string, data []byte) error // a new file, or a new content; not synced
	Copy(from, to string) error           // a new file with the bytes of another; not synced
	Link(from, to string) error           // a new name of the same file
	Sync(path string) error               // a file's bytes, or the names in a folder
	Rename(from, to string) error         // takes the place of what stands there
	Symlink(target, path string) error
	Busy(path string) error    // nil where a file can be replaced; else somebody has it open (Windows)
	Protect(path string) error // a file that is published is for reading only
	Remove(path string) error
	RemoveAll(path string) error
}

// Local is the machine's own file system.
type Local struct{}

// Mkdir makes a folder.
func (Local) Mkdir(path string) error { return os.Mkdir(path, 0o755) }

// Write writes a file.
func (Local) Write(path string, data []byte) error { return os.WriteFile(path, data, 0o644) }

// Copy copies a file.
func (Local) Copy(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// Link gives a file another name.
func (Local) Link(from, to string) error { return os.Link(from, to) }

// Sync brings a file's bytes, or the names in a folder, to the disk. A failed sync is final: what was
// to be synced is thrown away.
func (Local) Sync(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return syncFolder(path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Rename renames a file.
func (Local) Rename(from, to string) error { return rename(from, to) }

// Protect makes a file one for reading only.
func (Local) Protect(path string) error { return os.Chmod(path, 0o444) }

// Symlink makes a symbolic link; on Windows none, see symlink.
func (Local) Symlink(target, path string) error { return symlink(target, path) }

// Busy reports whether somebody holds a file open so that it cannot be replaced.
func (Local) Busy(path string) error { return busy(path) }

// Remove removes a file or an empty folder.
func (Local) Remove(path string) error { return os.Remove(path) }

// RemoveAll removes a folder with what is in it.
func (Local) RemoveAll(path string) error { return os.RemoveAll(path) }
