package find

import (
	"context"
	"os"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/rules"
)

// OpenGathered gives the inputs of counties that were judged apart: files are as their sets have them. dir is the
// folder that they stand in, of which marked copies can be made.
func OpenGathered(dir string, county *rules.County, years []int, year int, files []File) (*Inputs, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.Away(dir, err)
	}
	return &Inputs{Root: root, Years: years, Year: year, Files: files, county: county}, nil
}

// Reopen opens again what was opened where counties were judged apart (archives of counties, what arrived packed), so
// that marked copies can be made of what is in it. Below dir, under names that begin with prefix.
func (in *Inputs) Reopen(ctx context.Context, dir, prefix string) error {
	again := &Inputs{Root: in.Root, county: in.county}
	for _, f := range in.Files {
		if f.Fate == Skipped && IsOpened(f.Reason) {
			f.Fate, f.Reason = "", ""
			again.Files = append(again.Files, f)
		}
	}
	err := again.Unseal(ctx, dir, prefix)
	if err == nil {
		err = again.Unpack(ctx, dir, prefix)
	}
	in.unpacked, in.packed = again.unpacked, again.packed // which Close removes
	held := map[string]*File{}
	for i := range again.Files {
		if f := &again.Files[i]; f.root != nil {
			held[f.Path] = f
		}
	}
	for i := range in.Files {
		if f := &in.Files[i]; held[f.Path] != nil {
			f.root, f.name = held[f.Path].root, held[f.Path].name
		}
	}
	return err
}
