package extract

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// Pipe reads files that come as an Arrow stream (path, modified, content), and answers with another: for each file its
// fate with reason and step, and the fields that were read of it; what is in one that arrived packed has answers of its
// own. It holds one batch of them at a time, and no folder but one for what is in work; that ends with it.
func Pipe(ctx context.Context, in io.Reader, out io.Writer, county *rules.County, o Options) (err error) {
	p, err := stage.OpenPipe(in, out)
	if err != nil {
		return err
	}
	for {
		sent, err := p.Next()
		if errors.Is(err, io.EOF) {
			return p.Close()
		}
		if err == nil {
			err = readSent(ctx, p, sent, county, o)
		}
		if err != nil {
			return err
		}
	}
}

// readSent reads the files of a batch, and answers.
func readSent(ctx context.Context, p *stage.Pipe, sent []stage.Sent, county *rules.County, o Options) (err error) {
	work, err := os.MkdirTemp("", "jixiao-pipe-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	packed, err := find.NewUnpacker(county, work, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(packed.Close(), err) }()
	var files []find.File
	for _, s := range sent {
		whole, err := packed.Whole(ctx, nil, find.Holding(s.Path, s.Modified, s.Content))
		if err != nil {
			return err
		}
		files = append(files, whole...)
	}
	x, err := New(nil, filepath.Join(work, "stage"), county.Rules, o)
	if err != nil {
		return err
	}
	if _, err := x.Files(ctx, files); err != nil {
		return err
	}
	kept := map[string]bool{}
	answers := make([]stage.Answer, len(files))
	for i, f := range files {
		answers[i] = stage.Answer{Path: f.Path, SHA: f.SHA, Fate: string(f.Fate), Reason: f.Reason, Step: f.Step}
		if f.Stage != "" {
			kept[f.Stage] = true
		}
	}
	return p.Answer(ctx, answers, slices.Sorted(maps.Keys(kept)))
}
