package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/marcboeker/go-duckdb/v2"
)

// Aside is a form that is left out of a build, because what stands in it breaks the arithmetic of the whole county.
type Aside struct {
	File   string
	FormNo int
	Place  string // for people: file, sheet and cell
	Reason string // why, in Chinese
	Detail string // what the database said
}

// Aside are the forms that the build was made without.
func (w *Warehouse) Aside() []Aside { return w.build.Aside }

// asideColumns are those of the table that SQL reads (sql/10_sources/fields.sql).
var asideColumns = []string{"file", "form_no", "reason", "detail"}

func (b *Build) asideRows() (rows [][]string) {
	for _, a := range b.Aside {
		rows = append(rows, []string{a.File, strconv.Itoa(a.FormNo), a.Reason, a.Detail})
	}
	return rows
}

// RunSparing makes the database as Run does. Where that ends on what stands in a form, by an error or an audit, the
// fewest forms without which it does not are looked for by halving and set aside (b.Aside): one workbook never stops a
// county. What fails without any form is a fault of our own, and so is what fails with more than a few: then what Run
// says is returned, with the place of the first of them.
func (b *Build) RunSparing(ctx context.Context) (*Warehouse, []Timing, error) {
	s := &sparing{build: b}
	for {
		w, timings, err := b.Run(ctx)
		s.breaks = breakOf(w, err)
		if !s.breaks.isOfData || s.isGivenUp || len(b.Parts) > 0 { // counties judged apart were spared each by itself
			if err != nil && len(s.culprits) > 0 {
				err = fmt.Errorf("%w (%s)", err, s.culprits[0].Place)
			}
			return w, timings, err
		}
		if w != nil {
			if err := w.Close(); err != nil {
				return nil, nil, err
			}
		}
		if err := s.look(ctx); err != nil {
			return nil, nil, err
		}
		if b.Path != "" {
			for _, left := range []string{b.Path, b.Path + ".wal"} {
				if err := os.RemoveAll(left); err != nil {
					return nil, nil, err
				}
			}
		}
	}
}

// broken is what ended a build.
type broken struct {
	isOfData             bool
	step, reason, detail string
}

var outOfRange = regexp.MustCompile(`[Vv]alue "?([-0-9.eE+]+)"?`)

// breakOf tells whether a build ended on what stands in a form: the database cannot hold a number, or one of our own
// audits found a row.
func breakOf(w *Warehouse, err error) broken {
	var says *duckdb.Error
	var at *stepError
	if errors.As(err, &says) && errors.As(err, &at) && slices.Contains([]duckdb.ErrorType{duckdb.ErrorTypeConversion,
		duckdb.ErrorTypeOutOfRange, duckdb.ErrorTypeInvalidInput, duckdb.ErrorTypeMismatchType}, says.Type) {
		reason := "表中的数超出了能计算的范围"
		if number := outOfRange.FindStringSubmatch(says.Msg); number != nil {
			reason += "，计算时得出 " + number[1]
		}
		return broken{true, at.step, reason, at.step + ": " + says.Msg}
	}
	if err == nil {
		for _, f := range w.Faults() {
			if !f.IsOwn {
				return broken{true, auditSchema + "." + f.Audit, "自查没有通过：" + f.Message, f.Audit + ": " + f.Detail}
			}
		}
	}
	return broken{}
}

// sparing looks for the forms that break a build.
type sparing struct {
	build     *Build
	breaks    broken
	all       []Aside // every form that was read
	good      []int   // forms with which the step that breaks holds
	culprits  []Aside
	builds    int
	isGivenUp bool
}

// mostBuilds bounds the search.
const mostBuilds = 120

// isTooMany bounds what is set aside: a county of which more is missing is none, and what every form breaks is a
// fault of our own. A small county may lose three: that its clerks err more than once is nothing strange.
func (s *sparing) isTooMany() bool {
	return len(s.culprits) > max(3, min(20, len(s.all)/10)) || len(s.culprits) == len(s.all) && len(s.all) > 1
}

// look sorts the forms into those with which the step that breaks holds, and the culprits, which are set aside.
func (s *sparing) look(ctx context.Context) (err error) {
	if s.all, err = s.build.formsRead(ctx); err != nil {
		return err
	}
	s.good = nil
	holds, err := s.holdsWith(ctx, nil)
	if err != nil {
		return err
	}
	if !holds { // without any form too: nothing in a form is at fault
		s.isGivenUp = true
		return nil
	}
	every := make([]int, len(s.all))
	for i := range every {
		every[i] = i
	}
	known := len(s.culprits)
	if err := s.add(ctx, every, true); err != nil {
		return err
	}
	if s.isGivenUp {
		s.build.Aside = nil // what Run says of all of it
		return nil
	}
	s.build.Aside = append(s.build.Aside, s.culprits[known:]...)
	return nil
}

// add takes forms among the good ones, halving them where the build does not hold with all.
func (s *sparing) add(ctx context.Context, forms []int, isKnownToBreak bool) error {
	if s.isGivenUp || len(forms) == 0 {
		return nil
	}
	if !isKnownToBreak {
		holds, err := s.holdsWith(ctx, append(slices.Clone(s.good), forms...))
		if err != nil {
			return err
		}
		if holds {
			s.good = append(s.good, forms...)
			return nil
		}
	}
	if len(forms) == 1 {
		culprit := s.all[forms[0]]
		culprit.Reason, culprit.Detail = s.breaks.reason, s.breaks.detail
		s.culprits = append(s.culprits, culprit)
		s.isGivenUp = s.isTooMany()
		return nil
	}
	good := len(s.good)
	if err := s.add(ctx, forms[:len(forms)/2], false); err != nil {
		return err
	}
	// Where the first half holds, it is the second that does not.
	return s.add(ctx, forms[len(forms)/2:], len(s.good) == good+len(forms)/2 && isKnownToBreak)
}

// holdsWith tries the build with some forms alone; nothing of it is kept.
func (s *sparing) holdsWith(ctx context.Context, forms []int) (bool, error) {
	if s.builds++; s.builds > mostBuilds {
		s.isGivenUp = true
		return false, nil
	}
	trial := s.build.trial()
	trial.only = s.breaks.step
	for i, form := range s.all {
		if !slices.Contains(forms, i) {
			trial.Aside = append(trial.Aside, form)
		}
	}
	defer os.RemoveAll(trial.Work)
	w, _, err := trial.Run(ctx)
	breaks := breakOf(w, err)
	if w != nil {
		err = errors.Join(err, w.Close())
	}
	if breaks.isOfData {
		s.breaks = breaks
		return false, nil
	}
	return err == nil, err
}

// trial is the same build beside it, of which no file is written.
func (b *Build) trial() *Build {
	trial := *b
	trial.Path, trial.Exports, trial.Work = "", "", filepath.Join(b.Work, "trial")
	trial.Aside = slices.Clone(b.Aside)
	return &trial
}

// formsRead lists the forms of the files, file by file.
func (b *Build) formsRead(ctx context.Context) (all []Aside, err error) {
	trial := b.trial()
	defer os.RemoveAll(trial.Work)
	if err := trial.writeInputs(); err != nil {
		return nil, err
	}
	w, err := open(ctx, "", nil)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	n := &building{Build: trial, small: b.isSmall(), lanes: []*Warehouse{w}, early: b.SQL.early()}
	if err := n.prepare(ctx); err != nil {
		return nil, err
	}
	for _, steps := range n.loading() {
		if err := n.makeAll(ctx, steps); err != nil {
			return nil, err
		}
	}
	forms, err := w.Ask(ctx, "forms_read")
	if err != nil {
		return nil, err
	}
	for _, row := range forms.Rows {
		all = append(all, Aside{File: row[0].(string), FormNo: int(row[1].(int64)), Place: row[2].(string)})
	}
	return all, nil
}
