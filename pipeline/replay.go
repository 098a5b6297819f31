package pipeline

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/seal"
)

// Replay makes the set of an archive again from its inputs, in a folder of its own, and names the outputs
// that differ. The database file itself is left out: its tables are compared as Parquet.
func Replay(ctx context.Context, a *seal.Archive, cfg Config) (differ []string, err error) {
	work, err := os.MkdirTemp("", "jixiao-replay-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	if err := a.Unpack(work, ""); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	cfg.Inputs, cfg.Outputs, cfg.Year = filepath.Join(work, seal.Inputs), filepath.Join(work, "again"), a.Year
	cfg.Previous = filepath.Join(work, seal.Outputs)
	cfg.Now, cfg.Rebuild = func() time.Time { return a.Started }, true
	if _, err := Run(ctx, cfg); err != nil {
		return nil, err
	}
	set, err := a.Set()
	if err != nil {
		return nil, err
	}
	before, _, err := publish.Verify(set)
	if err != nil {
		return nil, err
	}
	_, after, err := publish.Latest(cfg.Outputs)
	if err != nil {
		return nil, err
	}
	return compareSets(before, after), nil
}

func compareSets(before, after *publish.Manifest) (differ []string) {
	sums := map[string]string{}
	for _, o := range before.Outputs {
		sums[o.File] = o.SHA256
	}
	for _, o := range after.Outputs {
		if sums[o.File] != o.SHA256 && o.File != reports.Database {
			differ = append(differ, o.File)
		}
		delete(sums, o.File)
	}
	for name := range sums {
		differ = append(differ, name)
	}
	fates := map[string]string{}
	for _, in := range before.Inputs {
		fates[in.File] = in.SHA256 + in.Fate + in.Reason
	}
	for _, in := range after.Inputs {
		if fates[in.File] != in.SHA256+in.Fate+in.Reason {
			differ = append(differ, path.Join(seal.Inputs, in.File))
		}
	}
	return differ
}
