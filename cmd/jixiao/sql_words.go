package main

import (
	"regexp"
	"strings"
)

// refusals are what the database says of a query, with what people read instead; $1 is the name that it is about.
var refusals = []struct {
	says  *regexp.Regexp
	words string
}{
	{regexp.MustCompile(`Table with name "?([^"!]+?)"? does not exist`),
		"没有“$1”这个表。有哪些表，看 jixiao query \"SHOW ALL TABLES\" 或县级汇总的“数据字典”。"},
	{regexp.MustCompile(`(?:Referenced column|Referenced table|column) "([^"]+)" (?:was not found|not found|does not exist|must appear)`),
		"“$1”这一列在这里不能用。表里有哪些列，看 jixiao query \"DESCRIBE 表名\"。"},
	{regexp.MustCompile(`syntax error at or near "([^"]*)"`), "写法不对，错在“$1”附近。请核对拼写、逗号和括号。"},
	{regexp.MustCompile(`syntax error at end of input`), "写法不完整。请核对括号和引号是否成对。"},
	{regexp.MustCompile(`unterminated quoted`), "引号没有成对。请核对引号。"},
	{regexp.MustCompile(`Function with name "?([^"!]+?)"? does not exist`), "没有“$1”这个函数。请核对拼写。"},
	{regexp.MustCompile(`read-only mode|Cannot execute statement of type`), "结果只能查询，不能修改。要改数据，请改输入文件夹里的材料再运行。"},
	{regexp.MustCompile(`disabled by configuration|file system operations are disabled|Permission Error|Cannot access file`),
		"查询不能读写别的文件。要存成文件，请用 --format csv 并把输出存下来。"},
	{regexp.MustCompile(`Conversion Error`), "有的值不能换成要求的类型。可以用 try_cast 代替 cast。"},
	{regexp.MustCompile(`Ambiguous reference to column name "([^"]+)"`), "“$1”在几个表里都有，请写成“表名.$1”。"},
	{regexp.MustCompile(`Out of Memory`), "内存不够。请少查几列，或加上条件。"},
}

// sqlWords says in Chinese why the database refused a query.
func sqlWords(says string) string {
	for _, r := range refusals {
		if found := r.says.FindStringSubmatch(says); found != nil {
			name := ""
			if len(found) > 1 {
				name = found[1]
			}
			return strings.ReplaceAll(r.words, "$1", name)
		}
	}
	return "这条查询不能执行。请对照 sql/README.md 里的例子核对写法。"
}
