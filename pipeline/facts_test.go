package pipeline

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go-bindings/lib/linux-amd64"
	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/facts"
	"jixiao/pipeline/reports/word"
)

const scoresParquet = "parquet/scores.townships.parquet"

// readBack reads the figures of a set from its files, a Parquet one with them.
func readBack(t *testing.T, dir string) []facts.Fact {
	t.Helper()
	all, unread, err := facts.Read(facts.Set{Dir: dir, Year: 2023, Template: word.Standard, Workers: 2})
	if err != nil || len(unread) > 0 {
		t.Fatal(unread, err)
	}
	path := filepath.Join(dir, scoresParquet)
	if _, err := os.Stat(path); err != nil { // a set of one other file
		return all
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`select township, executed::varchar, machine_total::varchar, project_forms::varchar
		from read_parquet('` + path + `') where year = 2023`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	header := []string{"乡镇", "全年执行数", "复算得分", "自评数量"}
	for rows.Next() {
		row := make([]string, 4)
		if err := rows.Scan(&row[0], &row[1], &row[2], &row[3]); err != nil {
			t.Fatal(err)
		}
		all = append(all, facts.Of(scoresParquet, "", "", header, [][]string{row})...)
	}
	return all
}

// No figure of the sample has two values: workbooks, Word files, pages, lists, Parquet and the manifest are read back,
// and most figures of theirs stand in more than one.
func TestOneFigureOneValue(t *testing.T) {
	all := readBack(t, filepath.Join(sample.dir, "latest"))
	for _, c := range facts.Conflicts(all) {
		t.Error(c)
	}
	files := map[string]map[string]bool{}
	for _, f := range all {
		key := f.Whose + f.Name
		if files[key] == nil {
			files[key] = map[string]bool{}
		}
		files[key][f.File] = true
	}
	shared := 0
	for _, in := range files {
		if len(in) > 1 {
			shared++
		}
	}
	if len(all) < 20000 || shared < 1500 {
		t.Errorf("%d figures read, %d of them in more than one file", len(all), shared)
	}
}

// A second value of a figure is found in each kind of output.
func TestPlantedValuesAreFound(t *testing.T) {
	sheet := func(sheet, cell string, value any) func(*testing.T, string) {
		return func(t *testing.T, path string) { plantCell(t, path, sheet, cell, value) }
	}
	text := func(old, planted string) func(*testing.T, string) {
		return func(t *testing.T, path string) { plantText(t, path, old, planted) }
	}
	whole := readBack(t, filepath.Join(sample.dir, "latest"))
	for _, c := range []struct {
		file, whose, name string
		plant             func(t *testing.T, path string)
	}{
		{"县级汇总.xlsx", "乡镇=瓜里乡", "全年执行数", sheet("预算执行", "E13", 3551.84)},
		{"县级汇总.xlsx", "乡镇=两水苗族乡", "复算等级", sheet("乡镇排名", "G2", "三等")},
		{"县级汇总.xlsx", "", "全年预算数", sheet("总览", "C7", 21880.9)},
		{"乡镇/瓜里乡/自评报告.docx", "乡镇=瓜里乡", "全年执行数", text("3551.83", "3551.38")},
		{"通报.docx", "", "全年执行数", text("19241.82", "19241.28")},
		{"乡镇/瓜里乡/审核意见.docx", "乡镇=瓜里乡", "复算得分", text("89.73", "89.37")},
		{"乡镇/瓜里乡/退回/整改通知.docx", "乡镇=瓜里乡　项目名称=白竹村集体经济发展项目", "全年预算数", text("10.97", "10.79")},
		{"公开/瓜里乡自评报告.docx", "乡镇=瓜里乡", "全年预算数", text("4068.67", "4086.67")},
		{"index.html", "乡镇=瓜里乡", "全年执行数", text("3551.83", "3551.84")},
		{"乡镇/瓜里乡.html", "乡镇=瓜里乡", "自评得分", text("<dd>89.73", "<dd>88.73")},
		{"公开/index.html", "", "全年执行数", text("19241.82", "19241.28")},
		{"findings.csv", "", "错误数", dropLine},
		{"run.json", "", "自评数量", text(`"projects": 323`, `"projects": 324`)},
		{scoresParquet, "乡镇=瓜里乡", "全年执行数", plantParquet},
	} {
		t.Run(c.file+" "+c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, c.file)
			copyTo(t, filepath.Join(sample.dir, "latest", c.file), path)
			c.plant(t, path)
			others := slices.DeleteFunc(slices.Clone(whole), func(f facts.Fact) bool { return f.File == c.file })
			for _, found := range facts.Conflicts(append(others, readBack(t, dir)...)) {
				if found.One.Whose == c.whose && found.One.Name == c.name &&
					(found.One.File == c.file || found.Other.File == c.file) {
					return
				}
			}
			t.Errorf("%s of %s is not found", c.name, c.whose)
		})
	}
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func plantCell(t *testing.T, path, sheet, cell string, value any) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetCellValue(sheet, cell, value); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// plantText changes a text wherever it stands in a file, or in the body of a Word file.
func plantText(t *testing.T, path, old, planted string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(data, []byte(old), []byte(planted), 1)
	if strings.HasSuffix(path, ".docx") {
		changed = plantInZip(t, data, old, planted)
	}
	if bytes.Equal(changed, data) {
		t.Fatalf("%s has no %s", path, old)
	}
	if err := os.WriteFile(path, changed, 0o644); err != nil {
		t.Fatal(err)
	}
}

func plantInZip(t *testing.T, data []byte, old, planted string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range z.File {
		from, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == "word/document.xml" {
			if !bytes.Contains(text, []byte(old)) {
				t.Fatalf("no %s", old)
			}
			text = bytes.Replace(text, []byte(old), []byte(planted), 1)
		}
		w, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// dropLine leaves out the first finding of a list.
func dropLine(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	header, rest, _ := bytes.Cut(data, []byte("\n"))
	_, rest, _ = bytes.Cut(rest, []byte("\n"))
	if err := os.WriteFile(path, append(append(header, '\n'), rest...), 0o644); err != nil {
		t.Fatal(err)
	}
}

func plantParquet(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(fmt.Sprintf(`create table planted as
		select * replace (case when township = '瓜里乡' then executed + 1 else executed end as executed)
		from read_parquet('%s'); copy planted to '%s' (format parquet)`, path, path)); err != nil {
		t.Fatal(err)
	}
}
