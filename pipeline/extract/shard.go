package extract

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
)

// Shard is a part of the files of the inputs: 2/4 is the second of four.
type Shard struct{ No, Of int }

// ParseShard reads i/n.
func ParseShard(text string) (s Shard, ok bool) {
	no, of, _ := strings.Cut(text, "/")
	var err, err2 error
	s.No, err = strconv.Atoi(no)
	s.Of, err2 = strconv.Atoi(of)
	return s, err == nil && err2 == nil && 1 <= s.No && s.No <= s.Of
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.No, s.Of) }

// has tells by its path alone whether a file is of the shard, so that all machines agree without a word.
func (s Shard) has(path string) bool {
	sum := sha256.Sum256([]byte(path))
	return binary.BigEndian.Uint64(sum[:])%uint64(s.Of) == uint64(s.No-1)
}

// Extracted is what an extraction says of itself.
type Extracted struct {
	Shard      string   `json:"shard"`
	Files      int      `json:"files"` // of the shard
	Fresh      int      `json:"fresh"` // read now, not before
	Known      int      `json:"known"` // staged before, or the same bytes as another
	Skipped    int      `json:"skipped"`
	Unreadable []string `json:"unreadable"` // a run looks at them again
}

// Extract reads the files of a shard into the stage folder, as a run would, so that the next run finds the
// work done. Any number may be at it at once, on any machines that share the folder, also while a run is: it
// takes no lock, and removes nothing.
func (s Shard) Extract(
	ctx context.Context, in *find.Inputs, dir string, r *rules.Rules, o Options,
) (*Extracted, error) {
	in.Files = slices.DeleteFunc(in.Files, func(f find.File) bool {
		return !s.has(f.Path) || f.IsSealed() || f.IsPacked() // a run unpacks archives
	})
	x, err := New(in.Root, dir, r, o)
	if err != nil {
		return nil, err
	}
	fresh, err := x.Files(ctx, in.Files)
	if err == nil {
		err = in.StillThere()
	}
	if err != nil {
		return nil, err
	}
	return extracted(s, in.Files, fresh), nil
}

func extracted(shard Shard, files []find.File, fresh int) *Extracted {
	e := &Extracted{Shard: shard.String(), Unreadable: []string{}}
	for i := range files {
		e.count(&files[i])
	}
	e.Fresh, e.Known = fresh, e.Known-fresh
	return e
}

// count counts a file, for now with those known that were read afresh.
func (e *Extracted) count(f *find.File) {
	e.Files++
	switch f.Fate {
	case find.Read:
		e.Known++
	case find.Skipped:
		e.Skipped++
	default:
		e.Unreadable = append(e.Unreadable, f.Path)
	}
}

// Text is that in a few lines.
func (e *Extracted) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "分片 %s：文件 %d 个，新读取 %d 个，此前已读取 %d 个，跳过 %d 个，不能读取 %d 个。\n",
		e.Shard, e.Files, e.Fresh, e.Known, e.Skipped, len(e.Unreadable))
	for _, file := range e.Unreadable {
		fmt.Fprintf(&b, "不能读取：%s（原因和办法见下次运行的问题清单）。\n", file)
	}
	return b.String()
}
