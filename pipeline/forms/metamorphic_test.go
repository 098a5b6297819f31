package forms

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"

	"github.com/shopspring/decimal"
)

// However a form is written down, its fields stay the same, or something names the cell that was not
// read. Each case draws forms with random values and writes them in a random manner: other wordings,
// blank rows and columns, notes, lost and added merges, 元 for 万元, numbers as text, rates four ways,
// columns in another order, blank columns, page breaks, stacked, side by side, with and without titles.
// JIXIAO_MUTATIONS sets the count of cases.
func TestMutations(t *testing.T) {
	cases := 4000
	if n, err := strconv.Atoi(os.Getenv("JIXIAO_MUTATIONS")); err == nil {
		cases = n
	}
	d := dictionary(t)
	r, err := rules.Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	exact, said, wrong := 0, 0, 0
	for seed := range cases {
		w := &writer{rand: rand.New(rand.NewPCG(uint64(seed), 7)), fields: r.Fields(0)}
		sheets, want := w.book()
		fields := evaluations(Recognise(sheets, d))
		e, s, faults := compare(want, fields)
		exact, said = exact+e, said+s
		if len(faults) > 0 {
			if wrong++; wrong <= 3 {
				t.Errorf("case %d: %s\n%s", seed, strings.Join(faults[:min(len(faults), 5)], "\n"), draw(sheets))
			}
		}
	}
	t.Logf("%d cases, %d fields exact, %d said to be unread, %d cases wrong", cases, exact, said, wrong)
	if said*100 > exact {
		t.Errorf("%d fields were only said to be unread: more than one in a hundred", said)
	}
	if wrong > 3 {
		t.Errorf("%d cases wrong", wrong)
	}
}

// Whatever one label of a kind of form is called, with a word that 表样 does not have, each value is read as it was
// meant, or the form says that it does not know the word or lacks the label. JIXIAO_STRANGE sets the count.
func TestStrangeWords(t *testing.T) {
	cases := 2000
	if n, err := strconv.Atoi(os.Getenv("JIXIAO_STRANGE")); err == nil {
		cases = n
	}
	d := dictionary(t)
	r, err := rules.Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	var swappable []rules.Field
	for _, field := range r.Fields(0) {
		if slices.Contains(writable, field.Form) && field.Type != rules.YearType {
			swappable = append(swappable, field)
		}
	}
	wrong := 0
	for seed := range cases {
		w := &writer{rand: rand.New(rand.NewPCG(uint64(seed), 11)), fields: r.Fields(0)}
		swap := swappable[w.rand.IntN(len(swappable))]
		w.strange = strangeWord(w.rand)
		w.swapIn, w.swapped = swap.Form, swap.Block+"/"+swap.Name
		sheets, want := w.book()
		faults := silent(w, swap, want, evaluations(Recognise(sheets, d)))
		if len(faults) > 0 {
			if wrong++; wrong <= 3 {
				t.Errorf("case %d, %s %s as %s: %s\n%s", seed, swap.Form, w.swapped, w.strange, strings.Join(faults[:min(len(faults), 5)], "\n"), draw(sheets))
			}
		}
	}
	if wrong > 3 {
		t.Errorf("%d of %d cases wrong", wrong, cases)
	}
}

// strangeWord draws a word of two to six characters that stand in no label.
func strangeWord(r *rand.Rand) string {
	if r.IntN(3) == 0 {
		return []string{"甲项内容", "栏目乙", "其中列示", "填写处", "丙类事项", "核定口径"}[r.IntN(6)]
	}
	word := make([]rune, 2+r.IntN(5))
	for i := range word {
		word[i] = []rune("甲乙丙丁戊己庚辛壬癸寅卯辰巳午未申酉戌亥")[r.IntN(20)]
	}
	return string(word)
}

// silent lists the values that were neither read nor said to be missing.
func silent(w *writer, swap rules.Field, want [][]wanted, got []Field) (faults []string) {
	byForm := map[int][]Field{}
	said := map[int]bool{}
	unsure := false
	for _, f := range got {
		byForm[f.FormNo] = append(byForm[f.FormNo], f)
		unsure = unsure || f.Form == Unknown
		if strings.HasPrefix(f.Name, "label_") && (strings.Contains(f.Text+f.Issue, w.strange) || strings.Contains(f.Text, swap.Label)) {
			said[f.FormNo] = true
		}
	}
	if len(byForm) != len(want) {
		if unsure {
			return nil
		}
		return []string{fmt.Sprintf("%d forms read, %d written", len(byForm), len(want))}
	}
	for i, form := range want {
		read := byForm[i+1]
		for _, v := range form {
			if says := v.compare(read); says != "" && says != "said" && !said[i+1] {
				faults = append(faults, fmt.Sprintf("form %d %s %s row %d: want %s%s, read %s", i+1, v.form, v.name, v.row, v.text, v.number, says))
			}
		}
		for _, says := range invented(form, read) {
			if !said[i+1] {
				faults = append(faults, says)
			}
		}
	}
	return faults
}

// evaluations leaves out what was recognised as no self-evaluation, and numbers the rest anew.
func evaluations(fields []Field) (kept []Field) {
	no, last, skip := 0, 0, false
	for _, f := range fields {
		if f.FormNo != last {
			last, skip = f.FormNo, f.Form == "plan" || f.Form == "monitoring" || f.Form == "appraisal"
			if !skip {
				no++
			}
		}
		if !skip {
			f.FormNo = no
			kept = append(kept, f)
		}
	}
	return kept
}

// wanted is a value as it was meant: an amount in 万元, a rate in percent, a text without its spaces.
type wanted struct {
	form, name string
	row        int
	kind       string // 金额, 百分比, 得分, 文本, …
	text       string
	number     decimal.Decimal
}

// compare holds what was read against what was meant, form by form in the order of writing.
func compare(want [][]wanted, got []Field) (exact, said int, faults []string) {
	byForm := map[int][]Field{}
	unsure := false
	for _, f := range got {
		byForm[f.FormNo] = append(byForm[f.FormNo], f)
		unsure = unsure || f.Form == Unknown
	}
	if len(byForm) != len(want) && !unsure {
		return 0, 0, []string{fmt.Sprintf("%d forms read, %d written", len(byForm), len(want))}
	}
	for i, form := range want {
		read := byForm[i+1]
		for _, w := range form {
			switch says := w.compare(read); says {
			case "":
				exact++
			case "said":
				said++
			default:
				faults = append(faults, fmt.Sprintf("form %d %s %s row %d: want %s%s, read %s", i+1, w.form, w.name, w.row, w.text, w.number, says))
			}
		}
		faults = append(faults, invented(form, read)...)
	}
	return exact, said, faults
}

func (w *wanted) compare(read []Field) string {
	for _, f := range read {
		if f.Form == Unknown {
			return "said"
		}
		if f.Name != w.name || f.RowNo != w.row {
			continue
		}
		if f.Issue != "" && f.Issue != FormulaComputed {
			return "said"
		}
		if w.kind == "文本" || w.kind == "指标" {
			if strings.Join(strings.Fields(f.Text), "") == strings.Join(strings.Fields(w.text), "") {
				return ""
			}
			return fmt.Sprintf("%q at %s", f.Text, f.Cell)
		}
		n := f.Number.Decimal
		if w.kind == "金额" {
			n = n.Mul(moneyUnits[f.Unit])
		}
		// A bare share says nothing of its unit: what the amounts say decides, later.
		if f.Number.Valid && (n.Equal(w.number) || w.kind == "百分比" && f.Unit == "" && n.Shift(2).Equal(w.number)) {
			return ""
		}
		return fmt.Sprintf("%q = %s%s at %s", f.Text, n, f.Unit, f.Cell)
	}
	return "nothing"
}

// invented lists numbers that nobody wrote.
func invented(form []wanted, read []Field) (faults []string) {
	meant := map[string]bool{}
	for _, w := range form {
		meant[fmt.Sprint(w.name, w.row)] = true
	}
	for _, f := range read {
		if f.Number.Valid && f.Name != FormField && f.Name != "year" && !meant[fmt.Sprint(f.Name, f.RowNo)] {
			faults = append(faults, fmt.Sprintf("invented %s row %d %q at %s", f.Name, f.RowNo, f.Text, f.Cell))
		}
	}
	return faults
}

// draw shows the sheets of a case that failed.
func draw(sheets []cells.Sheet) string {
	var b strings.Builder
	for _, s := range sheets {
		fmt.Fprintf(&b, "== %s merges %v", s.Name, s.Merges)
		row := 0
		for _, c := range s.Cells {
			if c.Row != row {
				row = c.Row
				fmt.Fprintf(&b, "\n%d ", row)
			}
			fmt.Fprintf(&b, "| %s %s ", c.Address(), strings.ReplaceAll(c.Text, "\n", "⏎"))
		}
		b.WriteString("\n")
	}
	return b.String()
}
