package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// senseOf says what in a parsed condition can be computed, but cannot be meant: between 2 and 1, words compared by
// size, 不包含 “甲” 或者 “乙”, in which the second is no condition. "" where nothing is.
func (w *Warehouse) senseOf(ctx context.Context, node map[string]any, s *Script) (says string, err error) {
	t, err := w.Query(ctx, "select column_name, column_type from (describe select * from "+s.Name()+")")
	if err != nil {
		return "", err
	}
	sense := conditionSense{}
	for _, row := range t.Rows {
		sense[fmt.Sprint(row[0])] = fmt.Sprint(row[1])
	}
	list, _ := node["select_list"].([]any)
	return sense.of(list), nil
}

// conditionSense judges the parts of a condition; its keys are columns, with their types.
type conditionSense map[string]string

func (c conditionSense) of(part any) string {
	switch part := part.(type) {
	case []any:
		for _, p := range part {
			if says := c.of(p); says != "" {
				return says
			}
		}
	case map[string]any:
		if says := c.check(part); says != "" {
			return says
		}
		for _, key := range []string{"case_checks", "when_expr", "then_expr", "children", "child", "left", "right", "input"} {
			if says := c.of(part[key]); says != "" {
				return says
			}
		}
	}
	return ""
}

func (c conditionSense) check(part map[string]any) string {
	name, _ := part["type"].(string)
	switch {
	case name == "COMPARE_BETWEEN" || name == "COMPARE_NOT_BETWEEN":
		low, high := constant(part["lower"]), constant(part["upper"])
		if low != nil && high != nil && low.Cmp(high) > 0 {
			return "中“介于”的两个数前大后小，没有数能满足，应小数在前、大数在后"
		}
		return c.ordered(part["input"], part["lower"], part["upper"])
	case strings.HasPrefix(name, "COMPARE_LESS") || strings.HasPrefix(name, "COMPARE_GREATER"):
		return c.ordered(part["left"], part["right"])
	case name == "CONJUNCTION_AND" || name == "CONJUNCTION_OR" || name == "OPERATOR_NOT":
		children, _ := part["children"].([]any)
		return c.truths(children...)
	case part["when_expr"] != nil:
		return c.truths(part["when_expr"], part["then_expr"])
	}
	return ""
}

// ordered says which of the operands of a comparison by size is a text.
func (c conditionSense) ordered(operands ...any) string {
	for _, operand := range operands {
		part, _ := operand.(map[string]any)
		names, _ := part["column_names"].([]any)
		if len(names) == 1 && c[fmt.Sprint(names[0])] == "VARCHAR" {
			return fmt.Sprintf("中“%v”是文字，不能比大小，请用数值的栏目", names[0])
		}
		value, _ := part["value"].(map[string]any)
		if kind, _ := value["type"].(map[string]any); kind["id"] == "VARCHAR" {
			return fmt.Sprintf("中“%v”是文字，不能比大小，请写数", value["value"])
		}
	}
	return ""
}

// truths says which of what 并且, 或者, 非, 如果 and 则 join is no condition of its own.
func (c conditionSense) truths(operands ...any) string {
	for _, operand := range operands {
		part, _ := operand.(map[string]any)
		value, _ := part["value"].(map[string]any)
		names, _ := part["column_names"].([]any)
		switch {
		case value != nil:
			return fmt.Sprintf("中“%v”不成一个条件，每个条件都要写明栏目和怎样比较，如 项目名称 不包含 “样例”", value["value"])
		case len(names) == 1 && c[fmt.Sprint(names[0])] != "BOOLEAN":
			return fmt.Sprintf("中“%v”不成一个条件，要写明怎样比较，如 不为空", names[0])
		}
	}
	return ""
}

// constant is the number that a part of a condition comes to; nil where it hangs on a column, or is none.
func constant(node any) *big.Rat {
	part, _ := node.(map[string]any)
	if value, _ := part["value"].(map[string]any); value != nil {
		return constantValue(value)
	}
	children, _ := part["children"].([]any)
	if len(children) != 2 {
		return nil
	}
	left, right := constant(children[0]), constant(children[1])
	if left == nil || right == nil || part["function_name"] != "*" {
		return nil
	}
	return left.Mul(left, right)
}

func constantValue(value map[string]any) *big.Rat {
	number, isNumber := value["value"].(json.Number)
	if !isNumber {
		return nil
	}
	n, ok := new(big.Rat).SetString(number.String())
	if !ok {
		return nil
	}
	kind, _ := value["type"].(map[string]any)
	info, _ := kind["type_info"].(map[string]any)
	if scale, _ := info["scale"].(json.Number); scale != "" { // a decimal stands as a whole number with its places
		places, err := scale.Int64()
		if err != nil {
			return nil
		}
		n.Quo(n, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil)))
	}
	return n
}

// bareRate says where a rate is compared with a number that can only be meant as a share: 执行率 < 0.8 would ask for less
// than one in a hundred. Who means 0.8% writes it so.
func bareRate(tokens, columns []string) string {
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(token string) bool { return strings.TrimSpace(token) == "" })
	for i, token := range tokens {
		if i < 2 || !slices.Contains(columns, tokens[i-2]) || !strings.HasSuffix(tokens[i-2], "率") {
			continue
		}
		m := conditionNumber.FindStringSubmatch(token)
		if m == nil || m[4] == "" || m[5] != "" {
			continue
		}
		n, ok := new(big.Rat).SetString(strings.ReplaceAll(m[4], ",", ""))
		if !ok || n.Sign() == 0 || n.Cmp(big.NewRat(2, 1)) > 0 {
			continue
		}
		percent := strings.TrimRight(strings.TrimRight(new(big.Rat).Mul(n, big.NewRat(100, 1)).FloatString(4), "0"), ".")
		return fmt.Sprintf("中“%s”以百分数计，%s 应写作 %s%%；确为百分之%s的，写作 %s%%", tokens[i-2], m[4], percent, m[4], m[4])
	}
	return ""
}
