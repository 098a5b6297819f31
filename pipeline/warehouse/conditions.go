package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jixiao/pipeline/rules"
)

// conditions gives a SELECT for each row of 自定义审核: the rows of its subject that do not meet the
// condition. A condition that is no plain condition over the subject's Chinese columns is refused, all such at once.
func (b *Build) conditions(ctx context.Context, w *Warehouse) (selects []string, err error) {
	t := b.Rules.Tables["自定义审核"]
	if t == nil {
		return nil, nil
	}
	var refused rules.Errors
	for i, row := range t.Rows {
		query, says, err := b.condition(ctx, w, row[0], row[1], row[2])
		if err != nil {
			return nil, err
		}
		if says != "" {
			refused = append(refused, &rules.Error{File: b.Rules.File, Sheet: t.Name, Place: t.At[i],
				Says: fmt.Sprintf("条件“%s”%s", row[2], says)})
		}
		selects = append(selects, query)
	}
	switch len(refused) {
	case 0:
		return selects, nil
	case 1:
		return nil, refused[0]
	}
	return nil, refused
}

// condition gives the SELECT of one row, or says why it is refused.
func (b *Build) condition(
	ctx context.Context, w *Warehouse, code, subject, text string,
) (query, says string, err error) {
	script := subjectOf(b.SQL.Scripts, subject)
	if script == nil {
		return "", "的对象“" + subject + "”不存在", nil
	}
	if says := forbidden(text); says != "" { // in its own words, which the tokens take apart
		return "", says, nil
	}
	columns := chineseColumns(script)
	if says := bareRate(conditionTokens(text, columns), columns); says != "" {
		return "", says, nil
	}
	condition, used, says, err := w.columnsOf(ctx, conditionSQL(text, columns), script)
	if err != nil || says != "" {
		return "", says, err
	}
	query = conditionQuery(script, code, text, condition, used)
	if _, err := w.Query(ctx, "select count(*) from ("+query+")"); err != nil {
		return "", "不能计算，请核对栏目的类型和写法", ctx.Err()
	}
	return query, "", nil
}

func subjectOf(scripts []Script, view string) *Script {
	for i := range scripts {
		if scripts[i].Schema == "subjects" && scripts[i].Header["view"] == view {
			return &scripts[i]
		}
	}
	return nil
}

// conditionQuery selects what does not meet a condition: false, or not to be computed although no column is blank. What
// is unknown because something is blank meets it: who wants it filled says 不为空.
func conditionQuery(s *Script, code, text, condition string, used []string) string {
	var shown []string
	for _, name := range used {
		shown = append(shown, fmt.Sprintf("%s || ' ' || coalesce(shown(%s), '空')", quote(name), quoteName(name)))
	}
	var places []string
	for _, name := range []string{"year", "township", "project", "form_id", "row_no", "file", "sheet", "cell"} {
		if _, found := s.Columns[name]; found {
			places = append(places, name)
		}
	}
	var known []string
	for _, name := range used {
		known = append(known, quoteName(name)+" is not null")
	}
	// What stands twice in a condition would be made once for both, before try() is entered; not so within a lambda.
	condition = "list_transform([0], lambda nothing: (" + condition + "))[1]"
	return fmt.Sprintf(
		"select %s as code, case when try(%s) is null then '；这一行不能计算 ' else '；应满足 ' end as link, "+
			"true as is_own, %s, concat_ws('，', %s) as value, %s as expected "+
			"from %s where not coalesce(try(%s), not (%s))",
		quote(code), condition, strings.Join(places, ", "), strings.Join(shown, ", "),
		quote(text), s.Name(), condition, strings.Join(known, " and "))
}

// forbidden says which sign may stand in no condition: those that end it or hide a part of it.
func forbidden(condition string) string {
	for _, bad := range []string{"--", "/*", ";", `"`} {
		if strings.Contains(condition, bad) {
			return "含有不允许的符号 " + bad
		}
	}
	return ""
}

// columnsOf lists the columns that a condition uses, or says why it is refused, and gives the condition with exact
// quotients. The database's own parser reads it; only what is known to be harmless passes.
func (w *Warehouse) columnsOf(
	ctx context.Context, condition string, s *Script,
) (exact string, used []string, says string, err error) {
	if says := forbidden(condition); says != "" {
		return "", nil, says, nil
	}
	t, err := w.Query(ctx, "select cast(json_serialize_sql("+quote("select ("+condition+") from t")+") as varchar)")
	if err != nil {
		return "", nil, "", err
	}
	var parsed map[string]any
	decoder := json.NewDecoder(strings.NewReader(t.Rows[0][0].(string)))
	decoder.UseNumber() // its numbers are those of the condition
	if err := decoder.Decode(&parsed); err != nil {
		return "", nil, "", err
	}
	node, isPlain := plainSelect(parsed)
	if !isPlain {
		return "", nil, notOneCondition, nil
	}
	c := &conditionWalk{script: s}
	c.visit(node["select_list"])
	if c.says == "" && len(c.used) == 0 {
		c.says = "没有用到任何栏目"
	}
	if c.says == "" {
		if c.says, err = w.senseOf(ctx, node, s); err != nil {
			return "", nil, "", err
		}
	}
	if c.says != "" {
		return "", nil, c.says, nil
	}
	written, err := json.Marshal(parsed)
	if err != nil {
		return "", nil, "", err
	}
	if t, err = w.Query(ctx, "select json_deserialize_sql(cast("+quote(string(written))+" as json))"); err != nil {
		return "", nil, "", err
	}
	exact = strings.TrimPrefix(strings.TrimSuffix(t.Rows[0][0].(string), " FROM t"), "SELECT ")
	return exact, c.used, "", nil
}

// notOneCondition is said of what the parser does not read as one condition.
const notOneCondition = "写法不对，应为一个条件，如 全年执行数 <= 全年预算数，或 如果 执行率 < 80%，则 实际完成情况 不为空"

// plainSelect is the one statement that was parsed, where it is "select x from t" and nothing more.
func plainSelect(parsed map[string]any) (node map[string]any, isPlain bool) {
	statements, _ := parsed["statements"].([]any)
	if parsed["error"] != false || len(statements) != 1 {
		return nil, false
	}
	statement, _ := statements[0].(map[string]any)
	node, _ = statement["node"].(map[string]any)
	return node, isPlainSelect(node)
}

// isPlainSelect holds for "select x from t" and nothing more.
func isPlainSelect(node map[string]any) bool {
	list, _ := node["select_list"].([]any)
	from, _ := node["from_table"].(map[string]any)
	with, _ := node["cte_map"].(map[string]any)
	empty := func(key string) bool { all, _ := node[key].([]any); return len(all) == 0 }
	ctes, _ := with["map"].([]any)
	return node["type"] == "SELECT_NODE" && len(list) == 1 && len(ctes) == 0 &&
		from["type"] == "BASE_TABLE" && from["table_name"] == "t" &&
		node["where_clause"] == nil && node["having"] == nil && node["qualify"] == nil && node["sample"] == nil &&
		empty("group_expressions") && empty("modifiers")
}

// conditionWalk visits the parts of a condition.
type conditionWalk struct {
	script *Script
	used   []string
	says   string
}

// harmless are the functions that a condition may call.
var harmless = []string{"+", "-", "*", "/", "%", "~~", "!~~", "||", "abs", "round", "floor", "ceil",
	"length", "contains",
	"starts_with", "ends_with", "coalesce", "greatest", "least", "trim", "concat"}

func (c *conditionWalk) visit(part any) {
	switch part := part.(type) {
	case []any:
		for _, p := range part {
			c.visit(p)
		}
	case map[string]any:
		class, isExpression := part["class"].(string)
		if isExpression && c.says == "" {
			c.check(class, part)
		}
		if c.says != "" {
			return
		}
		for _, key := range slices.Sorted(maps.Keys(part)) { // left before right, the same each time
			p := part[key]
			if key != "value" {
				c.visit(p)
			}
		}
	}
}

func (c *conditionWalk) check(class string, part map[string]any) {
	switch class {
	case "COMPARISON", "CONJUNCTION", "OPERATOR", "CONSTANT", "BETWEEN", "CASE", "CAST":
	case "FUNCTION":
		name, _ := part["function_name"].(string)
		if !slices.Contains(harmless, name) {
			c.says = "用了不允许的函数 " + name
		}
		if name == "row" { // a, b
			c.says = notOneCondition
		}
		if name == "/" { // a quotient of decimals is a DOUBLE, and by zero it is infinite (sql/macros.sql)
			part["function_name"], part["is_operator"] = "quotient", false
		}
	case "COLUMN_REF":
		c.column(part)
	default:
		c.says = "只能是本对象栏目之间的条件，不能有查询"
	}
}

func (c *conditionWalk) column(part map[string]any) {
	names, _ := part["column_names"].([]any)
	name, _ := names[len(names)-1].(string)
	_, known := c.script.Columns[name]
	if len(names) != 1 || !known || name[0] < 0x80 {
		c.says = fmt.Sprintf("用到“%s”，对象“%s”没有这一栏。可用的栏目：%s",
			name, c.script.Header["view"], strings.Join(chineseColumns(c.script), "、"))
		return
	}
	if !slices.Contains(c.used, name) {
		c.used = append(c.used, name)
	}
}

// chineseColumns lists what a subject offers, in the order of its file.
func chineseColumns(s *Script) []string {
	var names []string
	for line := range strings.Lines(s.Query) {
		if column, _ := columnOf(line); column != "" && column[0] >= 0x80 {
			names = append(names, column)
		}
	}
	return names
}
