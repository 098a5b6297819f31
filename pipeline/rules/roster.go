package rules

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jixiao/pipeline/values"
)

// Unit is a township (乡镇) of the roster.
type Unit struct {
	Code, Name, County string
	Aliases            []string
}

func split(s string) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("|｜、,，;；", r) }) {
		if p = values.Compact(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// peoples are the words between a township's own name and 乡: 车田苗族乡 is also 车田乡.
var peoples = []string{
	"壮族", "苗族", "瑶族", "侗族", "回族", "满族", "彝族", "土家族", "布依族", "仫佬族",
	"毛南族", "京族", "水族", "仡佬族", "白族", "藏族", "蒙古族", "畲族", "羌族", "黎族",
	"哈尼族", "傣族", "傈僳族", "拉祜族", "佤族", "纳西族", "景颇族", "布朗族", "阿昌族", "普米族",
	"怒族", "独龙族", "德昂族", "朝鲜族", "达斡尔族", "鄂温克族", "鄂伦春族", "锡伯族", "赫哲族", "维吾尔族",
	"哈萨克族", "柯尔克孜族", "塔吉克族", "乌孜别克族", "塔塔尔族", "俄罗斯族", "东乡族", "土族", "撒拉族", "保安族",
	"裕固族", "门巴族", "珞巴族", "基诺族", "高山族",
}

// offices are what may stand behind a unit's own name: 瓜里乡人民政府, 城关街道办事处.
var offices = []string{"人民政府", "政府", "办事处"}

// names are all the ways to name a unit that are surely it: code, name, aliases, the short form
// of an ethnic township; each also with the county in front and 人民政府 or 办事处 behind.
func (u Unit) names() []string {
	base := append([]string{values.Compact(u.Name)}, u.Aliases...)
	for i, name := range base {
		base[i] = strings.TrimPrefix(name, values.Compact(u.County))
		for _, office := range offices {
			if short, found := strings.CutSuffix(base[i], office); found && len([]rune(short)) > 1 {
				base[i] = short
				break
			}
		}
	}
	for _, name := range base {
		for _, suffix := range []string{"乡", "镇"} {
			short, found := strings.CutSuffix(name, suffix)
			for again := found; again; {
				again = false
				for _, people := range peoples {
					if cut, ok := strings.CutSuffix(short, people); ok && cut != "" {
						short, again = cut, true
					}
				}
			}
			if found && short+suffix != name {
				base = append(base, short+suffix)
			}
		}
	}
	names := []string{values.Compact(u.Code)}
	for _, name := range base {
		for _, government := range append([]string{""}, offices...) {
			names = append(names, name+government)
			if u.County != "" {
				names = append(names, values.Compact(u.County)+name+government)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Units lists the roster of a year; year 0 takes every row.
func (r *Rules) Units(year int) []Unit {
	t := r.Tables["乡镇名册"]
	var units []Unit
	for _, row := range t.Rows {
		if t.holds(row, year) {
			units = append(units, Unit{Code: row[0], Name: row[1], County: row[2], Aliases: split(row[3])})
		}
	}
	return units
}

// tellApart puts the county before the names that several units share: two counties' 河口乡.
func (r *Rules) tellApart() {
	t := r.Tables["乡镇名册"]
	codes := map[string]map[string]bool{}
	for _, row := range t.Rows {
		if codes[row[1]] == nil {
			codes[row[1]] = map[string]bool{}
		}
		codes[row[1]][row[0]] = true
	}
	for _, row := range t.Rows {
		if len(codes[row[1]]) > 1 && !strings.HasPrefix(row[1], row[2]) {
			row[1] = row[2] + row[1]
		}
	}
}

// Names gives for each way to name a unit its code. A name that two units share (the same town in
// two counties) is left out: it does not say which.
func (r *Rules) Names() map[string]string {
	owners := map[string]string{}
	for _, u := range r.Units(0) {
		for _, name := range u.names() {
			if other, found := owners[name]; found && other != u.Code {
				owners[name] = ""
			} else {
				owners[name] = u.Code
			}
		}
	}
	for name, code := range owners {
		if code == "" {
			delete(owners, name)
		}
	}
	return owners
}

// SetRoster replaces the roster by a CSV file with the columns 单位代码, 单位名称 and, if it has
// them, 县 and 别名. UTF-8 (with or without BOM) and GB18030 are both read.
func (r *Rules) SetRoster(file string, src io.Reader) error {
	data, err := io.ReadAll(src)
	if err != nil {
		return err
	}
	if !utf8.Valid(data) {
		if data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data); err != nil {
			return err
		}
	}
	if bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, []byte("\xd0\xcf")) {
		return &Error{File: file, Sheet: "名册", Says: "这是工作簿，不是 CSV。请在 WPS 或 Excel 中另存为 CSV（逗号分隔）"}
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		return &Error{File: file, Sheet: "名册", Says: fmt.Sprintf("不是正确的 CSV：%v", err)}
	}
	if len(rows) < 2 {
		return &Error{File: file, Sheet: "名册", Says: "是空的，第一行应为 单位代码,单位名称，以下一行一个单位"}
	}
	t := &Table{Spec: r.Tables["乡镇名册"].Spec}
	index := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		index[i] = slices.IndexFunc(rows[0], func(s string) bool { return values.Compact(s) == c.Name })
		if c.Required && index[i] < 0 {
			return &Error{File: file, Sheet: "名册", Place: "第1行", Says: "缺少列“" + c.Name + "”，各列之间用逗号隔开"}
		}
	}
	for n, row := range rows[1:] {
		fields := make([]string, len(index))
		for i, col := range index {
			if 0 <= col && col < len(row) {
				fields[i] = values.Fold(row[col])
			}
		}
		if strings.Join(fields, "") != "" {
			t.add(fields, n+2)
		}
	}
	r.Tables["乡镇名册"] = t
	r.File = file
	r.tellApart()
	f := newMistakes(r.File)
	r.validate(f)
	return f.err()
}
