package find

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"time"
)

// listZip lists a .zip archive. One that is a workbook or a document of its own kind is none.
func listZip(data []byte, zone *time.Location) ([]entry, *refusedEntry) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && archive == nil {
		return nil, &refusedEntry{"压缩包已损坏，或不是 zip 压缩包", "请重新压缩为 zip，或直接报送其中的文件"}
	}
	entries := []entry{}
	for _, h := range archive.File {
		if h.Name == "[Content_Types].xml" || h.Name == "mimetype" {
			return nil, nil
		}
		if h.FileInfo().IsDir() {
			continue
		}
		e := entry{name: h.Name, modified: h.Modified, size: clamp(h.UncompressedSize64), packed: clamp(h.CompressedSize64)}
		if h.NonUTF8 {
			e.name = chineseName(h.Name)
		}
		if h.Modified.Location() == time.UTC { // as on the clock of who packed it, wherever that was
			m := h.Modified
			e.modified = time.Date(m.Year(), m.Month(), m.Day(), m.Hour(), m.Minute(), m.Second(), 0, zone)
		}
		switch {
		case h.Flags&1 != 0:
			e.refuse("压缩包有密码", "请去掉密码后重新压缩报送")
		case h.Mode()&fs.ModeType != 0:
			e.refuse("不是普通文件（是链接等）", "请直接报送原文件")
		}
		e.open = func() (io.Reader, error) { return h.Open() }
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return nil, &refusedEntry{"压缩包是空的", "请重新压缩后报送"}
	}
	nameEntries(entries)
	return entries, nil
}

// clamp keeps a size that an archive claims within what can be counted.
func clamp(size uint64) int64 { return int64(min(size, 1<<62)) }
