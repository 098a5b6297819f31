package pipeline

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
	"jixiao/pipeline/warehouse"
)

// What comes out of a pipe is what a run over the same files read: each with its fate, reason and step, and every
// column of every field.
func TestPipeReadsAsARunDoes(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if _, _, err := (countytest.County{Seed: 8, Townships: 7, Projects: 3}).Write(dir); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir(), Worker: []string{os.Args[0], workerArgument}}
	year := filepath.Join(cfg.Inputs, "2023")
	original := plantOdd(t, year)
	if err := pack(year); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	county, err := rules.Open(cfg.Inputs, warehouse.Checks)
	if err != nil {
		t.Fatal(err)
	}
	_, m, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	sent := slices.DeleteFunc(m.Inputs, func(in publish.Input) bool { return find.PackedIn(in.File) != "" })
	if len(sent) == len(m.Inputs) {
		t.Error("nothing is packed")
	}
	var out bytes.Buffer
	if err := extract.Pipe(ctx, arrowOf(t, cfg.Inputs, sent, 5), &out, county, cfg.reading()); err != nil {
		t.Fatal(err)
	}
	answers, fields := answersIn(t, &out)
	var want []string
	for _, row := range askIn(t, cfg, `select file || '|' || coalesce(file_sha, '') || '|' || fate || '|'
		|| coalesce(reason, '') || '|' || coalesce(step, '') from sources.register order by file`) {
		want = append(want, row[0].(string))
	}
	slices.Sort(want)
	if slices.Sort(answers); !slices.Equal(answers, want) {
		t.Errorf("fates:\n%s\nwant\n%s", strings.Join(answers, "\n"), strings.Join(want, "\n"))
	}
	rows := askIn(t, cfg, `select concat_ws('|', file, `+strings.Join(columnsOf(fieldColumns), ", ")+`)
		from sources.fields order by file, position`)
	// The same bytes count once in a run, under the first of their names: that of the copy.
	n := len(fields)
	fields = slices.DeleteFunc(fields, func(f string) bool { return strings.HasPrefix(f, original+"|") })
	if len(fields) == n {
		t.Error("nothing was read of the original beside its copy")
	}
	if len(rows) < 1000 || len(rows) != len(fields) {
		t.Fatalf("%d fields, want %d", len(fields), len(rows))
	}
	for i, row := range rows {
		if fields[i] != row[0].(string) {
			t.Fatalf("field %d is\n%s, want\n%s", i, fields[i], row[0])
		}
	}
}

// plantOdd adds a copy of the file whose path it gives, one that is no workbook, one without a byte and one that begins with ~$.
func plantOdd(t *testing.T, year string) (original string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(year, "*", "*.xlsx"))
	if err != nil || len(found) == 0 {
		found, err = filepath.Glob(filepath.Join(year, "*.xlsx"))
	}
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	data, err := os.ReadFile(found[0])
	for name, text := range map[string][]byte{"_又一份.xlsx": data, "坏的.xlsx": []byte("PK 不是表"), "空的.xls": {},
		"~$锁.xlsx": []byte("x"), "照片.jpg": []byte("\xff\xd8\xff")} {
		err = errors.Join(err, os.WriteFile(filepath.Join(year, name), text, 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
	inside, err := filepath.Rel(filepath.Dir(year), found[0])
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(inside)
}

// arrowOf is an Arrow stream of files, some of them a batch.
func arrowOf(t *testing.T, inputs string, files []publish.Input, batch int) *bytes.Buffer {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "content", Type: arrow.BinaryTypes.Binary},
		{Name: "path", Type: arrow.BinaryTypes.String},
		{Name: "modified", Type: arrow.FixedWidthTypes.Timestamp_us},
	}, nil)
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	for some := range slices.Chunk(files, batch) {
		b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
		for _, f := range some {
			data, err := os.ReadFile(filepath.Join(inputs, f.File))
			if err != nil {
				t.Fatal(err)
			}
			b.Field(0).(*array.BinaryBuilder).Append(data)
			b.Field(1).(*array.StringBuilder).Append(f.File)
			b.Field(2).(*array.TimestampBuilder).Append(arrow.Timestamp(f.Modified.UnixMicro()))
		}
		if err := w.Write(b.NewRecord()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &out
}

// fieldColumns are those of a field, in the order of what comes out of a pipe.
var fieldColumns = []string{"sheet", "form", "form_no", "row_no", "field", "text", "number", "unit", "comparator", "cell",
	"formula", "hidden", "issue", "upper", "computed", "position", "amount", "amount_upper", "latest", "vague", "mismatch"}

// columnsOf asks for columns as text.
func columnsOf(names []string) (asked []string) {
	for _, name := range names {
		asked = append(asked, `coalesce(cast("`+name+`" as varchar), '-')`)
	}
	return asked
}

// answersIn are the rows of what came out, and the fields in the order of their files.
func answersIn(t *testing.T, out *bytes.Buffer) (answers, fields []string) {
	t.Helper()
	r, err := ipc.NewReader(out)
	if err != nil {
		t.Fatal(err)
	}
	byFile := map[string][]string{}
	var files []string
	for r.Next() {
		rows := r.Record()
		lists := rows.Column(5).(*array.List)
		columns := lists.ListValues().(*array.Struct)
		for row := range int(rows.NumRows()) {
			file := rows.Column(0).ValueStr(row)
			answers = append(answers, strings.Join([]string{file, wordOf(rows.Column(1), row, ""),
				wordOf(rows.Column(2), row, ""), wordOf(rows.Column(3), row, ""), wordOf(rows.Column(4), row, "")}, "|"))
			from, to := lists.ValueOffsets(row)
			for at := from; at < to; at++ {
				words := []string{file}
				for i := range columns.NumField() {
					words = append(words, wordOf(columns.Field(i), int(at), "-"))
				}
				byFile[file] = append(byFile[file], strings.Join(words, "|"))
			}
			files = append(files, file)
		}
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	slices.Sort(files)
	for _, file := range files {
		fields = append(fields, byFile[file]...)
	}
	return answers, fields
}

func wordOf(column arrow.Array, row int, null string) string {
	if column.IsNull(row) {
		return null
	}
	if number, ok := column.(*array.Decimal128); ok {
		return number.Value(row).ToString(values.Scale)
	}
	return column.ValueStr(row)
}

// What is no Arrow stream, or one of other columns, or cut, is refused; one without a batch is answered by none.
func TestPipeRefuses(t *testing.T) {
	ctx := context.Background()
	county, err := rules.OpenDefault(warehouse.Checks)
	if err != nil {
		t.Fatal(err)
	}
	whole := arrowOf(t, t.TempDir(), nil, 1).Bytes()
	other := arrow.NewSchema([]arrow.Field{{Name: "path", Type: arrow.BinaryTypes.String}}, nil)
	var others bytes.Buffer
	if err := ipc.NewWriter(&others, ipc.WithSchema(other)).Close(); err != nil {
		t.Fatal(err)
	}
	for says, data := range map[string][]byte{
		"不是 Arrow 流": []byte("path,modified,content\n"), "缺少 modified": others.Bytes(),
	} {
		err := extract.Pipe(ctx, bytes.NewReader(data), &bytes.Buffer{}, county, extract.Options{})
		if !fault.Is(err, fault.Input) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %s", err, says)
		}
	}
	var out bytes.Buffer
	if err := extract.Pipe(ctx, bytes.NewReader(whole), &out, county, extract.Options{}); err != nil {
		t.Fatal(err)
	}
	if answers, _ := answersIn(t, &out); len(answers) > 0 {
		t.Errorf("%v", answers)
	}
}
