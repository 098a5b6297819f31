package reports

import (
	"context"
	"errors"
	"slices"

	"jixiao/pipeline/publish"
)

// WriteTables writes the tables of a set as Parquet and the list of findings, without anything else that people open;
// more are tables besides those that every set has.
func WriteTables(ctx context.Context, s Set, more []string) (*Written, error) {
	w := &writer{Set: s}
	err := w.export(ctx)
	for _, name := range more {
		if err == nil && !slices.Contains(Exported, name) {
			err = w.Tables.Export(ctx, name, w.path(Parquet(name)))
		}
	}
	sum, e := w.summary(ctx)
	if err = errors.Join(err, e); err != nil {
		return nil, err
	}
	sum.Changes = &publish.Changes{}
	return &Written{sum, nil}, nil
}
