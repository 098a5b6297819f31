package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/publish"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == extractWorker { // as the program starts itself, under whatever name
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	testscript.Main(m, map[string]func(){
		"jixiao": main,
	})
}

// The command end to end, told in text: testdata/*.txtar. Workbooks are made from text: most from the one township of
// testdata/township, of which a script says only what is different (see township), others from a text of their own
// (see book).
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, errors.New("no condition " + name)
			}
			return os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"township": makeTownship, "book": makeBook, "document": makeDocument, // inputs
			"rule": changeRule, "rows": addRows, "trial": setEnabled, // rules
			"cut": cutFile, "byte": changeByte, "zip": makeZip, "hold": holdLock, "code": wantCode, "await": awaitText,
			"sheet": showSheet, "comment": showComment, "marked": showMarked, "same": sameFile, // outputs
		},
	})
}

// code N jixiao …: runs the program and wants its exit code.
func wantCode(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// township FILE.xlsx [CHANGES]: makes the workbook of the shared township. A line of CHANGES is "text => other text",
// for every place where the text stands; where nothing follows the arrow, the line is left out.
func makeTownship(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(filepath.Join("testdata", "township", "township.txt"))
	ts.Check(err)
	text := string(data)
	if len(args) > 1 {
		for line := range strings.Lines(ts.ReadFile(args[1])) {
			from, to, _ := strings.Cut(strings.TrimRight(line, "\n"), " =>")
			if to = strings.TrimPrefix(to, " "); to == "" {
				from += "\n"
			}
			if !strings.Contains(text, from) {
				ts.Fatalf("the township has no %q", from)
			}
			text = strings.ReplaceAll(text, from, to)
		}
	}
	writeBook(ts, args[0], text)
}

// book FILE.xlsx TEXT: makes a workbook. "== name" begins a sheet, "merge A1:C1" merges, any other
// line is a row of cells between bars; a number is a number, a percentage gets its format, =… is a
// formula, everything else is text.
func makeBook(ts *testscript.TestScript, _ bool, args []string) {
	writeBook(ts, args[0], ts.ReadFile(args[1]))
}

func writeBook(ts *testscript.TestScript, file, text string) {
	f := excelize.NewFile()
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	ts.Check(err)
	sheet, row := "", 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutPrefix(line, "== "); ok {
			if sheet == "" {
				ts.Check(f.SetSheetName("Sheet1", name))
			} else {
				_, err := f.NewSheet(name)
				ts.Check(err)
			}
			sheet, row = name, 0
			continue
		}
		if merge, ok := strings.CutPrefix(line, "merge "); ok {
			from, to, _ := strings.Cut(merge, ":")
			ts.Check(f.MergeCell(sheet, from, to))
			continue
		}
		row++
		for i, text := range strings.Split(line, "|") {
			cell, err := excelize.CoordinatesToCellName(i+1, row)
			ts.Check(err)
			ts.Check(setCell(f, sheet, cell, strings.TrimSpace(text), percent))
		}
	}
	path := ts.MkAbs(file)
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(f.SaveAs(path))
}

func setCell(f *excelize.File, sheet, cell, text string, percent int) error {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return f.SetCellValue(sheet, cell, n)
	}
	if formula, ok := strings.CutPrefix(text, "="); ok {
		return f.SetCellFormula(sheet, cell, formula)
	}
	if digits, ok := strings.CutSuffix(text, "%"); ok {
		if n, err := strconv.ParseFloat(digits, 64); err == nil {
			return errors.Join(f.SetCellValue(sheet, cell, n/100), f.SetCellStyle(sheet, cell, cell, percent))
		}
	}
	if text == "" {
		return nil
	}
	return f.SetCellStr(sheet, cell, text)
}

// rule FILE SHEET CELL TEXT: changes a cell of the rules workbook; F@form.field is column F of a row of 表样.
func changeRule(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	cell := args[2]
	if column, wanted, found := strings.Cut(cell, "@"); found {
		rows, err := f.GetRows(args[1])
		ts.Check(err)
		for i, row := range rows {
			if row[0]+"."+row[2] == wanted {
				cell = fmt.Sprint(column, i+1)
			}
		}
	}
	ts.Check(f.SetCellStr(args[1], cell, args[3]))
	ts.Check(f.Save())
}

// rows FILE SHEET TEXT.csv: adds rows below those of a sheet of the rules workbook.
func addRows(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	known, err := f.GetRows(args[1])
	ts.Check(err)
	for i, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[2])), "\n") {
		for n, text := range strings.Split(line, ",") {
			cell, err := excelize.CoordinatesToCellName(n+1, len(known)+1+i)
			ts.Check(err)
			ts.Check(f.SetCellStr(args[1], cell, text))
		}
	}
	ts.Check(f.Save())
}

// trial FILE CODE WORD: sets whether a check runs: 是, 否, 试行.
func setEnabled(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	rows, err := f.GetRows("审核")
	ts.Check(err)
	for i, row := range rows {
		if row[0] == args[1] {
			ts.Check(f.SetCellStr("审核", fmt.Sprintf("C%d", i+1), args[2]))
			ts.Check(f.Save())
			return
		}
	}
	ts.Fatalf("no check %s", args[1])
}

// cut FILE: leaves the first half of a file.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	info, err := os.Stat(path)
	ts.Check(err)
	ts.Check(os.Truncate(path, info.Size()/2))
}

// byte FILE: changes the last byte of a file, also of one for reading only.
func changeByte(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	data[len(data)-1] ^= 1
	ts.Check(errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, data, 0o644)))
}

// zip FILE.zip FILES…: packs files, each under its own name.
func makeZip(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	archive := zip.NewWriter(f)
	for _, name := range args[1:] {
		out, err := archive.Create(filepath.Base(name))
		ts.Check(err)
		_, err = out.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(errors.Join(archive.Close(), f.Close()))
}

// hold OUTPUTS: takes the lock, as another run would, until the script ends.
func holdLock(ts *testscript.TestScript, _ bool, args []string) {
	held, err := publish.Lock(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { ts.Check(held.Unlock()) })
}

// longest is how long a script waits for what should happen within seconds.
const longest = 2 * time.Minute

// await FILE TEXT: waits until a file holds a text.
func awaitText(ts *testscript.TestScript, _ bool, args []string) {
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		text, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && strings.Contains(string(text), args[1]) {
			return
		}
		if time.Since(start) > longest {
			ts.Fatalf("%s has no %q after %v: %s %v", args[0], args[1], longest, text, err)
		}
	}
}

// sheet FILE NAME: prints a sheet of a written workbook as text, cells between bars.
func showSheet(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	rows, err := f.GetRows(args[1])
	ts.Check(err)
	for _, row := range rows {
		fmt.Fprintln(ts.Stdout(), strings.Join(row, "|"))
	}
}

// comment FILE SHEET CELL: prints a cell's comment.
func showComment(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	comments, err := f.GetComments(args[1])
	ts.Check(err)
	for _, c := range comments {
		if c.Cell == args[2] {
			fmt.Fprintln(ts.Stdout(), c.Text)
			for _, run := range c.Paragraph {
				fmt.Fprintln(ts.Stdout(), run.Text)
			}
		}
	}
}

// same A B: two files, or all files of two folders, have the same bytes.
func sameFile(ts *testscript.TestScript, _ bool, args []string) {
	if info, err := os.Stat(ts.MkAbs(args[0])); err == nil && info.IsDir() {
		files := map[string]int{}
		for _, dir := range args {
			entries, err := os.ReadDir(ts.MkAbs(dir))
			ts.Check(err)
			for _, e := range entries {
				files[e.Name()]++
			}
		}
		for name := range files {
			sameFile(ts, false, []string{filepath.Join(args[0], name), filepath.Join(args[1], name)})
		}
		return
	}
	if ts.ReadFile(args[0]) != ts.ReadFile(args[1]) {
		ts.Fatalf("%s and %s differ", args[0], args[1])
	}
}
