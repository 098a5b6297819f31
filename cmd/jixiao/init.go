package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/guides"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

var initCommand = command{
	name: "init", usage: "init 文件夹 [--county 县名] [--roster 名册.csv]",
	about: "新建一个县：规则工作簿（含乡镇名册）、可用 Word 修改的模板和输入、输出文件夹",
	args:  func(n int) bool { return n == 1 },
	bind: func(flags *pflag.FlagSet) action {
		i := &initFlags{}
		flags.StringVar(&i.county, "county", "", "县名，如 资源县")
		flags.StringVar(&i.roster, "roster", "", "乡镇名册 CSV，列为 单位代码、单位名称、县 或 别名")
		return i.run
	},
}

type initFlags struct{ county, roster string }

func (i *initFlags) run(_ context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	inputs, outputs := filepath.Join(args[0], "inputs"), filepath.Join(args[0], "outputs")
	path := filepath.Join(inputs, rules.Name)
	if _, err := os.Stat(path); err == nil {
		return 0, fault.New(fault.Input, "“%s”已经存在，不会覆盖。要重新生成，请先把它移走。", path)
	}
	county, err := i.rules()
	if err != nil {
		return 0, err
	}
	for _, folder := range []string{inputs, outputs} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return 0, err
		}
	}
	if err := workbooks.Rules(path, county.Rules); err != nil {
		return 0, err
	}
	if err := reports.WriteTemplates(inputs); err != nil {
		return 0, err
	}
	guide, err := guides.Write(filepath.Join(args[0], guides.Folder))
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "已生成 %s（名册 %d 个单位）。\n", path, len(county.Units(0)))
	fmt.Fprintf(stdout, "使用说明：%s。\n", strings.Join(guide, "、"))
	fmt.Fprintf(stderr, "下一步：核对规则工作簿，在 %s 下建年度文件夹（如 2023）放入各乡镇材料，然后运行：\n  jixiao run --inputs %s --outputs %s\n",
		inputs, inputs, outputs)
	return exitPublished, nil
}

// rules are the built-in ones with the county's name and roster.
func (i *initFlags) rules() (*rules.County, error) {
	county, err := rules.OpenDefault(warehouse.Checks)
	if err != nil {
		return nil, err
	}
	if i.county != "" {
		county.SetParameter("县名", i.county)
	}
	if i.roster == "" {
		return county, nil
	}
	f, err := os.Open(i.roster)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Input, "没有名册文件“%s”。", i.roster)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return county, county.SetRoster(filepath.Base(i.roster), f)
}
