package reports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/template"
)

// Templates writes a blank workbook for each unit of the roster and names the files. It overwrites
// none: one may have been filled in already.
func Templates(r *rules.Rules, year int, dir string) ([]string, error) {
	if len(r.Units(year)) == 0 {
		return nil, &rules.Error{File: rules.Name, Sheet: "乡镇名册", Says: fmt.Sprintf("%d 年度没有单位，请填写单位代码和单位名称", year)}
	}
	fields := r.Fields(year)
	var written []string
	for _, unit := range r.Units(year) {
		path := filepath.Join(dir, fmt.Sprintf("%s%s%d年度自评表.xlsx", unit.Code, publish.FileName(unit.Name), year))
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return written, fault.New(fault.Input, "“%s”已经存在，不会覆盖。请先把它移走，或用 --out 另外指定文件夹。", path)
		}
		sheets, err := template.Book(fields, r.Parameter("模板表", year), fillFor(r, unit, year, template.ID(fields)))
		if err != nil {
			return written, err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return written, err
		}
		if err := workbooks.Template(path, fmt.Sprintf("%s%d年度预算绩效自评表", unit.Name, year), sheets); err != nil {
			return written, fmt.Errorf("write %s: %w", path, err)
		}
		written = append(written, path)
	}
	return written, nil
}

// fillFor gives what the roster and the rules know about a unit.
func fillFor(r *rules.Rules, unit rules.Unit, year int, id string) template.Fill {
	known := map[string]string{"单位名称": unit.Name, "单位代码": unit.Code, "县": unit.County,
		"年度": strconv.Itoa(year), "模板编号": id}
	return func(name string) string {
		if text, found := known[name]; found {
			return text
		}
		return r.Parameter(name, year)
	}
}
