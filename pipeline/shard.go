package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"jixiao/pipeline/find"
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
	Fresh      int      `json:"fresh"` // read anew
	Known      int      `json:"known"` // staged before, or the same bytes as another
	Skipped    int      `json:"skipped"`
	Unreadable []string `json:"unreadable"` // a run looks at them again
}

// Extract reads the files of a shard into the stage folder, as a run would, so that the next run finds the
// work done. Any number may be at it at once, on any machines that share the folder, also while a run is: it
// takes no lock, and removes nothing.
func Extract(ctx context.Context, cfg Config, shard Shard) (*Extracted, error) {
	j := &job{cfg: cfg, started: cfg.now()}
	for _, step := range []func(context.Context) error{j.loadRules, j.find} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	var files []find.File
	for _, f := range j.files {
		if shard.has(f.Path) && !strings.EqualFold(path.Ext(f.Path), sealedSuffix) { // a run unpacks archives
			files = append(files, f)
		}
	}
	j.files = files
	root, err := os.OpenRoot(cfg.Inputs)
	if err != nil {
		return nil, &AwayError{cfg.Inputs, err}
	}
	defer root.Close()
	x, err := newExtractor(root, filepath.Join(cfg.Outputs, "stage"), j.rules, &cfg)
	if err != nil {
		return nil, err
	}
	fresh, err := x.all(ctx, files, cfg.workers(), cfg.Progress)
	if err == nil {
		err = j.lookAgain()
	}
	if err != nil {
		return nil, err
	}
	return extracted(shard, files, fresh), nil
}

func extracted(shard Shard, files []find.File, fresh int) *Extracted {
	e := &Extracted{Shard: shard.String(), Files: len(files), Fresh: fresh, Unreadable: []string{}}
	for _, f := range files {
		switch f.Fate {
		case find.Read:
			e.Known++
		case find.Skipped:
			e.Skipped++
		default:
			e.Unreadable = append(e.Unreadable, f.Path)
		}
	}
	e.Known -= fresh
	return e
}

// Text is that in a few lines.
func (e *Extracted) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "分片 %s：文件 %d 个，新读取 %d 个，此前已读取 %d 个，跳过 %d 个，不能读取 %d 个。\n", e.Shard, e.Files, e.Fresh, e.Known, e.Skipped, len(e.Unreadable))
	for _, file := range e.Unreadable {
		fmt.Fprintf(&b, "不能读取：%s（原因和办法见下次运行的问题清单）。\n", file)
	}
	return b.String()
}
