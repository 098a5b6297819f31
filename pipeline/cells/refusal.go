package cells

import (
	"errors"
	"fmt"
)

// Refusal says why a file was not read. Code is stable; Error is a Chinese sentence for the
// person who sent the file, Step the one thing to do.
type Refusal struct {
	Code   string // for example "truncated"
	Where  string // the place in the file, in Chinese: a sheet and a cell, a line; "" for the file as a whole
	Place  string // the part and what is wrong in it, for an engineer; may be empty
	cell   string // the address, where it is known
	reason reason
}

// reason is the text of a code.
type reason struct{ says, step string }

const saveAgain = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”，重新报送"
const resend = "请核对原文件能否正常打开，重新复制或发送一份"
const unlockFirst = "请取消打开密码后重新报送；密码由财政局统一规定的，请在规则的参数中填写“打开密码”"
const unmerge = "请取消表格以外空白处的合并单元格，另存为 .xlsx，重新报送"
const original = "请报送填写时用的 Excel 或 WPS 工作簿（.xlsx）"
const tooBig = "请删去多余的工作表、空行和图片后另存为 .xlsx，重新报送"

var reasons = map[string]reason{
	"empty":        {"文件是空的（0 字节）", resend},
	"not-a-book":   {"不是电子表格文件（内容与扩展名不符）", "请报送 Excel 或 WPS 保存的 .xlsx 文件"},
	"truncated":    {"文件不完整，可能没有复制完或下载中断", resend},
	"zip":          {"文件已损坏，压缩结构不正确", resend},
	"crc":          {"文件已损坏，校验不一致", resend},
	"names":        {"文件内部结构异常，同名部件重复或名称前后不符", saveAgain},
	"xml":          {"文件内部的 XML 不正确", saveAgain},
	"encoding":     {"文件内部的文字编码不正确", saveAgain},
	"doctype":      {"文件含有不允许的 DOCTYPE 声明", saveAgain},
	"part":         {"文件缺少必需的部件", saveAgain},
	"order":        {"工作表的行列次序或地址不正确", saveAgain},
	"index":        {"单元格引用了不存在的文字或格式", saveAgain},
	"value":        {"单元格保存的数值不正确", saveAgain},
	"limit-size":   {"文件过大", tooBig},
	"limit-parts":  {"文件内部的部件过多", tooBig},
	"limit-ratio":  {"文件解压后异常庞大", tooBig},
	"limit-cells":  {"单元格过多", tooBig},
	"limit-merges": {"合并单元格过多，或范围过大", unmerge},
	"limit-text":   {"文字过多或过长", tooBig},
	"limit-cost":   {"文件内容异常，读取它要做的事与它的大小不相称", saveAgain},
	"limit-xml":    {"文件内部结构过深或过长", saveAgain},
	"archive":      {"是压缩包，不是电子表格", "请解压后直接报送里面的工作簿"},
	"ofd":          {"是 OFD 版式文件，不是电子表格", original},
	"numbers":      {"是苹果 Numbers 表格，不能读取", "请在 Numbers 中选“文件—导出为—Excel”，报送导出的 .xlsx 文件"},
	"slk":          {"是 SYLK 表格（.slk），不能读取", saveAgain},
	"mht":          {"是单个文件网页（.mht），不能读取", saveAgain},
	"ods":          {"是 ODS 格式（OpenDocument），结构复杂，不能读取", saveAgain},
	"encrypted":    {"文件设有打开密码，不能读取", unlockFirst},
	"html":         {"是网页格式，结构复杂，不能读取", saveAgain},
	"csv":          {"文本表格（CSV）的引号或分隔不正确", saveAgain},
	"xml2003":      {"是 XML 表格格式，不能读取", saveAgain},
	"word":         {"是演示文稿或其他文档，不是电子表格或 Word 文档", "请把自评表填在 Excel、WPS 表格或 Word 中报送"},
	"panic":        {"文件内容异常，读取时出错", saveAgain},
}

// Error is the sentence for people: what is wrong, and where.
func (r *Refusal) Error() string {
	if r.Where == "" {
		return r.reason.says
	}
	return r.reason.says + "（" + r.Where + "）"
}

// Step is the one thing that mends it.
func (r *Refusal) Step() string { return r.reason.step }

// refuse makes a Refusal; an unknown code is a fault of this package and shows in its tests.
func refuse(code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Place: fmt.Sprintf(format, args...), reason: reasons[code]}
}

// in says where in the file it is, if nothing closer has been said before.
func (r *Refusal) in(where string) *Refusal {
	if r.Where == "" {
		r.Where = where
	}
	return r
}

// inPart is in for a part of the container.
func (r *Refusal) inPart(name string) *Refusal { return r.in("部件 " + name) }

// atCell says at which cell a sheet was given up. What is found only at the end of a part has no cell.
func atCell(err error, row, col int) error {
	r, ok := AsRefusal(err)
	if !ok || r.cell != "" || row == 0 {
		return err
	}
	switch r.Code {
	case "crc", "truncated", "zip", "limit-size", "limit-ratio":
	default:
		r.cell = Address(row, max(col, 1))
	}
	return err
}

// inSheet says in which sheet the reader was.
func inSheet(err error, name string) error {
	if r, ok := AsRefusal(err); ok {
		r.Where = "工作表“" + name + "”"
		if r.cell != "" {
			r.Where += " " + r.cell + " 附近"
		}
	}
	return err
}

// refusePanic turns a panic into a refusal: whatever a file holds, the run goes on.
func refusePanic(err *error) {
	if p := recover(); p != nil {
		*err = refuse("panic", "%v", p)
	}
}

// AsRefusal finds the refusal in an error.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}
