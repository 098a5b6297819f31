package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// basis tells under what a set of tables is made.
func basis(cfg *Config, county *rules.County, inputs *find.Inputs) (*publish.Basis, error) {
	build, err := programSum(cfg.Program)
	if err != nil {
		return nil, err
	}
	says, err := county.Identity()
	return &publish.Basis{
		Program: build, Rules: says, Years: inputs.Years, IsPart: cfg.Part, County: cfg.County,
	}, err
}

// programSum tells one build of the program from another on any machine: by its commit where nothing was changed on
// top of it, else by the hash of its file.
func programSum(p publish.Program) (string, error) {
	if p.Commit != "" && !p.Changed {
		return fmt.Sprintf("%s %s DuckDB %s", p.Version, p.Commit, p.DuckDB), nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(self)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return p.Version + " " + hex.EncodeToString(sum.Sum(nil)), err
}

// gathered are the parts that were judged apart, and the counties of which there is none.
type gathered struct {
	parts   []*part
	missing []string
}

// settle gives the tables to bring together. Parts that touch each other are judged again as one, from the values that
// were read: where forms name a township of another county, or two counties sent the same bytes.
func (g *gathered) settle(ctx context.Context, b warehouse.Build, county *rules.County) (settled []*part, err error) {
	groups, err := g.touching(ctx, county)
	if err != nil {
		return nil, err
	}
	var alone []string // missing counties that nobody speaks of
	for i, group := range groups {
		if len(group.parts) == 1 && len(group.missing) == 0 {
			settled = append(settled, group.parts[0])
			continue
		}
		if len(group.parts) == 0 {
			alone = append(alone, group.missing...)
			continue
		}
		again, err := g.judgeAgain(ctx, b, filepath.Join(b.Work, fmt.Sprintf("again-%d", i)), group)
		if err != nil {
			return nil, err
		}
		settled = append(settled, again)
	}
	if !slices.ContainsFunc(g.parts, func(p *part) bool { return p.Basis.County == "" }) {
		alone = append(alone, "")
	}
	if len(alone) > 0 {
		rest, err := g.judgeAgain(ctx, b, filepath.Join(b.Work, "rest"), group{missing: alone})
		if err != nil {
			return nil, err
		}
		settled = append(settled, rest)
	}
	return settled, nil
}

// into gives a build the tables to bring together.
func (g *gathered) into(ctx context.Context, b *warehouse.Build, county *rules.County) error {
	parts, err := g.settle(ctx, *b, county)
	if err != nil {
		return err
	}
	b.InOrder = comeInOrder(parts)
	for _, p := range parts {
		b.Parts = append(b.Parts, p.dir)
	}
	return nil
}

// writeTables writes a set of tables alone.
func writeTables(ctx context.Context, set reports.Set, m *publish.Manifest) error {
	queries, err := warehouse.ReadQueries(set.County.SQL)
	if err != nil {
		return err
	}
	// The register of what arrived when is the county's own: of two submissions the later one counts.
	names := append(queries.ToGather(), "changes.looks", "changes.arrivals")
	written, err := reports.WriteTables(ctx, set, names)
	if err != nil {
		return err
	}
	notes := m.Summary.Notes
	m.Summary = written.Summary
	m.Summary.Notes = notes
	return nil
}

// group is some parts, and counties without one, that touch each other.
type group struct {
	parts   []*part
	missing []string
}

// touching sorts the parts and the missing counties into groups.
func (g *gathered) touching(ctx context.Context, county *rules.County) ([]group, error) {
	owners := map[string]int{} // by county
	for i, p := range g.parts {
		owners[p.Basis.County] = i
	}
	for i, name := range g.missing {
		owners[name] = len(g.parts) + i
	}
	of := map[string]int{} // by the code of a township
	for _, u := range county.Units(0) {
		if owner, found := owners[u.County]; found {
			of[u.Code] = owner
		}
	}
	same := newSets(len(g.parts) + len(g.missing))
	bytes := map[string]int{}
	for i, p := range g.parts {
		codes, err := p.townships(ctx)
		if err != nil {
			return nil, err
		}
		for _, code := range codes {
			if owner, found := of[code]; found {
				same.join(i, owner)
			}
		}
		for _, f := range p.files {
			if f.Fate != find.Read {
				continue
			}
			key := fmt.Sprint(f.Year, " ", f.SHA)
			if first, found := bytes[key]; found {
				same.join(i, first)
			}
			bytes[key] = i
		}
	}
	groups := make([]group, len(same))
	for i, p := range g.parts {
		at := same.of(i)
		groups[at].parts = append(groups[at].parts, p)
	}
	for i, name := range g.missing {
		at := same.of(len(g.parts) + i)
		groups[at].missing = append(groups[at].missing, name)
	}
	return groups, nil
}

// townships are the codes of those that forms and files of a part name.
func (p *part) townships(ctx context.Context) (codes []string, err error) {
	for _, table := range []string{"sources.files", "sources.claims"} {
		t, err := warehouse.ReadTable(ctx, []string{filepath.Join(p.dir, table+".parquet")},
			"select distinct township_code from t where township_code is not null")
		if err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", table, p.name, err)
		}
		for _, row := range t.Rows {
			codes = append(codes, row[0].(string))
		}
	}
	return codes, nil
}

// judgeAgain judges parts as one, from the values that were read of their files.
func (g *gathered) judgeAgain(ctx context.Context, b warehouse.Build, work string, of group) (*part, error) {
	again := &part{dir: filepath.Join(work, "tables"), counties: of.missing}
	if err := os.MkdirAll(again.dir, 0o755); err != nil {
		return nil, err
	}
	var err error
	if again.files, err = restage(ctx, of.parts, filepath.Join(work, "values-read.parquet")); err != nil {
		return nil, err
	}
	for _, p := range of.parts {
		again.counties = append(again.counties, p.counties...)
	}
	b.Path, b.Work, b.Exports, b.Parts, b.Other, b.Previous.Dir = "", work, again.dir, nil, "", ""
	b.Counties = again.counties
	b.Columns, b.Files = find.Register(again.files)
	w, _, err := b.Run(ctx)
	if err != nil {
		return nil, fmt.Errorf("judge %s again: %w", strings.Join(again.counties, "、"), err)
	}
	defer w.Close()
	for _, table := range b.SQL.ToGather() {
		if err := w.Export(ctx, table, filepath.Join(again.dir, table+".parquet")); err != nil {
			return nil, err
		}
	}
	return again, nil
}

// setAside are the forms that the parts were judged without; so are they where it is judged again.
func (g *gathered) setAside(ctx context.Context) (forms []warehouse.Aside, err error) {
	if g == nil {
		return nil, nil
	}
	for _, p := range g.parts {
		t, err := warehouse.ReadTable(ctx, []string{filepath.Join(p.dir, "sources.set_aside.parquet")},
			"select file, form_no, concat_ws(' ', file, sheet, cell) as place, reason, detail from t")
		if err != nil {
			return nil, fmt.Errorf("read what %s set aside: %w", p.name, err)
		}
		for _, row := range t.Rows {
			forms = append(forms, warehouse.Aside{File: row[0].(string), FormNo: int(row[1].(int64)),
				Place: row[2].(string), Reason: row[3].(string), Detail: row[4].(string)})
		}
	}
	return forms, nil
}

// restage lays the values that were read in some parts into one stage file, and gives their files.
func restage(ctx context.Context, parts []*part, to string) (files []find.File, err error) {
	if len(parts) == 0 {
		return nil, nil
	}
	var tables []string
	for _, p := range parts {
		tables = append(tables, filepath.Join(p.dir, "sources.fields.parquet"))
		files = append(files, p.files...)
	}
	slices.SortStableFunc(files, func(a, b find.File) int { return strings.Compare(a.Path, b.Path) })
	for i := range files {
		if files[i].Fate == find.Read {
			files[i].Stage = to
		}
	}
	return files, warehouse.Restage(ctx, tables, to)
}

// comeInOrder sorts parts by their files, and tells whether those of each come before those of the next.
func comeInOrder(parts []*part) bool {
	ends := map[*part][2]string{}
	for _, p := range parts {
		for _, f := range p.files {
			e, found := ends[p]
			if !found {
				e = [2]string{f.Path, f.Path}
			}
			ends[p] = [2]string{min(e[0], f.Path), max(e[1], f.Path)}
		}
	}
	slices.SortFunc(parts, func(a, b *part) int { return strings.Compare(ends[a][0], ends[b][0]) })
	last := ""
	for _, p := range parts {
		if e, found := ends[p]; found {
			if e[0] <= last {
				return false
			}
			last = e[1]
		}
	}
	return true
}

// sets are disjoint sets of numbers.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) of(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(a, b int) {
	a, b = s.of(a), s.of(b)
	s[max(a, b)] = min(a, b)
}
