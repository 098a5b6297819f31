package warehouse

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jixiao/pipeline/rules"
)

// Script is one file of sql/: a SELECT that becomes a table. Its first lines are its header:
//
//	-- grain: one row a township        what a row is, in English
//	-- 说明: 一个乡镇一行                 the table's comment, in Chinese
//	-- sheet: 乡镇排名                    in 70_sheets: the sheet and the view
//
// A column's Chinese comment stands at the end of its line: "x as executed, -- 全年执行数（万元）".
type Script struct {
	Schema, Table string
	File          string
	Query         string
	Header        map[string]string
	Columns       map[string]string

	from []string // the tables it may read from
}

// Name is the table with its schema.
func (s *Script) Name() string { return s.Schema + "." + s.Table }

var (
	headerLine = regexp.MustCompile(`^-- (\S+): (.*)$`)
	columnLine = regexp.MustCompile(`([\p{L}\p{N}_]+|"[^"]+"),?\s+-- (.+)$`)
)

// Scripts reads sql/ in name order, but each script after those it reads from.
func Scripts(files fs.FS) ([]Script, error) {
	names, err := fs.Glob(files, "[0-9]*_*/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var scripts []Script
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, parseScript(name, string(text)))
	}
	return inOrder(scripts)
}

func parseScript(name, text string) Script {
	_, schema, _ := strings.Cut(path.Dir(name), "_")
	s := Script{Schema: schema, Table: strings.TrimSuffix(path.Base(name), ".sql"), File: name,
		Query: strings.TrimRight(text, "; \n"), Header: map[string]string{}, Columns: map[string]string{}}
	inHeader := true
	for line := range strings.Lines(s.Query) {
		line = strings.TrimRight(line, "\n")
		if found := headerLine.FindStringSubmatch(line); found != nil && inHeader {
			s.Header[found[1]] = found[2]
			continue
		}
		inHeader = inHeader && strings.HasPrefix(line, "--")
		if !strings.Contains(line, "-- ") { // few lines have a comment, and looking for one is slow
			continue
		}
		if found := columnLine.FindStringSubmatch(line); found != nil && !inHeader {
			s.Columns[strings.Trim(found[1], `"`)] = found[2]
		}
	}
	return s
}

// inOrder puts each script after those it reads from, else keeps the order of names.
func inOrder(scripts []Script) ([]Script, error) {
	byName := map[string]*Script{}
	for i := range scripts {
		scripts[i].from = scripts[i].sources(scripts)
		byName[scripts[i].Name()] = &scripts[i]
	}
	var sorted []Script
	state := map[*Script]int{} // 1 while its sources are put in place, 2 when it is placed
	var place func(s *Script) error
	place = func(s *Script) error {
		switch state[s] {
		case 1:
			return fmt.Errorf("sql/%s reads from itself", s.File)
		case 2:
			return nil
		}
		state[s] = 1
		for _, name := range s.from {
			if source := byName[name]; source != nil && source != s {
				if err := place(source); err != nil {
					return err
				}
			}
		}
		state[s] = 2
		sorted = append(sorted, *s)
		return nil
	}
	for i := range scripts {
		if err := place(&scripts[i]); err != nil {
			return nil, err
		}
	}
	return sorted, nil
}

var comment = regexp.MustCompile(`--[^\n]*`)

var tableName = regexp.MustCompile(`\b[a-z]+\.[a-z_0-9]+\b`)

// sources lists the tables that a query may read from. checks.found stands for every check, the
// county's own among them.
func (s *Script) sources(scripts []Script) []string {
	names := tableName.FindAllString(comment.ReplaceAllString(s.Query, ""), -1)
	if slices.Contains(names, "checks."+allFound) {
		for i := range scripts {
			if scripts[i].isCheck() || scripts[i].Schema == "subjects" {
				names = append(names, scripts[i].Name())
			}
		}
	}
	return names
}

// Checks lists what the check files declare: code (the file's name), severity, tolerance, message
// and the step that mends it.
func Checks(files fs.FS) ([]rules.Check, error) {
	scripts, err := Scripts(files)
	if err != nil {
		return nil, err
	}
	var checks []rules.Check
	for _, s := range scripts {
		if s.isCheck() {
			checks = append(checks, rules.Check{Code: s.Table, Name: s.Header["说明"], Severity: s.Header["severity"],
				Tolerance: s.Header["tolerance"], Message: s.Header["message"], Fix: s.Header["fix"]})
		}
	}
	return checks, nil
}

func (s *Script) isCheck() bool { return s.Schema == "checks" && s.Header["severity"] != "" }

// order is where a sheet stands among the sheets.
func (s *Script) order() int {
	n, _ := strconv.Atoi(s.Header["order"])
	return n
}
