package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/fault"
)

// DamagedError says that the newest set is no longer what its manifest says. A reader is told so, and is not shown
// an older set in its place.
type DamagedError struct {
	Run   string
	Found []Difference
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("最近一次发布的批次 %s 已不是发布时的样子：%s。请不要使用这一批；用 jixiao verify 可以看全部，运行 jixiao run 会重新生成。",
		e.Run, e.names())
}

// Note is what a run says that has come upon such a set.
func (e *DamagedError) Note() string {
	return fmt.Sprintf("上一次的批次 %s 发布后有变动（%s），没有沿用，全部重新生成", e.Run, e.names())
}

// names lists the first of the files.
func (e *DamagedError) names() string {
	const most = 5
	var names []string
	for _, d := range e.Found[:min(most, len(e.Found))] {
		names = append(names, d.Kind.Words()+"“"+d.File+"”")
	}
	more := ""
	if left := len(e.Found) - most; left > 0 {
		more = fmt.Sprintf("，另有 %d 处", left)
	}
	return strings.Join(names, "、") + more
}

// Unwrap makes it a fault that people read.
func (e *DamagedError) Unwrap() error { return fault.New(fault.Broken, "%s", e.Error()) }

// Words is a kind of difference in Chinese.
func (k Kind) Words() string {
	return map[Kind]string{Changed: "内容被改动", Missing: "缺少", Extra: "多出"}[k]
}

// Latest finds the newest set and its folder. It looks at the runs themselves: latest may show an older one for the
// moment between a commit and the swap. Where a file of the set was changed or lost, the error is a *DamagedError,
// and the set is given all the same; only a manifest that is lost itself gives none.
func Latest(outputs string) (dir string, m *Manifest, err error) { return LatestOf(outputs, 0) }

// LatestOf is Latest for one year; 0 is any.
func LatestOf(outputs string, year int) (dir string, m *Manifest, err error) {
	fsys := os.DirFS(outputs)
	ids, err := runIDs(fsys)
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", outputs, err)
	}
	shown := linked(outputs)
	for _, id := range slices.Backward(ids) {
		m, err := readManifest(fsys, path.Join("runs", id))
		switch {
		case errors.Is(err, fs.ErrNotExist) && id != shown: // it never became a set
			continue
		case errors.Is(err, fs.ErrNotExist):
			return RunDir(outputs, id), nil, &DamagedError{id, []Difference{{manifestName, Missing}}}
		case err != nil:
			return RunDir(outputs, id), nil, &DamagedError{id, []Difference{{manifestName, Changed}}}
		case year != 0 && m.Year != year:
			continue
		}
		found := append(touched(fsys, path.Join("runs", id), m), ofCopies(outputs, m, touched)...)
		if len(found) > 0 {
			return RunDir(outputs, id), m, &DamagedError{id, found}
		}
		return RunDir(outputs, id), m, nil
	}
	return "", nil, fmt.Errorf("%s: %w", outputs, fs.ErrNotExist)
}

// linked is the run that the link latest points to; "" where it is no link.
func linked(outputs string) string {
	target, err := os.Readlink(filepath.Join(outputs, "latest"))
	if err != nil {
		return ""
	}
	return filepath.Base(target)
}

// touched tells without reading them all whether the files of a set are as they were: one that is away or has
// another size is not, and one that was written to since the manifest was is read.
func touched(fsys fs.FS, dir string, m *Manifest) (found []Difference) {
	var written time.Time
	if info, err := fs.Stat(fsys, path.Join(dir, manifestName)); err == nil {
		written = info.ModTime()
	}
	for _, o := range m.Outputs {
		name := path.Join(dir, o.File)
		info, err := fs.Lstat(fsys, name)
		switch {
		case err != nil:
			found = append(found, Difference{o.File, Missing})
		case !info.Mode().IsRegular() || info.Size() != o.Size ||
			!info.ModTime().Before(written) && !same(fsys, Output{name, o.SHA256, o.Size}):
			found = append(found, Difference{o.File, Changed})
		}
	}
	return found
}

// ofCopies looks at latest where it is a folder of copies of the set.
func ofCopies(outputs string, m *Manifest, look func(fs.FS, string, *Manifest) []Difference) (found []Difference) {
	info, err := os.Lstat(filepath.Join(outputs, "latest"))
	if err != nil || !info.IsDir() {
		return nil
	}
	fsys := os.DirFS(outputs)
	if shown, err := readManifest(fsys, "latest"); err != nil || shown.ID != m.ID {
		return nil // it is being made, or was held: the last run has said so
	}
	for _, d := range look(fsys, "latest", m) {
		found = append(found, Difference{"latest/" + d.File, d.Kind})
	}
	return found
}

// VerifyLatest compares the newest set with its manifest byte for byte, and latest where that is a folder of copies.
func VerifyLatest(outputs string) (*Manifest, []Difference, error) {
	dir, m, err := Latest(outputs)
	var damaged *DamagedError
	if m == nil {
		return nil, nil, err
	}
	if err != nil && !errors.As(err, &damaged) {
		return nil, nil, err
	}
	_, found, err := Verify(os.DirFS(dir))
	if err != nil {
		return m, nil, err
	}
	copied := ofCopies(outputs, m, func(fsys fs.FS, dir string, _ *Manifest) []Difference {
		sub, _ := fs.Sub(fsys, dir) // the name is a valid one
		_, found, _ := Verify(sub)  // the manifest was read before
		return found
	})
	return m, append(found, copied...), nil
}

// IsClutter tells by its name a file that programs leave beside those that people open: a lock of Word, WPS or
// LibreOffice, what a file manager keeps of a folder. It is no tampering.
func IsClutter(name string) bool {
	name = strings.ToLower(path.Base(filepath.ToSlash(name)))
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~") ||
		slices.Contains([]string{"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"}, name)
}
