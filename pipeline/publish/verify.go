package publish

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Difference is a file of a set that is not as its manifest says.
type Difference struct {
	File string `json:"file"`
	Kind Kind   `json:"kind"`
}

// Kind is how a file differs.
type Kind string

// The kinds of difference.
const (
	Changed Kind = "changed"
	Missing Kind = "missing"
	Extra   Kind = "extra" // among them links and whatever is no plain file
)

// Verify compares the files of a set with its manifest, byte for byte by their hashes, in name order.
// What office programs and file managers leave beside them (IsClutter) is no difference.
func Verify(set fs.FS) (*Manifest, []Difference, error) {
	m, err := readManifest(set, ".")
	if err != nil {
		return nil, nil, err
	}
	var found []Difference
	expected := map[string]Output{}
	for _, o := range m.Outputs {
		expected[o.File] = o
		info, err := fs.Lstat(set, o.File)
		switch {
		case err != nil:
			found = append(found, Difference{o.File, Missing})
		case !info.Mode().IsRegular() || !same(set, o):
			found = append(found, Difference{o.File, Changed})
		}
	}
	err = fs.WalkDir(set, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == manifestName {
			return err
		}
		if _, ok := expected[path.Clean(name)]; !ok && !IsClutter(name) {
			found = append(found, Difference{name, Extra})
		}
		return nil
	})
	slices.SortFunc(found, func(a, b Difference) int { return strings.Compare(a.File, b.File) })
	return m, found, err
}

func same(set fs.FS, o Output) bool {
	f, err := set.Open(o.File)
	if err != nil {
		return false
	}
	defer f.Close()
	sum, size, err := hash(f)
	return err == nil && sum == o.SHA256 && size == o.Size
}
