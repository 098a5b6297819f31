package pipeline

import (
	"context"
	"io"
	"os"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Tried is what a set of rules would change against the last published set: its findings by check, and the townships
// whose grade, total or rank would be another.
type Tried struct {
	Year      int
	Set       string  // the published set; "" where there is none, and nothing is compared
	Findings  Listing // nil where none differ
	Townships Listing
}

// Listing is a table that can be shown.
type Listing interface{ WriteText(to io.Writer) error }

// TryRules judges the inputs under the rules of a file without publishing, and compares with the last published set of
// the year. What is wrong with the rules is the error, all of it at once.
func TryRules(ctx context.Context, cfg Config, file string) (*Tried, error) {
	county, err := rules.OpenFile(cfg.Inputs, file, warehouse.Checks)
	if err != nil {
		return nil, err
	}
	inputs, err := cfg.open(county)
	if err != nil {
		return nil, err
	}
	defer inputs.Close()
	last, err := findLast(cfg.Outputs, inputs.Year)
	if err != nil {
		return nil, err
	}
	if cfg.Outputs, err = os.MkdirTemp("", "jixiao-rules-"); err != nil {
		return nil, err
	}
	defer os.RemoveAll(cfg.Outputs)
	cfg.Tables = true // no documents
	watch := startWatch(cfg.now())
	if _, err := read(ctx, &cfg, county, inputs, watch); err != nil {
		return nil, err
	}
	run, m, err := begin(&cfg, county, inputs, watch.started)
	if err != nil {
		return nil, err
	}
	defer run.Abandon()
	previous, err := compareWith(&cfg, last, run, m)
	if err != nil {
		return nil, err
	}
	previous.Today = watch.started
	db, _, err := judge(ctx, &cfg, county, inputs, run, previous)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if faults := db.Faults(); len(faults) > 0 {
		return nil, auditFault(faults)
	}
	t := &Tried{Year: m.Year, Set: m.Previous}
	for question, into := range map[string]*Listing{"tried_findings": &t.Findings, "tried_townships": &t.Townships} {
		found, err := db.Ask(ctx, question)
		if err != nil {
			return nil, err
		}
		if len(found.Rows) > 0 {
			*into = found
		}
	}
	return t, nil
}

// NoSet tells that there is nothing to compare with.
func (t *Tried) NoSet() error {
	if t.Set != "" {
		return nil
	}
	return fault.New(fault.Input, "还没有发布过 %d 年度的结果，没有可以比较的；请先运行 jixiao run。", t.Year)
}
