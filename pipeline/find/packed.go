package find

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jixiao/pipeline/rules"
)

// What arrives packed is opened: .zip archives, and .eml mails with attachments. What is in them is registered as
// 2023/甲镇.zip!表/a.xlsx.

// packedLimits bound what one packed file may unpack to. The reader's own bounds hold for each file in it.
type packedLimits struct {
	File    int64 // bytes, as it arrived
	Entries int
	All     int64 // bytes of all that is in it
	Ratio   int64 // unpacked to packed, above a MiB
}

var packedMost = packedLimits{File: 128 << 20, Entries: 2000, All: 1 << 30, Ratio: 400}

// inSign stands between the name of a packed file and that of what is in it.
const inSign = "!"

// IsPacked tells by its name a file that is opened for what is in it.
func (f *File) IsPacked() bool {
	ext := strings.ToLower(path.Ext(f.Path))
	return ext == ".zip" || ext == ".eml"
}

// PackedIn is the packed file that holds a file by its name: 2023/甲镇.zip for 2023/甲镇.zip!a.xlsx; "" for none.
func PackedIn(name string) string {
	lower := strings.ToLower(name)
	for _, sign := range []string{".zip" + inSign, ".eml" + inSign} {
		if i := strings.Index(lower, sign); i >= 0 && len(lower) == len(name) {
			return name[:i+len(sign)-len(inSign)]
		}
	}
	return ""
}

// entry is a file in a packed one.
type entry struct {
	name     string // as it is shown: with slashes
	modified time.Time
	size     int64         // that it says it has; -1 where it says nothing
	packed   int64         // bytes that it takes in the packed file
	wrong    *refusedEntry // why it is not read; nil where it is
	open     func() (io.Reader, error)
}

type refusedEntry struct{ reason, step string }

// Unpacker opens packed files.
type Unpacker struct {
	Dir    string // where they are unpacked, in folders whose names begin with Prefix
	Prefix string
	Zone   *time.Location // in which archives tell times
	Names  map[string]string
	opened []*os.Root
	units  *units
}

// Unpack opens the packed files among files, and gives what is in them. A fault of one is its fate, or that of the
// entry; only one of the machine is an error.
func (u *Unpacker) Unpack(ctx context.Context, root *os.Root, files []File) (inside []File, err error) {
	u.units = newUnits(u.Names)
	for i := range files {
		f := &files[i]
		if f.Fate != "" || !f.IsPacked() {
			continue
		}
		more, err := u.one(root, f)
		if err := errors.Join(ctx.Err(), err); err != nil {
			return nil, err
		}
		inside = append(inside, more...)
	}
	return inside, nil
}

// Whole gives a file and, where it arrived packed, what is in it.
func (u *Unpacker) Whole(ctx context.Context, root *os.Root, f File) ([]File, error) {
	files := []File{f}
	inside, err := u.Unpack(ctx, root, files)
	return append(files, inside...), err
}

// Close lets go of what was unpacked, and removes it.
func (u *Unpacker) Close() (err error) {
	for _, root := range u.opened {
		err = errors.Join(err, root.Close(), os.RemoveAll(root.Name()))
	}
	return err
}

func (u *Unpacker) one(root *os.Root, f *File) (inside []File, err error) {
	data, err := f.Load(root, packedMost.File)
	switch {
	case errors.Is(err, ErrUnsettled):
		f.Fate, f.Reason = Skipped, StillChanging
		return nil, nil
	case err != nil:
		f.Fate, f.Reason, f.Step = Unreadable, CouldNotOpen+PlainError(err), "请检查文件的权限"
		return nil, nil
	case int64(len(data)) > packedMost.File:
		f.refuse(fmt.Sprintf("压缩包或邮件超过 %d MB，没有打开", packedMost.File>>20), "请解压后放入其中的文件")
		return nil, nil
	}
	entries, wrong := listPacked(f.Path, data, u.Zone)
	if wrong == nil {
		wrong = tooMuch(entries, packedMost)
	}
	if wrong != nil {
		f.refuse(wrong.reason, wrong.step)
		return nil, nil
	}
	if entries == nil { // a workbook under another name: the reader sees to it
		return nil, nil
	}
	dir, err := os.MkdirTemp(u.Dir, u.Prefix+"packed-")
	if err != nil {
		return nil, err
	}
	into, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	u.opened = append(u.opened, into)
	left := packedMost.All
	for i := range entries {
		inner, err := u.entry(f, &entries[i], into, fmt.Sprintf("%04d", i), &left)
		if err != nil {
			return nil, err
		}
		inside = append(inside, inner)
	}
	f.Fate, f.Reason = Skipped, fmt.Sprintf("%s %d 个文件，分别登记", openedWords, len(inside))
	return inside, nil
}

// openedWords begin the reason of a packed file that was opened.
const openedWords = "已打开，其中有"

// IsOpened tells by the reason of a file that it was opened for what is in it: it is no file that was left out.
func IsOpened(reason string) bool {
	return strings.HasPrefix(reason, openedWords) || strings.Contains(reason, unsealedWords)
}

func (f *File) refuse(reason, step string) { f.Fate, f.Reason, f.Step = Unreadable, reason, step }

// entry unpacks one entry under a name of ours.
func (u *Unpacker) entry(f *File, e *entry, into *os.Root, as string, left *int64) (File, error) {
	inner := File{
		Year: f.Year, Path: f.Path + inSign + e.name, Modified: e.modified, root: into, name: as,
		PathUnit: u.units.of(f.Path + "/" + e.name),
	}
	if inner.Modified.IsZero() || inner.Modified.After(f.Modified) { // no later than it arrived
		inner.Modified = f.Modified
	}
	inner.skip(0)
	if strings.HasPrefix(strings.ToLower(e.name), "__macosx/") {
		inner.Fate, inner.Reason = Skipped, "是系统文件"
	}
	if inner.Fate != "" {
		return inner, nil
	}
	if e.wrong != nil {
		inner.refuse(e.wrong.reason, e.wrong.step)
		return inner, nil
	}
	data, err := e.read(*left)
	if err != nil {
		inner.refuse("在压缩包或邮件中已损坏，或压缩方法不能识别", "请用电脑自带的压缩功能重新压缩为 zip，或直接报送这个文件")
		return inner, nil
	}
	*left -= int64(len(data))
	inner.Size = int64(len(data))
	out, err := into.OpenFile(as, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return inner, err
	}
	_, err = out.Write(data)
	if err = errors.Join(err, out.Close()); err != nil {
		return inner, err
	}
	return inner, os.Chtimes(filepath.Join(into.Name(), as), inner.Modified, inner.Modified)
}

// read reads an entry, no more than it says it has, nor than is left.
func (e *entry) read(left int64) ([]byte, error) {
	src, err := e.open()
	if err != nil {
		return nil, err
	}
	if e.size >= 0 {
		left = min(left, e.size)
	}
	data, err := io.ReadAll(io.LimitReader(src, left+1))
	if err == nil && int64(len(data)) > left {
		err = errors.New("more than it says")
	}
	return data, err
}

// listPacked lists what is in a packed file; nil where it is a workbook or a document itself.
func listPacked(name string, data []byte, zone *time.Location) (entries []entry, wrong *refusedEntry) {
	if strings.EqualFold(path.Ext(name), ".eml") {
		return listMail(data, zone)
	}
	return listZip(data, zone)
}

// tooMuch tells a packed file that would use up the machine, before anything of it is unpacked.
func tooMuch(entries []entry, most packedLimits) *refusedEntry {
	step := "请解压后放入其中的文件"
	if len(entries) > most.Entries {
		return &refusedEntry{fmt.Sprintf("其中有 %d 个文件，超过上限 %d 个，没有打开", len(entries), most.Entries), step}
	}
	all := int64(0)
	for _, e := range entries {
		if e.size > 1<<20 && e.size/most.Ratio > e.packed {
			return &refusedEntry{fmt.Sprintf("其中的“%s”展开后是压缩时的 %d 倍以上，没有打开", e.name, most.Ratio), step}
		}
		if all += max(e.size, 0); e.size > most.All || all > most.All {
			return &refusedEntry{fmt.Sprintf("展开后超过 %d MB，没有打开", most.All>>20), step}
		}
	}
	return nil
}

// nameEntries makes the names of entries safe to show, and refuses those that cannot be told apart or lead out.
func nameEntries(entries []entry) {
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		name := path.Clean(strings.ReplaceAll(e.name, `\`, "/"))
		isLocal := filepath.IsLocal(filepath.FromSlash(name)) && !path.IsAbs(name) && !strings.Contains(name, ":")
		if name == "." || !isLocal {
			e.refuse("在压缩包中的路径不正确（指向压缩包以外）", "请重新压缩，或直接报送这个文件")
		}
		name = strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || r == utf8.RuneError {
				return '_'
			}
			return r
		}, name)
		if seen[strings.ToLower(name)] {
			e.refuse("与压缩包中另一个文件同名", "请改名后重新压缩")
			name = fmt.Sprintf("%s（%d）", name, i+1)
		}
		seen[strings.ToLower(name)] = true
		e.name = name
		ext := strings.ToLower(path.Ext(name))
		if e.wrong == nil && (archives[ext] || ext == ".eml") {
			e.refuse("是压缩包中的压缩包，没有打开", "请解压后报送其中的文件")
		}
	}
}

func (e *entry) refuse(reason, step string) {
	if e.wrong == nil {
		e.wrong = &refusedEntry{reason, step}
	}
}

// chineseName reads a name whose encoding is not said: UTF-8 where it is that, else GBK.
func chineseName(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
		return text
	}
	return strings.ToValidUTF8(name, "\ufffd")
}

// lastPacked are the files that the last set saw in packed files that are still being copied: they count as they
// did (see Touched).
func (in *Inputs) lastPacked() (files []File) {
	for _, f := range in.Files {
		if f.Fate != Skipped || f.Reason != StillChanging && f.Reason != MovedAway || !f.IsPacked() {
			continue
		}
		for name := range in.Last {
			if strings.HasPrefix(name, f.Path+inSign) {
				files = append(files, File{
					Year: f.Year, Path: name, PathUnit: f.PathUnit, Fate: Skipped, Reason: f.Reason,
				})
			}
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// NewUnpacker opens packed files of a county's below dir, in folders whose names begin with prefix.
func NewUnpacker(county *rules.County, dir, prefix string) (*Unpacker, error) {
	zone, err := county.Zone()
	return &Unpacker{Dir: dir, Prefix: prefix, Zone: zone, Names: county.Names()}, err
}

// Unpack puts what packed files hold among the inputs. They are unpacked below dir, under names that begin with prefix.
func (in *Inputs) Unpack(ctx context.Context, dir, prefix string) (err error) {
	if in.packed, err = NewUnpacker(in.county, dir, prefix); err != nil {
		return err
	}
	inside, err := in.packed.Unpack(ctx, in.Root, in.Files)
	if err != nil {
		return err
	}
	in.Files = append(append(in.Files, inside...), in.lastPacked()...)
	slices.SortStableFunc(in.Files, func(a, b File) int { return a.Year - b.Year })
	return nil
}
