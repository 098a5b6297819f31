package warehouse

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Where counties were judged apart (Build.Parts), a table whose rows look at one county alone is brought together
// from theirs; what looks across counties (-- across: counties), what reads from that, and all that is shown of the
// whole (rankings, changes, audits, sheets, reports) is made again. Rows come in the order of one run over all.

// fewParts is how many small counties fit into memory together.
const fewParts = 30

// foundApart is what the checks found in the counties, while the whole is judged.
const foundApart = apartSchema + ".found"

// apartSchema is for what only the judging of the whole needs of the counties.
const apartSchema = "apart"

// gathering tells how each script comes about where counties are gathered.
type gathering struct {
	across map[string]bool // made again: it looks across counties, or it is made of the rules and the register alone
	wanted map[string]bool // what those that are made again read from
}

// ofCounties are the schemas whose tables may look at one county alone.
var ofCounties = []string{"sources", "staging", "scores", "equations", "checks"}

// gathering sorts the scripts.
func (q *Queries) gathering() *gathering {
	g := &gathering{across: map[string]bool{}, wanted: map[string]bool{}}
	readsForms := map[string]bool{suspects: true, "checks." + allFound: true}
	for changed := true; changed; { // until nothing more follows from what is known
		changed = false
		for i := range q.Scripts {
			s := &q.Scripts[i]
			isAcross := func(name string) bool {
				return g.across[name] && readsForms[name] || name == "checks."+allFound
			}
			if !readsForms[s.Name()] && (strings.Contains(s.Query, "'stage_files'") ||
				slices.ContainsFunc(s.from, func(name string) bool { return readsForms[name] })) {
				readsForms[s.Name()], changed = true, true
			}
			if !g.across[s.Name()] && (s.looksAcross() || slices.ContainsFunc(s.from, isAcross)) {
				g.across[s.Name()], changed = true, true
			}
		}
	}
	for i := range q.Scripts {
		s := &q.Scripts[i]
		if !readsForms[s.Name()] { // of the rules and the register alone: the whole has its own
			g.across[s.Name()] = true
		}
		if g.across[s.Name()] {
			for _, name := range s.from {
				g.wanted[name] = true
			}
		}
	}
	return g
}

// looksAcross holds for what its header or its folder says of. Of a county's own script nobody knows, unless it says.
func (s *Script) looksAcross() bool {
	return s.Header["across"] == "counties" || !slices.Contains(ofCounties, s.Schema) ||
		s.own && s.Header["across"] != "no"
}

// comesFromParts holds for a script whose rows are those of the counties.
func (g *gathering) comesFromParts(s *Script) bool {
	return !g.across[s.Name()] && !s.isView() && (s.isKept() || g.wanted[s.Name()])
}

// isView holds for what the file has as a view: a table only while it is read again and again.
func (s *Script) isView() bool { return s.Header["kept"] == "as a view" }

// makes holds for a script whose query is run: all, but where counties are gathered.
func (n *building) makes(s *Script) bool {
	return n.gather == nil || n.gather.across[s.Name()] || s.isView()
}

// isMade holds for a script of which there is a table or a view.
func (n *building) isMade(s *Script) bool { return n.makes(s) || n.gather.comesFromParts(s) }

// isFromParts holds for a script whose table is brought together from the counties'; that is done while files may still
// be read.
func (n *building) isFromParts(s *Script) bool { return n.gather != nil && n.gather.comesFromParts(s) }

// makesConditions holds where 自定义审核 is asked again: one of the tables that it is about is made again.
func (n *building) makesConditions() bool {
	return slices.ContainsFunc(n.SQL.Scripts, func(s Script) bool { return s.Schema == "subjects" && n.makes(&s) })
}

// ToGather names the tables of a county that gathering reads.
func (q *Queries) ToGather() (names []string) {
	g := q.gathering()
	for i := range q.Scripts {
		if s := &q.Scripts[i]; g.comesFromParts(s) {
			names = append(names, s.Name())
		}
	}
	return append(names, "sources.register", suspects, "checks."+allFound)
}

// loadTable makes a script's table from those of the counties, and the views over it.
func (n *building) loadTable(ctx context.Context, w *Warehouse, s *Script) error {
	statements := []string{fmt.Sprintf("create table %s as %s", s.Name(), n.rowsOf(s.Name(), s.sortedBy()))}
	if err := w.exec(ctx, append(statements, s.viewsOver()...)...); err != nil {
		return fmt.Errorf("gather sql/%s: %w", s.File, err)
	}
	return nil
}

// rowsOf is a query for a table of all counties, in the order of its columns; rows that are alike in those come as
// their county has them.
func (n *building) rowsOf(table string, columns []string) string {
	var files []string
	for _, dir := range n.Parts {
		files = append(files, filepath.Join(dir, table+".parquet"))
	}
	from := "read_parquet(" + list(files)
	if n.InOrder && len(columns) > 0 && columns[0] == "file" {
		return "from " + from + ")"
	}
	order := append(slices.Clone(columns), "filename", "file_row_number")
	return "select * exclude (filename, file_row_number) from " + from +
		", filename = true, file_row_number = true) order by " + strings.Join(order, ", ")
}

var (
	orderBy   = regexp.MustCompile(`(?s)\norder by\s+([^()]+)$`)
	qualifier = regexp.MustCompile(`^[a-z_0-9]+\.`)
)

// sortedBy are the columns that the rows of a script are in the order of, as far as it has them.
func (s *Script) sortedBy() (columns []string) {
	listed := s.Header["sorted"]
	if found := orderBy.FindStringSubmatch(s.Query); listed == "" && found != nil {
		listed = found[1]
	}
	for key := range strings.SplitSeq(listed, ",") {
		column := qualifier.ReplaceAllString(strings.TrimSpace(key), "")
		if _, known := s.Columns[column]; !known {
			break
		}
		columns = append(columns, column)
	}
	return columns
}

// loadingParts are the steps that bring together what is no script's.
func (n *building) loadingParts() []step {
	if n.gather == nil {
		return nil
	}
	folder := "sql/" + n.SQL.folders["checks"]
	return []step{{[]string{suspects}, folder, nil, n.loadSuspects}, {[]string{foundApart}, folder, nil, n.loadFound}}
}

// loadSuspects makes checks.suspects from those of the counties.
func (n *building) loadSuspects(ctx context.Context, w *Warehouse) error {
	return w.exec(ctx, "create table "+suspects+" as "+n.rowsOf(suspects, []string{"year", "township"}))
}

// loadFound takes what was found in the counties, but for what is looked for again.
func (n *building) loadFound(ctx context.Context, w *Warehouse) error {
	again := []string{"''"}
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; s.isCheck() && n.makes(s) {
			again = append(again, quote(s.Table))
		}
	}
	if n.makesConditions() {
		for _, row := range n.Rules.Tables["自定义审核"].Rows {
			again = append(again, quote(row[0]))
		}
	}
	return w.exec(ctx, fmt.Sprintf("create table %s as select * from (%s) where code not in (%s)",
		foundApart, n.rowsOf("checks."+allFound, nil), strings.Join(again, ", ")))
}

// counties is the list of those whose townships are due, as SQL has it.
func (b *Build) counties() string {
	if b.Counties == nil {
		return "null"
	}
	return "cast(" + list(b.Counties) + " as varchar[])"
}
