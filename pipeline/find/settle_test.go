package find

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Load gives the bytes that it hashed, or says that the file changed.
func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(path, []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	f := &File{Path: "a.xlsx"}
	data, err := f.Load(root, 10)
	if err != nil || string(data) != "abc" || f.SHA != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || f.Size != 3 || f.Modified.IsZero() {
		t.Errorf("%q %+v %v", data, f, err)
	}
	if data, err := f.Load(root, 2); err != nil || len(data) != 3 { // one byte more than the limit says that it is over
		t.Errorf("%q %v", data, err)
	}
	// It became a link out of the folder since it was listed: neither followed nor read.
	outside := filepath.Join(t.TempDir(), "secret")
	if err := errors.Join(os.WriteFile(outside, []byte("secret"), 0o644), os.Remove(path), os.Symlink(outside, path)); err != nil {
		t.Skip("no links here:", err)
	}
	if data, err := f.Load(root, 10); err == nil {
		t.Errorf("read %q through a link", data)
	}
	// A link inside the folder is not the file either.
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "b"), []byte("b"), 0o644), os.Remove(path), os.Symlink("b", path)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Load(root, 10); !errors.Is(err, ErrUnsettled) {
		t.Errorf("a link inside: %v", err)
	}
}

// A file that grows while it is read is never taken for a whole one.
func TestLoadWhileGrowing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	stop, done := make(chan bool), make(chan error)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o644)
			if err == nil {
				_, err = file.Write(make([]byte, 4096))
				err = errors.Join(err, file.Close())
			}
			if err == nil && n%500 == 499 {
				err = os.Truncate(path, 0)
			}
			if err != nil {
				done <- err
				return
			}
		}
	}()
	read, unsettled := 0, 0
	for n := 0; n < 100_000 && unsettled < 20; n++ {
		f := &File{Path: "a.xlsx"}
		data, err := f.Load(root, 1<<30)
		switch {
		case errors.Is(err, ErrUnsettled):
			unsettled++
		case err != nil:
			t.Fatal(err)
		case int64(len(data)) != f.Size:
			t.Fatalf("%d bytes read of %d", len(data), f.Size)
		default:
			read++
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if unsettled < 20 {
		t.Error("it was never seen to grow")
	}
	t.Logf("%d read, %d seen to change", read, unsettled)
}
