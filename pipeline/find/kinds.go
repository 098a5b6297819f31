package find

import (
	"path"
	"strings"

	"jixiao/pipeline/cells"
)

// notWorkbooks are documents that townships send along; they are not read, and no fault.
var notWorkbooks = map[string]bool{
	".doc": true, ".docx": true, ".wps": true, ".pdf": true, ".ofd": true, ".txt": true, ".ppt": true, ".pptx": true,
	".jpg": true, ".jpeg": true, ".png": true, ".bmp": true, ".tif": true,
}

var archives = map[string]bool{".zip": true, ".rar": true, ".7z": true, ".gz": true, ".tar": true}

// Refused gives a file its fate that the reader refuses: it tells a broken workbook from a document that never
// was one.
func Refused(file string, r *cells.Refusal) (fate Fate, reason, step string) {
	ext := strings.ToLower(path.Ext(file))
	switch {
	case archives[ext]:
		return Unreadable, "是压缩包，这种压缩包程序不能打开", "请解压后放入其中的文件，或重新压缩为 zip 报送"
	case notWorkbooks[ext] && (r.Code == "not-a-book" || r.Code == "word" || r.Code == "csv" || r.Code == "html"):
		return Skipped, "不是电子表格，未读取", ""
	}
	return Unreadable, r.Error(), r.Step()
}
