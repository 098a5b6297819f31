package warehouse

import (
	"context"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/localise"
	"jixiao/pipeline/stage"
	"jixiao/pipeline/tables"
)

// The tables between which the solver stands: the equations that it reads and the cells that it suspects.
const (
	equationTerms = "equations.terms"
	suspects      = "checks.suspects"
)

// suspectColumns are the columns of checks.suspects in their order: name, type, what it means.
var suspectColumns = [][3]string{
	{"year", "integer", "年度"},
	{"township", "varchar", "乡镇"},
	{"form_id", "varchar", "所在表的编号"},
	{"block", "integer", "同一乡镇内互相牵连的一组不符，从 1 起"},
	{"set_no", "integer", "第几种解释，可能性大的在前；0 为超出限度，没有解释"},
	{"of_sets", "integer", "共有几种解释"},
	{"of_cells", "integer", "这种解释要改几处，随公式改变的不计；整张表的单位错误、漏报或重报项目各计一处"},
	{"file", "varchar", "文件"},
	{"sheet", "varchar", "工作表"},
	{"cell", "varchar", "单元格；漏报或重报项目为空"},
	{"figure", "varchar", "列"},
	{"value", "decimal(18,6)", "填报的数（金额为万元，比率为%）"},
	{"would_be", "decimal(18,6)", "改为多少才全部相符；不能确定的为空"},
	{"hint", "varchar", "可能的笔误"},
	{"follows", "boolean", "是公式，随其他单元格改变"},
	{"equations", "varchar", "由此解释的勾稽关系：审核代码与编号，一行一条"},
}

// localising is the step that runs the solver over the equations of each township.
func (n *building) localising() step {
	return step{[]string{suspects}, "sql/" + n.SQL.folders["equations"], []string{equationTerms}, n.localise}
}

func describingSuspects(folder string) step {
	about := map[string]string{}
	for _, c := range suspectColumns {
		about[c[0]] = c[2]
	}
	const says = "疑错单元格：使各项勾稽关系全部相符所需改动的最少单元格，一种解释中的一个单元格一行"
	return describingTable(suspects, says, about, "", folder)
}

func (n *building) localise(ctx context.Context, w *Warehouse) error {
	terms, err := w.Query(ctx, "from "+equationTerms)
	if err != nil {
		return fmt.Errorf("read the equations: %w", err)
	}
	var rows [][]string
	for _, of := range departments(terms) {
		rows = append(rows, of.suspects()...)
	}
	var names, columns []string
	for _, c := range suspectColumns {
		names = append(names, c[0])
		columns = append(columns, fmt.Sprintf("cast(%s as %s) as %s", c[0], c[1], c[0]))
	}
	if err := stage.WriteTable(n.input("suspects"), names, rows); err != nil {
		return fmt.Errorf("write the suspected cells: %w", err)
	}
	return w.exec(ctx, fmt.Sprintf("create table %s as select %s from read_parquet(%s)",
		suspects, strings.Join(columns, ", "), quote(n.input("suspects"))))
}

// ofTownship are the equations of a township's forms in a year.
type ofTownship struct {
	year, township string
	system         localise.System
	places         map[string]place    // of each cell
	checks         map[string]int      // the place of each equation in the system
	units          map[string][]string // the cells with amounts of each form
}

// place is where a cell stands and what it is.
type place struct {
	formID, file, sheet, cell, figure string
	value                             *big.Rat
	at                                int // in the system
}

// departments sorts the terms by township; they come in its order.
func departments(terms *tables.Table) (all []*ofTownship) {
	at := map[string]int{}
	for i, c := range terms.Columns {
		at[c.Name] = i
	}
	for _, row := range terms.Rows {
		year, township := fmt.Sprint(row[at["year"]]), fmt.Sprint(row[at["township"]])
		if len(all) == 0 || all[len(all)-1].year != year || all[len(all)-1].township != township {
			all = append(all, &ofTownship{year: year, township: township, places: map[string]place{},
				checks: map[string]int{}, units: map[string][]string{}})
		}
		all[len(all)-1].add(row, at)
	}
	for _, of := range all {
		of.causes()
	}
	return all
}

// add takes up a term: its cell, its equation.
func (of *ofTownship) add(row []any, at map[string]int) {
	text := func(name string) string { s, _ := row[at[name]].(string); return s }
	isSo := func(name string) bool { is, _ := row[at[name]].(bool); return is }
	key := text("file") + "\n" + text("sheet") + "\n" + text("cell")
	if _, known := of.places[key]; !known {
		p := place{text("form_id"), text("file"), text("sheet"), text("cell"), text("figure"),
			exact(row[at["value"]]), len(of.system.Cells)}
		of.places[key] = p
		of.system.Cells = append(of.system.Cells, localise.Cell{Key: key, Value: p.value, Step: exact(row[at["step"]]),
			Computed: isSo("is_computed")})
		if isAmount(p.figure) {
			of.units[p.formID] = append(of.units[p.formID], key)
		}
	}
	cell := &of.system.Cells[of.places[key].at]
	cell.Result = cell.Result || isSo("is_result")
	if most := exact(row[at["most"]]); most != nil {
		cell.Most = most
	}
	name := text("code") + " " + text("equation")
	if _, known := of.checks[name]; !known {
		of.checks[name] = len(of.system.Checks)
		of.system.Checks = append(of.system.Checks,
			newCheck(name, text("kind"), exact(row[at["tolerance"]]), exact(row[at["constant"]])))
	}
	c := &of.system.Checks[of.checks[name]]
	term := localise.Term{Cell: key, Coefficient: exact(row[at["coefficient"]])}
	switch {
	case c.Kind == localise.Ratio:
		c.Terms[map[string]int{"rate": 0, "score": 0, "executed": 1, "adjusted_budget": 2}[text("figure")]] = term
	case text("kind") == "points" && text("figure") == "score":
		c.Focus = key
		fallthrough
	default:
		c.Terms = append(c.Terms, term)
	}
}

func isAmount(figure string) bool {
	return figure == "initial_budget" || figure == "adjusted_budget" || figure == "executed"
}

func newCheck(name, kind string, tolerance, constant *big.Rat) localise.Check {
	c := localise.Check{Name: name, Tolerance: tolerance, Across: kind == "across",
		Guard: kind == "guard" || kind == "points"}
	switch kind {
	case "ratio":
		c.Kind, c.Terms = localise.Ratio, make([]localise.Term, 3)
		return c
	case "at_most", "guard":
		c.Kind = localise.AtMost
	}
	if constant.Sign() != 0 {
		c.Terms = append(c.Terms, localise.Term{Coefficient: constant})
	}
	return c
}

// causes are what changes many cells at once: the unit of a form's amounts, and a project that is missing or
// counted twice.
func (of *ofTownship) causes() {
	seen := map[string]bool{}
	var across []string
	for _, c := range of.system.Checks {
		if c.Across {
			across = append(across, c.Name)
		}
	}
	for _, cell := range of.system.Cells {
		form := of.places[cell.Key].formID
		if cells := of.units[form]; !seen[form] && len(cells) > 1 {
			seen[form] = true
			for i, factor := range []*big.Rat{big.NewRat(1, 10000), big.NewRat(10000, 1)} {
				of.system.Causes = append(of.system.Causes, localise.Cause{Name: form + " " + strconv.Itoa(i),
					Hint: localise.Wan, Cells: cells, Factor: factor})
			}
		}
	}
	if len(across) > 0 {
		of.system.Causes = append(of.system.Causes, localise.Cause{Name: "projects", Excuses: across})
	}
}

// exact is a number of the database; nil where there is none.
func exact(v any) *big.Rat {
	if number, is := v.(decimal.Decimal); is {
		return number.Rat()
	}
	return nil
}
