package extract

import (
	"context"
	"errors"
	"iter"

	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
)

// Line is what became of one file, as a line of JSON.
type Line struct {
	File   string    `json:"file"` // as it was given
	SHA256 string    `json:"sha256,omitempty"`
	Size   int64     `json:"size"`
	Fate   find.Fate `json:"fate"`
	Reason string    `json:"reason,omitempty"`
	Step   string    `json:"step,omitempty"`
}

// Given reads files as their paths come, into the stage folder, as Shard.Extract does those of a listing. say is called
// once for each, and for each in a file that arrived packed, when its fate is known and what was read is kept; the
// files of a batch are so together.
func Given(
	ctx context.Context, in *find.Inputs, paths iter.Seq[string], dir string, county *rules.County, o Options,
	say func(Line),
) (ends *Extracted, err error) {
	ends = &Extracted{Unreadable: []string{}}
	in.Files = nil
	o.Settled = func(f *find.File) {
		ends.count(f)
		if f.Fate == find.Unreadable {
			in.Files = append(in.Files, *f)
		}
		say(Line{f.Path, f.SHA, f.Size, f.Fate, f.Reason, f.Step})
	}
	x, err := New(in.Root, dir, county.Rules, o)
	if err != nil {
		return nil, err
	}
	packed, err := find.NewUnpacker(county, "", "jixiao-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, packed.Close()) }()
	var wrong error
	describe := find.Given(in.Root, county.Names())
	fresh, err := x.each(ctx, func(yield func(*find.File) bool) {
		for path := range paths {
			var files []find.File
			if files, wrong = packed.Whole(ctx, in.Root, describe(path)); wrong != nil {
				return
			}
			for i := range files {
				if !yield(&files[i]) {
					return
				}
			}
		}
	}, 0)
	if err = errors.Join(err, wrong); err == nil {
		err = in.StillThere()
	}
	ends.Fresh, ends.Known = fresh, ends.Known-fresh
	return ends, err
}
