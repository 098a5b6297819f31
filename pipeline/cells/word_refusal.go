package cells

import (
	"bytes"
	"fmt"
	"strings"
)

const saveWordAgain = "请用 Word 或 WPS 打开后另存为“Word 文档（.docx）”，重新报送"

// wordReasons are the refusals of Word files; what they share with workbooks has its own step here.
var wordReasons = map[string]reason{
	"names":       {"文件内部结构异常，同名部件重复或名称前后不符", saveWordAgain},
	"xml":         {"文件内部的 XML 不正确", saveWordAgain},
	"encoding":    {"文件内部的文字编码不正确", saveWordAgain},
	"doctype":     {"文件含有不允许的 DOCTYPE 声明", saveWordAgain},
	"part":        {"文件缺少必需的部件", saveWordAgain},
	"index":       {"文档引用了不存在的内容", saveWordAgain},
	"value":       {"文档内部的内容不正确", saveWordAgain},
	"order":       {"文档内部的次序不正确", saveWordAgain},
	"limit-size":  {"文件过大", "请删去图片和多余内容后另存为 .docx，重新报送"},
	"limit-parts": {"文件内部的部件过多", saveWordAgain},
	"limit-ratio": {"文件解压后异常庞大", saveWordAgain},
	"limit-cells": {"表格的行列过多", "请删去多余的表格行列后另存为 .docx，重新报送"},
	"limit-text":  {"文字过多或过长", "请把过长的段落分开、删去多余文字后另存为 .docx，重新报送"},
	"limit-xml":   {"文件内部结构过深或过长", saveWordAgain},
	"panic":       {"文件内容异常，读取时出错", saveWordAgain},
	"word-xml":    {"是 XML 格式的 Word 文档，不能读取", saveWordAgain},
	"word-rtf":    {"是 RTF 格式的文档，不能读取", saveWordAgain},
	"word-old":    {"是 Word 97 以前版本或 Works 的文档，不能读取", saveWordAgain},
	"word-chunk":  {"文档中嵌入了其他格式的内容，不能完整读取", saveWordAgain},
	"word-pictures": {
		"文档中只有图片，没有可以读取的文字",
		"请把表格和文字录入 Word 或 Excel 后重新报送，不要贴图片",
	},
}

// refuseWord makes the Refusal of a Word file.
func refuseWord(code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Place: fmt.Sprintf(format, args...), reason: wordReasons[code]}
}

// asWord gives a refusal the step that fits a Word file. Its place stays: a part of the file, or a place of the text.
func asWord(err error) error {
	if r, ok := AsRefusal(err); ok {
		if known, found := wordReasons[r.Code]; found && !strings.HasPrefix(r.Code, "word") {
			r.reason = known
		}
	}
	return err
}

// refuseWordText refuses the documents that are text: RTF, the XML of Word 2003 and of a package in one file; and what
// Word wrote before it used compound files. nil for everything else.
func refuseWordText(head []byte) error {
	switch {
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return refuseWord("word-rtf", "RTF")
	case bytes.HasPrefix(head, []byte{0xdb, 0xa5}), bytes.HasPrefix(head, []byte{0x9b, 0xa5}),
		bytes.HasPrefix(head, []byte("\xffWPC")):
		return refuseWord("word-old", "signature %x", head[:2])
	}
	if !bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \r\n"), []byte("<?xml")) {
		return nil
	}
	const schemas = "schemas.microsoft.com/office/"
	for _, mark := range []string{`progid="Word.Document"`, schemas + "word/2003/wordml", schemas + "2006/xmlPackage"} {
		if bytes.Contains(head, []byte(mark)) {
			return refuseWord("word-xml", "%s", mark)
		}
	}
	return nil
}
