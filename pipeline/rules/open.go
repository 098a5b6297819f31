package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"jixiao/pipeline/fault"
	"jixiao/sql"
)

// What an inputs folder holds besides the submissions.
const (
	Name           = "规则.xlsx"   // the county's rules
	OtherName      = "对比规则.xlsx" // a second set of rules, to see what it would change
	SQLFolder      = "sql"       // the county's own SQL, laid over the program's
	TemplateFolder = "模板"        // the county's own Word templates
)

// Own are the names of all that a county may put beside its submissions.
var Own = []string{Name, OtherName, LabelsName, SQLFolder, TemplateFolder}

// County is all that a county decides: what its inputs folder holds besides the submissions.
type County struct {
	*Rules
	Other     *Rules // of 对比规则.xlsx, with the roster and the forms of the first; nil where there is none
	SQL       fs.FS  // the scripts of sql/
	Templates fs.FS  // the county's own Word templates
	inputs    string // the folder; "" where the rules are the built-in ones
}

// Open reads what a county decides from its inputs folder. declared lists the checks of the scripts. Where the
// folder or its rules workbook is missing the fault wraps fs.ErrNotExist.
func Open(inputs string, declared func(fs.FS) ([]Check, error)) (*County, error) {
	return OpenFile(inputs, filepath.Join(inputs, Name), declared)
}

// OpenFile is Open with the rules of a file in place of the workbook in the inputs folder.
func OpenFile(inputs, file string, declared func(fs.FS) ([]Check, error)) (*County, error) {
	if err := seeFolder(inputs); err != nil {
		return nil, err
	}
	own := os.DirFS(inputs)
	c := &County{SQL: sql.Over(sub(own, SQLFolder)), Templates: sub(own, TemplateFolder), inputs: inputs}
	checks, err := declared(c.SQL)
	if err != nil {
		return nil, err
	}
	asked, err := parametersAsked(sub(own, SQLFolder))
	if err != nil {
		return nil, err
	}
	if c.Rules, err = readFile(file, checks, asked); errors.Is(err, fs.ErrNotExist) {
		return nil, &fault.Fault{Kind: fault.Input, Err: err, Says: noRules(filepath.Dir(file))}
	} else if err != nil {
		return nil, err
	}
	if err := c.adoptLabels(filepath.Join(inputs, LabelsName)); err != nil {
		return nil, err
	}
	c.Other, err = readFile(filepath.Join(inputs, OtherName), checks, asked)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	for _, same := range []string{"乡镇名册", "表样"} { // what the townships are, and how their forms are read
		c.Other.Tables[same] = c.Tables[same]
	}
	return c, nil
}

// OpenDefault gives the built-in rules with the program's own scripts and templates.
func OpenDefault(declared func(fs.FS) ([]Check, error)) (*County, error) {
	checks, err := declared(sql.Files)
	if err != nil {
		return nil, err
	}
	r, err := Default(checks)
	return &County{Rules: r, SQL: sql.Files, Templates: none{}}, err
}

// bookEndings are those of files that somebody may take for a workbook of rules.
var bookEndings = []string{".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ods"}

// noRules says what to do where an inputs folder has no rules workbook: one under another name is named.
func noRules(inputs string) string {
	entries, _ := os.ReadDir(inputs) // the folder was there; where it is away now, the short answer is right
	for _, e := range entries {
		name := e.Name()
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		isBook := slices.Contains(bookEndings, strings.ToLower(filepath.Ext(name)))
		switch {
		case !isBook || strings.HasPrefix(name, "~$") || slices.Contains(Own, name) || !strings.HasPrefix(stem, "规则"):
		case strings.EqualFold(stem, "规则"):
			return fmt.Sprintf("输入文件夹“%s”中的“%s”不是 .xlsx 工作簿。请用 WPS 或 Excel 打开，另存为 %s。", inputs, name, Name)
		default:
			return fmt.Sprintf("输入文件夹“%s”中没有 %s，只有“%s”。请核对是不是最新的一份，改名为 %s。", inputs, Name, name, Name)
		}
	}
	return fmt.Sprintf("输入文件夹“%s”中没有 %s。请用 jixiao init 新建一份，填好乡镇名册后放在这里。", inputs, Name)
}

var parameterAsked = regexp.MustCompile(`parameter\(\s*'([^']+)'`)

// parametersAsked are the parameters that the county's own SQL asks for.
func parametersAsked(own fs.FS) (names []string, err error) {
	scripts, err := fs.Glob(own, "*/*.sql")
	if err != nil {
		return nil, err
	}
	for _, script := range scripts {
		text, err := fs.ReadFile(own, script)
		if err != nil {
			return nil, fault.Away(script, err)
		}
		for _, found := range parameterAsked.FindAllSubmatch(text, -1) {
			names = append(names, string(found[1]))
		}
	}
	return names, nil
}

// seeFolder tells an inputs folder that is not there from one that cannot be looked at now.
func seeFolder(inputs string) error {
	info, err := os.Stat(inputs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &fault.Fault{Kind: fault.Input, Err: err,
			Says: fmt.Sprintf("没有输入文件夹“%s”。请用 --inputs 指定，或用 jixiao init 新建。", inputs)}
	case err != nil:
		return fault.Away(inputs, err)
	case !info.IsDir():
		return fault.New(fault.Input, "“%s”不是文件夹。", inputs)
	}
	return nil
}

// adoptLabels adds the wordings that the county confirmed; without the workbook there are none.
func (c *County) adoptLabels(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return c.Adopt(filepath.Base(path), f, info.Size())
}

func readFile(path string, checks []Check, asked []string) (*Rules, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return Read(filepath.Base(path), f, info.Size(), checks, asked)
}

func sub(folder fs.FS, name string) fs.FS {
	inside, err := fs.Sub(folder, name)
	if err != nil { // the name is ours
		return none{}
	}
	return inside
}

// none is a folder without files.
type none struct{}

func (none) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
