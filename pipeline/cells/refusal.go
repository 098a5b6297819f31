package cells

import (
	"errors"
	"fmt"
	"slices"
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
const tooBig = "请删去多余的工作表、空行和图片后另存为 .xlsx，重新报送"

var reasons = map[string]reason{
	"empty":       {"文件是空的（0 字节）", resend},
	"not-a-book":  {"不是电子表格文件（内容与扩展名不符）", "请报送 Excel 或 WPS 保存的 .xlsx 文件"},
	"truncated":   {"文件不完整，可能没有复制完或下载中断", resend},
	"zip":         {"文件已损坏，压缩结构不正确", resend},
	"crc":         {"文件已损坏，校验不一致", resend},
	"names":       {"文件内部结构异常，同名部件重复或名称前后不符", saveAgain},
	"xml":         {"文件内部的 XML 不正确", saveAgain},
	"encoding":    {"文件内部的文字编码不正确", saveAgain},
	"doctype":     {"文件含有不允许的 DOCTYPE 声明", saveAgain},
	"part":        {"文件缺少必需的部件", saveAgain},
	"order":       {"工作表的行列次序或地址不正确", saveAgain},
	"index":       {"单元格引用了不存在的文字或格式", saveAgain},
	"value":       {"单元格保存的数值不正确", saveAgain},
	"limit-size":  {"文件过大", tooBig},
	"limit-parts": {"文件内部的部件过多", tooBig},
	"limit-ratio": {"文件解压后异常庞大", tooBig},
	"limit-cells": {"单元格过多", tooBig},
	"limit-text":  {"文字过多或过长", tooBig},
	"limit-xml":   {"文件内部结构过深或过长", saveAgain},
	"xlsb":        {"是二进制工作簿（.xlsb），不能读取", saveAgain},
	"ods":         {"是 ODS 格式（OpenDocument），不能读取", saveAgain},
	"encrypted":   {"文件设有打开密码，不能读取", "请取消打开密码后重新报送；密码由财政局统一规定的，请在规则的参数中填写“打开密码”"},
	"html":        {"是网页格式，结构复杂，不能读取", saveAgain},
	"csv":         {"文本表格（CSV）的引号或分隔不正确", saveAgain},
	"xml2003":     {"是 XML 表格格式，不能读取", saveAgain},
	"word":        {"是演示文稿或其他文档，不是电子表格或 Word 文档", "请把自评表填在 Excel、WPS 表格或 Word 中报送"},
	"panic":       {"文件内容异常，读取时出错", saveAgain},
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
	if r, ok := AsRefusal(err); ok && r.cell == "" && row > 0 && !slices.Contains([]string{"crc", "truncated", "zip", "limit-size", "limit-ratio"}, r.Code) {
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

// Limits bound what a file may make the reader do. The zero value of a field means its default.
type Limits struct {
	File     int64 // bytes of the file
	Entries  int   // entries in the container
	Unpacked int64 // bytes of all parts read, inflated
	Part     int64 // bytes of one sheet or of the shared strings, inflated
	Other    int64 // bytes of any other part read, inflated
	Ratio    int64 // inflated to packed, above 1 MiB
	Cells    int   // cells in the book
	Area     int64 // cells covered by the merges of a sheet
	Sheets   int
	Merges   int   // merged ranges of a sheet
	CellText int   // UTF-16 units in a cell
	AllText  int64 // bytes of all cell texts handed out
	Depth    int   // nested elements
	Attrs    int   // attributes of an element
	Token    int   // bytes of one tag
}

// DefaultLimits are far above any real submission and far below what would hurt: the largest of
// 1,885 real workbooks has 60 MB unpacked, 340 entries, ratio 170 and a million cells.
func DefaultLimits() Limits {
	return Limits{
		File: 64 << 20, Entries: 2000, Unpacked: 512 << 20, Part: 256 << 20, Other: 64 << 20, Ratio: 400,
		Cells: 5e6, Area: 50e6, Sheets: 512, Merges: 100e3, CellText: 32767, AllText: 256 << 20,
		Depth: 64, Attrs: 128, Token: 1 << 20,
	}
}
