// Package guides holds 使用说明, the guides for those who use the program, as text that can be reviewed in a diff, and
// makes Word files of them.
package guides

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jixiao/pipeline/reports/word"
)

// Folder is where the guides stand, beside inputs and outputs.
const Folder = "使用说明"

//go:embed texts
var texts embed.FS

// Text is a guide in the language of word.Document: 管理员使用说明, 县财政局使用说明, 乡镇使用说明. A line that begins with
// "$ " is a command to type.
func Text(name string) (string, error) {
	text, err := texts.ReadFile("texts/" + name + ".txt")
	return string(text), err
}

// Write makes the Word files of all guides in a folder, anew each time: they belong to the program. It gives
// their paths.
func Write(dir string) (paths []string, err error) {
	entries, err := fs.ReadDir(texts, "texts")
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".txt")
		text, err := Text(name)
		if err != nil {
			return nil, err
		}
		document, err := word.Document(text)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(path, document, 0o644); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
