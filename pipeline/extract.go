package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/find"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// recogniser is part of the key of what was staged: raise it when recognition changes, so that
// files read by an older program are read again.
const recogniser = "4"

// extractor reads files into the stage folder; each file is its own work.
type extractor struct {
	root       *os.Root
	dir        string // of the stage files
	dictionary *forms.Dictionary
	key        string // the rules and the program that files are read under
	options    cells.Options
	seen       func([]forms.Field) // called with the fields of each file that is read anew; may be nil
	mu         sync.Mutex          // guards seen
}

func newExtractor(root *os.Root, dir string, r *rules.Rules, limits cells.Limits) (*extractor, error) {
	confidence, err := strconv.Atoi(r.Parameter("识别置信度", 0))
	if err != nil {
		return nil, &rules.Error{File: r.File, Sheet: "参数", Place: "识别置信度", Says: "应为 0 到 100 的整数"}
	}
	settings := forms.Settings{Fields: r.Fields(0), AmountUnit: r.Parameter("金额单位", 0), Confidence: confidence}
	text, err := json.Marshal(settings)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(recogniser+"\n"), text...))
	x := &extractor{root: root, dir: dir, dictionary: forms.NewDictionary(settings), key: hex.EncodeToString(sum[:]), options: cells.Options{Limits: limits}}
	if password := r.Parameter("打开密码", 0); password != "" {
		x.options.Passwords = strings.Split(password, "|")
	}
	return x, os.MkdirAll(dir, 0o755)
}

// all extracts the files, several at once. Only faults of the program or the machine are errors; a
// fault of a file is its fate.
func (x *extractor) all(ctx context.Context, files []find.File, workers int, progress func(done, total int)) (fresh int, err error) {
	var mu sync.Mutex
	var wait sync.WaitGroup
	todo := make(chan *find.File)
	done := 0
	for range workers {
		wait.Go(func() {
			for f := range todo {
				read, e := x.one(f)
				mu.Lock()
				done++
				if read {
					fresh++
				}
				if e != nil && err == nil {
					err = fmt.Errorf("extract %s: %w", f.Path, e)
				}
				if progress != nil {
					progress(done, len(files))
				}
				mu.Unlock()
			}
		})
	}
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		todo <- &files[i]
	}
	close(todo)
	wait.Wait()
	if err == nil {
		err = ctx.Err()
	}
	return fresh, err
}

// one extracts a file unless its content has been staged before. read says that it was read
// anew; a file that is refused never is.
func (x *extractor) one(f *find.File) (read bool, err error) {
	if f.Fate != "" {
		return false, nil
	}
	most := x.options.Limits.File
	if most == 0 {
		most = cells.DefaultLimits().File
	}
	data, err := f.Load(x.root, most)
	if err != nil {
		f.Fate, f.Reason, f.Step = find.Unreadable, "打不开："+plainError(err), "请检查文件的权限，或请有关人员关闭正在使用的程序"
		return false, nil
	}
	target := stage.Path(x.dir, f.SHA)
	if stage.Has(target, x.key) {
		f.Fate, f.Stage = find.Read, target
		return false, nil
	}
	sheets, err := cells.Read(bytes.NewReader(data), int64(len(data)), x.options)
	if refusal, ok := cells.AsRefusal(err); ok {
		f.Fate, f.Reason, f.Step = fateOf(f.Path, refusal)
		return false, nil
	}
	if err != nil {
		return true, err
	}
	fields := forms.Recognise(sheets, x.dictionary)
	if x.seen != nil {
		x.mu.Lock()
		x.seen(fields)
		x.mu.Unlock()
	}
	if err := stage.Write(target, f.SHA, x.key, fields); err != nil {
		return true, err
	}
	f.Fate, f.Stage = find.Read, target
	return true, nil
}

// plainError is an error of the system without the path, which names our side of the folder.
func plainError(err error) string {
	switch {
	case os.IsPermission(err):
		return "没有读取权限"
	case os.IsNotExist(err):
		return "文件已被移走"
	}
	return "系统返回“" + err.Error() + "”"
}

// notWorkbooks are documents that townships send along; they are not read, and no fault.
var notWorkbooks = map[string]bool{".doc": true, ".docx": true, ".wps": true, ".pdf": true, ".ofd": true, ".jpg": true, ".jpeg": true, ".png": true, ".bmp": true, ".tif": true, ".txt": true, ".ppt": true, ".pptx": true}

var archives = map[string]bool{".zip": true, ".rar": true, ".7z": true, ".gz": true, ".tar": true}

// fateOf tells a broken workbook from a document that never was one.
func fateOf(file string, r *cells.Refusal) (fate find.Fate, reason, step string) {
	ext := strings.ToLower(path.Ext(file))
	switch {
	case archives[ext]:
		return find.Unreadable, "是压缩包", "请解压后报送其中的电子表格"
	case notWorkbooks[ext] && (r.Code == "not-a-book" || r.Code == "word" || r.Code == "csv" || r.Code == "html"):
		return find.Skipped, "不是电子表格，未读取", ""
	}
	return find.Unreadable, r.Error(), r.Step()
}
