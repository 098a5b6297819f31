// Package find lists what stands in the inputs folder. Every file there ends with a fate; none
// vanishes.
package find

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jixiao/pipeline/rules"
)

// File is one file of a year's inputs.
type File struct {
	Year     int    // of its folder: inputs/2023/…
	Path     string // from the inputs folder, with slashes: "2023/梅溪镇/01.xlsx"
	Size     int64
	Modified time.Time
	SHA      string // of the bytes, in hex; set by Load
	PathUnit string // code of the roster's unit that folder or file name tells; "" for none
	Fate     Fate
	Reason   string // a Chinese sentence where the file was not read
	Step     string // the one thing that mends it
	Stage    string // where its fields are kept

	root   *os.Root // of the unpacked archive that holds it; nil for the inputs folder
	name   string   // in that root
	stands string   // where an archive stands that is not in the inputs folder
	sent   []byte   // the bytes of a file that stands nowhere; nil for any other
}

// Inside makes a file that was unpacked from an archive one of the inputs: it is named as if the archive
// were a folder, and read from where it was unpacked.
func (f File) Inside(archive *File, root *os.Root) File {
	f.root, f.name = root, f.Path
	f.Path = archive.Path + "/" + f.Path
	return f
}

// At tells where the file is read from: a root and the name in it.
func (f *File) At(inputs *os.Root) (root *os.Root, name string) {
	if f.root != nil {
		return f.root, f.name
	}
	return inputs, f.Path
}

// Fate is what became of a file.
type Fate string

// The fates. A file that was read may still be superseded by a newer one; SQL decides that.
const (
	Read       Fate = "read"
	Unreadable Fate = "unreadable"
	Skipped    Fate = "skipped"
)

var yearFolder = regexp.MustCompile(`^((?:19|20)\d\d)(?:年|年度)?$`)

// YearOf is the year of the folder that a file of the inputs stands in; 0 where it stands in none.
func YearOf(file string) int {
	top, _, _ := strings.Cut(file, "/")
	found := yearFolder.FindStringSubmatch(top)
	if found == nil {
		return 0
	}
	year, _ := strconv.Atoi(found[1]) // four digits
	return year
}

// List finds the year folders, rising, and the files in them. Links are not followed: they could
// lead out of the folder. A folder that cannot be read is an error: "could not look" is not
// "nothing there".
func List(root *os.Root, names map[string]string) (years []int, files []File, err error) {
	return list(root, names, "")
}

// list lists the folders; county is the one to look into below each year, "" for all that is there.
func list(root *os.Root, names map[string]string, county string) (years []int, files []File, err error) {
	tops, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, nil, err
	}
	var strays []File
	units := newUnits(names)
	for _, top := range tops {
		year := 0
		if found := yearFolder.FindStringSubmatch(top.Name()); found != nil && top.IsDir() {
			if year, err = strconv.Atoi(found[1]); err != nil {
				return nil, nil, err
			}
			if !slices.Contains(years, year) {
				years = append(years, year)
			}
		} else if slices.Contains(rules.Own, top.Name()) {
			continue
		}
		if county != "" && year == 0 {
			continue
		}
		inside, err := walk(root, path.Join(top.Name(), county), year, units)
		if county != "" && errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		if err != nil {
			return nil, nil, err
		}
		if year > 0 {
			files = append(files, inside...)
		} else {
			strays = append(strays, inside...)
		}
	}
	slices.Sort(years)
	return years, append(files, misplaced(strays, years)...), nil
}

// misplaced gives the files outside the year folders their fate; they are shown with the newest year.
func misplaced(strays []File, years []int) []File {
	for i := range strays {
		f := &strays[i]
		if len(years) > 0 {
			f.Year = years[len(years)-1]
		}
		if f.Fate == "" {
			f.Fate, f.Reason, f.Step = Skipped, "不在年度文件夹中，未读取", "请移入相应年度的文件夹（如 2023）"
		}
	}
	return strays
}

// Walk finds the files under one folder, or the one file, in name order.
func Walk(root *os.Root, name string, year int, names map[string]string) (files []File, err error) {
	return walk(root, name, year, newUnits(names))
}

func walk(root *os.Root, name string, year int, units *units) (files []File, err error) {
	err = fs.WalkDir(root.FS(), name, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := describe(year, p, d, units)
		files = append(files, f)
		return err
	})
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

func describe(year int, p string, d fs.DirEntry, units *units) (File, error) {
	f := File{Year: year, Path: strings.ToValidUTF8(p, "\ufffd"), PathUnit: units.of(p)}
	f.skip(d.Type())
	if f.Path != p && f.Fate == "" {
		f.Fate, f.Reason, f.Step = Unreadable, "文件名的编码不正确", "请改一个正常的文件名后重新报送"
	}
	info, err := d.Info()
	if errors.Is(err, fs.ErrNotExist) { // gone since the folder was listed
		f.Fate, f.Reason = Skipped, "读取目录时文件已被移走"
		return f, nil
	}
	if err != nil {
		return f, err
	}
	if info.Mode().IsRegular() { // what a link is made of says nothing
		f.Size, f.Modified = info.Size(), info.ModTime()
	}
	return f, nil
}

// skip tells the files that are not submissions by their names.
func (f *File) skip(mode fs.FileMode) {
	name := path.Base(strings.ToLower(strings.TrimPrefix(f.Path, PackedIn(f.Path)+inSign)))
	reason := ""
	switch {
	case mode&fs.ModeSymlink != 0:
		reason = "是链接（快捷方式），未跟随读取"
	case !mode.IsRegular():
		reason = "不是普通文件"
	case strings.HasPrefix(name, "~$"), strings.HasPrefix(name, ".~"):
		reason = "是打开文件时产生的锁文件，说明有人正在编辑，请关闭后删除"
	case name == "thumbs.db", name == "desktop.ini", strings.HasPrefix(name, "."):
		reason = "是系统文件"
	case slices.Contains([]string{".tmp", ".part", ".crdownload", ".download", ".bak"}, path.Ext(name)):
		reason = "是临时文件或未下载完的文件"
	}
	if reason != "" {
		f.Fate, f.Reason = Skipped, reason
	}
}

// Load reads a file's bytes once into memory of our own: what is hashed is what is parsed. It looks
// before and afterwards: a file that grew or was replaced meanwhile is ErrUnsettled.
func (f *File) Load(inputs *os.Root, limit int64) ([]byte, error) {
	if f.sent != nil {
		sum := sha256.Sum256(f.sent)
		f.SHA = hex.EncodeToString(sum[:])
		return f.sent, nil
	}
	root, name := f.At(inputs)
	src, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	before, err := src.Stat()
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() { // since the folder was listed it became something else
		return nil, ErrUnsettled
	}
	data := make([]byte, min(before.Size(), limit)+1) // a byte more, to see it grow
	n, err := io.ReadFull(src, data)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fmt.Errorf("read %s: %w", f.Path, err)
	}
	data = data[:n]
	after, err := root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !isSame(before, after) {
		return nil, ErrUnsettled
	}
	if err != nil {
		return nil, err
	}
	if int64(len(data)) != min(before.Size(), limit+1) {
		return nil, ErrUnsettled
	}
	f.Size, f.Modified = after.Size(), after.ModTime()
	sum := sha256.Sum256(data)
	f.SHA = hex.EncodeToString(sum[:])
	return data, nil
}

// isSame reports whether nothing happened to a file between two looks.
func isSame(before, after fs.FileInfo) bool {
	return os.SameFile(before, after) && before.Size() == after.Size() && before.ModTime().Equal(after.ModTime())
}
