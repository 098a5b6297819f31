package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/tables"
)

var checkCommand = command{
	name: "check", usage: "check 文件或文件夹… [--mark] [--json]",
	about: "报送前自查：对一个乡镇的材料做同样的识别和审核",
	args:  func(n int) bool { return n >= 1 },
	bind: func(flags *pflag.FlagSet) action {
		c := &checkFlags{}
		c.bindInputs(flags, "规则工作簿所在的文件夹；没有时用内置规则")
		flags.BoolVar(&c.mark, "mark", false, "在旁边写一份标出问题的副本")
		flags.BoolVar(&c.json, "json", false, "用 JSON 输出")
		return c.run
	},
}

type checkFlags struct {
	folders
	mark, json bool
}

// markedWords begin the line that names a marked copy.
const markedWords = "已写出标注副本："

func (c *checkFlags) run(ctx context.Context, paths []string, stdout, stderr io.Writer) (int, error) {
	cfg := pipeline.Config{Inputs: c.inputs, Program: version()}
	if memory := os.Getenv("JIXIAO_MEMORY"); memorySize.MatchString(memory) {
		cfg.Memory = memory
	}
	checked, err := pipeline.Check(ctx, cfg, paths)
	if err != nil {
		return 0, err
	}
	if c.json {
		if err := writeJSON(stdout, checked); err != nil {
			return 0, err
		}
	} else {
		fmt.Fprint(stdout, checkText(checked))
	}
	if c.mark {
		marked, err := checked.Mark()
		for _, path := range marked {
			fmt.Fprintf(stderr, markedWords+"%s\n", path)
		}
		if err != nil {
			return 0, &fault.Fault{Kind: fault.Input, Err: err,
				Says: "标注副本没有写成。请关闭打开着的标注副本；文件夹不能写入的，把文件复制到桌面，再检查一次。"}
		}
	}
	if checked.Errors() > 0 || checked.Forms == 0 {
		return exitIncomplete, nil
	}
	return exitPublished, nil
}

var severityWords = map[string]string{"error": "错误", "warn": "疑点", "note": "提示"}

// checkText lists the findings as a clerk mends them: file by file, what is wrong, how to mend it.
func checkText(c *pipeline.Checked) string {
	var b strings.Builder
	who := strings.Join(c.Townships, "、")
	if who == "" {
		who = "（单位不明）"
	}
	fmt.Fprintf(&b, "%s %d年度：读取文件 %d 个，项目自评表 %d 份。\n", who, c.Year, c.Read, c.Projects)
	file := "\x00"
	for i, f := range c.Findings {
		if f.File != file {
			file = f.File
			name := file
			if name == "" {
				name = "全部材料"
			}
			fmt.Fprintf(&b, "\n%s\n", name)
		}
		place := strings.Trim(f.Sheet+"!"+f.Cell, "!")
		if place != "" {
			place = " [" + place + "]"
		}
		if f.Project != "" {
			place += " " + f.Project
		}
		fmt.Fprintf(&b, "  %d. %s%s\n     %s\n     办法：%s\n", i+1, severityWords[f.Severity], place, f.Message, f.Fix)
	}
	if len(c.Findings) > 0 {
		fmt.Fprintf(&b, "\n共有错误 %d 个、疑点 %d 个、提示 %d 个。", c.Count("error"), c.Count("warn"), c.Count("note"))
	}
	b.WriteString(verdict(c) + "\n")
	return onTerminal(b.String())
}

// verdict says whether the files may be submitted, and what hinders it.
func verdict(c *pipeline.Checked) string {
	switch {
	case c.Ready() && len(c.Findings) == 0:
		return "没有发现问题，可以报送。"
	case c.Ready():
		return "没有错误，可以报送；疑点请先核对或说明。"
	case c.Forms == 0:
		return "没有读到可以计入的自评表，还不能报送。请放入按统一表样填好的自评表，再检查一次。"
	case c.Errors() > 0:
		return fmt.Sprintf("请改正错误后再报送，再改 %d 处就能通过。", c.Errors())
	}
	return fmt.Sprintf("有 %d 处内容没有读进来，还不能报送。请按上面的办法处理，再检查一次。", c.Dropped)
}

// onTerminal leaves out what would turn a text around or move a terminal.
func onTerminal(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || 0x7f <= r && r < 0xa0 {
			return -1
		}
		return r
	}, tables.Visible(text))
}
