package warehouse

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"jixiao/pipeline/rules"
	"jixiao/pipeline/tables"
	"jixiao/sql"
)

// Script is one file of sql/: a SELECT that becomes a table. Its first lines are its header:
//
//	-- grain: one row a township        what a row is, in English
//	-- 说明: 一个乡镇一行                 the table's comment, in Chinese
//	-- sheet: 乡镇排名                    in 70_sheets: the sheet and the view
//	-- link: ；实际                    in 40_checks: the words between what is found and what is expected; else ；应为
//	-- drops: yes                      in 40_checks: what it finds was handed in and not taken in
//	-- kept: as a view                   a table while it is read again, in the file a view: asks for no variable
//	-- kept: no                          a step on the way: a table of which the file has nothing
//	-- prints: 说明                     in 70_sheets: the last column on paper; what follows is for the screen
//	-- each: 这一等的项目数                the comment of the columns that rows of the rules make; in sums they are *
//	-- across: counties                 its rows look at more than one county: made again where counties are gathered
//	-- sorted: file, position           the order of its rows by its own columns, where ORDER BY has others
//
// A column's Chinese comment stands at the end of its line: "x as executed, -- 全年执行数（万元）".
type Script struct {
	Schema, Table string
	File          string
	Query         string
	Header        map[string]string
	Columns       map[string]string

	folder string   // of sql/ that it belongs to: the program's, whatever number a county's own folder has
	from   []string // the tables and views it may read from
	own    bool     // it is a county's: not one of the program's, or changed
}

// Queries are the scripts of sql/ in name order, and the macros that they call. They are read once a run: it
// asks for them many times.
type Queries struct {
	Scripts []Script
	macros  string
	folders map[string]string // the program's folder of each schema
}

// Name is the table with its schema.
func (s *Script) Name() string { return s.Schema + "." + s.Table }

// ReadQueries reads sql/. A county's own folder is known by what follows its number: its 30_checks lies over
// our 40_checks, file by file.
func ReadQueries(files fs.FS) (*Queries, error) {
	macros, err := fs.ReadFile(files, "macros.sql")
	if err != nil {
		return nil, err
	}
	q := &Queries{macros: string(macros), folders: map[string]string{}}
	folders, err := fs.Glob(sql.Files, "[0-9]*_*")
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		q.folders[schemaOf(folder)] = folder
	}
	names, err := fs.Glob(files, "[0-9]*_*/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		s := parseScript(name, strings.TrimPrefix(string(text), "\ufeff")) // as editors of Windows write it
		s.folder = cmp.Or(q.folders[s.Schema], path.Dir(name))
		shipped, err := fs.ReadFile(sql.Files, name)
		s.own = err != nil || string(shipped) != string(text)
		if err := q.add(s); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(q.Scripts, func(a, b Script) int {
		return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.Table, b.Table))
	})
	return q, nil
}

// add takes a script up: a county's own in place of ours. Two of its own that make one table are refused, and
// a join that this DuckDB gets wrong.
func (q *Queries) add(s Script) error {
	if s.own { // of ours a test sees to it
		if join := wrongJoin(s.Query); join != "" {
			return &rules.Error{File: "sql", Sheet: s.File,
				Says: join + " 在本程序的 DuckDB 中可能算错，请改用 EXISTS 或 NOT EXISTS"}
		}
	}
	at := slices.IndexFunc(q.Scripts, func(other Script) bool { return other.Name() == s.Name() })
	switch {
	case at < 0:
		q.Scripts = append(q.Scripts, s)
	case s.own && q.Scripts[at].own:
		return &rules.Error{File: "sql", Sheet: s.File, Says: "与 " + q.Scripts[at].File + " 是同一张表，只能留一个"}
	case s.own:
		q.Scripts[at] = s
	}
	return nil
}

var (
	textOrComment  = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"[^"]*"`)
	semiOrAntiJoin = regexp.MustCompile(`(?i)\b(semi|anti)\s+join\b`)
)

// wrongJoin finds a join that DuckDB 1.4.3 answers with wrong rows where an equality stands beside another
// condition (76 of 150 random tables); "" where there is none. EXISTS is right.
func wrongJoin(query string) string {
	return semiOrAntiJoin.FindString(textOrComment.ReplaceAllString(query, " "))
}

// schemaOf is what follows a folder's number.
func schemaOf(folder string) string {
	_, schema, _ := strings.Cut(folder, "_")
	return schema
}

func parseScript(name, text string) Script {
	s := Script{Schema: schemaOf(path.Dir(name)), Table: strings.TrimSuffix(path.Base(name), ".sql"), File: name,
		Query: strings.TrimRight(text, "; \r\n"), Header: map[string]string{}, Columns: map[string]string{}}
	inHeader := true
	for line := range strings.Lines(s.Query) {
		line = strings.TrimRight(line, "\r\n")
		if inHeader = inHeader && strings.HasPrefix(line, "--"); inHeader {
			name, says, found := strings.Cut(strings.TrimPrefix(line, "-- "), ": ")
			if found && !strings.Contains(name, " ") {
				s.Header[name] = says
			}
		} else if column, about := columnOf(line); column != "" {
			s.Columns[column] = about
		}
	}
	s.from = namesIn(s.Query)
	return s
}

// columnOf gives the column that a line ends in and what its comment says of it; "" where it has none.
func columnOf(line string) (column, about string) {
	before, about, found := strings.Cut(line, "-- ")
	code := strings.TrimRightFunc(before, unicode.IsSpace)
	if !found || about == "" || code == before {
		return "", ""
	}
	code = strings.TrimSuffix(code, ",")
	if before, quoted := strings.CutSuffix(code, `"`); quoted {
		return before[strings.LastIndexByte(before, '"')+1:], about
	}
	ofName := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	return code[len(strings.TrimRightFunc(code, ofName)):], about
}

// namesIn lists what may be a table in a query: words with a dot, and Chinese ones where a table stands.
func namesIn(query string) (names []string) {
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	ofNoName := func(r rune) bool { return r != '.' && r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	between := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("(),;", r) }
	before := ""
	for line := range strings.Lines(strings.ToLower(query)) {
		code, _, _ := strings.Cut(line, "--")
		for _, name := range strings.FieldsFunc(code, ofNoName) {
			if strings.Count(name, ".") == 1 {
				add(name)
			}
		}
		for _, word := range strings.FieldsFunc(code, between) {
			if (before == "from" || before == "join") && (word[0] >= 0x80 || word[0] == '"') {
				add(strings.Trim(word, `"`))
			}
			before = word
		}
	}
	return names
}

// views are those over a script's table.
func (s *Script) views() (names []string) {
	for _, view := range []string{s.Header["sheet"], s.Header["view"]} {
		if view != "" {
			names = append(names, view)
		}
	}
	return names
}

// Checks lists what the check files declare: code (the file's name), severity, tolerance, message
// and the step that mends it.
func (q *Queries) Checks() (checks []rules.Check) {
	for _, s := range q.Scripts {
		if s.isCheck() {
			checks = append(checks, rules.Check{Code: s.Table, Name: s.Header["说明"], Severity: s.Header["severity"],
				Tolerance: s.Header["tolerance"], Message: s.Header["message"], Fix: s.Header["fix"]})
		}
	}
	return checks
}

// Checks lists what the check files of a folder of scripts declare.
func Checks(files fs.FS) ([]rules.Check, error) {
	queries, err := ReadQueries(files)
	if err != nil {
		return nil, err
	}
	return queries.Checks(), nil
}

func (s *Script) isCheck() bool { return s.Schema == "checks" && s.Header["severity"] != "" }

// isStep holds for what is only on the way to other tables.
func (s *Script) isStep() bool { return s.Header["kept"] == "no" }

// about says what a column means; one that the file does not name was made by a row of the rules.
func (s *Script) about(column string) string { return cmp.Or(s.Columns[column], s.Header["each"]) }

// sums are the columns that a sheet's last rows add up, by which column, and which column says 是 of the rows
// that count: "金额（万元） by 支出类别 where 计入合计". * stands for the counts that rows of the rules make.
func (s *Script) sums(columns []tables.Column) (names []string, by, only string) {
	if s.Header["sums"] == "" {
		return nil, "", ""
	}
	listed, only, _ := strings.Cut(s.Header["sums"], " where ")
	listed, by, _ = strings.Cut(listed, " by ")
	for _, name := range strings.Split(listed, ", ") {
		if name != "*" {
			names = append(names, name)
			continue
		}
		for _, c := range columns {
			if s.Columns[c.Name] == "" && strings.HasSuffix(c.Type, "INT") {
				names = append(names, c.Name)
			}
		}
	}
	return names, by, only
}

// order is where a sheet stands among the sheets.
func (s *Script) order() int {
	n, _ := strconv.Atoi(s.Header["order"])
	return n
}
