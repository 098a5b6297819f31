package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// uniteChecks makes checks.found: the rows of every check with its code, the words between what was found and
// what was expected, whether it is a county's, and whether what it finds was not taken in; and the rows that do
// not meet the county's conditions. A cell that brings its sheet (指标情况!H12) is on that one. Of counties that
// are gathered it has what was found in each, but for the checks that are made again.
func (n *building) uniteChecks(ctx context.Context, w *Warehouse) error {
	var parts []string
	if n.makesConditions() {
		conditions, err := n.conditions(ctx, w)
		if err != nil {
			return err
		}
		parts = conditions
	}
	if len(n.Parts) > 0 {
		parts = append(parts, "select * from "+foundApart)
	}
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; s.isCheck() && n.makes(s) {
			parts = append(parts, fmt.Sprintf("select %s as code, %s as link, %t as is_own, %t as drops, * from %s",
				quote(s.Table), quote(cmp.Or(s.Header["link"], "；应为")), s.own, s.Header["drops"] == "yes", s.Name()))
		}
	}
	return w.exec(ctx, "create view checks."+allFound+" as select * replace ("+
		"coalesce(nullif(regexp_extract(cell, '^(.*)!', 1), ''), sheet) as sheet, "+
		"regexp_replace(cell, '^.*!', '') as cell)"+
		" from ("+strings.Join(parts, " union all by name ")+")",
		"comment on view checks."+allFound+" is '各项审核查出的全部记录'")
}
