package cluster

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/warehouse"
)

// attempts stands between Spark and the program, for what goes wrong on a cluster. Of the first attempts at
// counties, one ends with its Python worker when it is done, one is slow (where Spark has a second host it begins it
// there too), one is beaten by another that has just given its part its name. One county fails whatever is tried.
const attempts = `#!/bin/sh
program=%s
folder=$(echo "$*" | sed -n 's|.*--outputs \([^ ]*\)/attempt-[0-9]*-0.*|\1|p')
number=$(echo "$*" | sed -n 's|.*/attempt-\([0-9]*\)-0.*|\1|p')
case "$number|$*" in
[0-9]*"--county "%s*) "$program" "$@"; kill -9 $PPID; exit 0 ;;
[0-9]*"--county "%s*) sleep 5 ;;
[0-9]*"--county "%s*)
    other=$(echo "$*" | sed 's|/attempt-\([0-9]*\)-0|/attempt-\1-9|')
    "$program" $other && mv "$folder/attempt-$number-9" "$folder/part-$number" ;;
*"--county "%s*) echo 程序出错 >&2; exit 1 ;;
esac
exec "$program" "$@"
`

// said is what the job says at its end.
type said struct {
	Counties, Files, Retried int
	Broken                   []string
	CountyCPU                float64 `json:"county_cpu"` // seconds of a core
	GatherCPU                float64 `json:"gather_cpu"`
	CountyPeak               int64   `json:"county_peak"` // bytes
	GatherPeak               int64   `json:"gather_peak"`
}

// Counties judged on Spark and gathered are one run over all, but for one that could not be judged, whatever happens
// to the attempts: each file of the set is the same, byte for byte, and each table row for row.
//
// JIXIAO_PYSPARK names the Python that has PySpark, JIXIAO_SPARK_MASTER another cluster than the one it starts,
// JIXIAO_CLUSTER_FORMS how many project forms there are (480 where it is not set).
func TestSparkIsOneRun(t *testing.T) {
	python := os.Getenv("JIXIAO_PYSPARK")
	if python == "" || testing.Short() {
		t.Skip("JIXIAO_PYSPARK names no Python with PySpark: not tried")
	}
	dir := t.TempDir()
	program := build(t, dir)
	inputs := province(t, dir)
	counties := list(t, program, inputs)
	wrapper := filepath.Join(dir, "attempts")
	text := fmt.Sprintf(attempts, program, counties[1], counties[2], counties[3], counties[4])
	if err := os.WriteFile(wrapper, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	outputs := filepath.Join(dir, "spark")
	end, words := submit(t, python, "--inputs", inputs, "--outputs", outputs, "--jixiao", wrapper)
	t.Logf("%+v", end)
	if end.Counties != len(counties)-1 || end.Retried < 1 || !slices.Equal(end.Broken, []string{counties[4]}) ||
		!strings.Contains(words, fmt.Sprintf("“%s”没有成果，退出码 1：程序出错", counties[4])) {
		t.Errorf("%+v: %s", end, words)
	}
	if left, err := filepath.Glob(filepath.Join(outputs, ".parts*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	_, m, err := publish.Latest(outputs)
	if err != nil || len(m.Inputs) != end.Files {
		t.Fatalf("%v, with the files that Spark counted", err)
	}
	if notes := strings.Join(m.Summary.Notes, ""); !strings.Contains(notes, "缺少 1 个县的成果") ||
		!strings.Contains(notes, counties[4]) {
		t.Errorf("notes: %s", notes)
	}
	if !slices.ContainsFunc(m.Inputs, func(in publish.Input) bool {
		return strings.HasPrefix(filepath.Base(in.File), "_") && in.Fate == "read"
	}) {
		t.Error("the file whose name begins with _ was not read")
	}
	if err := os.RemoveAll(filepath.Join(inputs, "2023", counties[4])); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "whole")
	incomplete(t, exec.Command(program, "run", "--quiet", "--inputs", inputs, "--outputs", whole))
	countytest.EqualFiles(t, outputs, whole)
	equalTables(t, outputs, whole)
}

// wrongCounts are faults that no cluster makes by itself: the job must see them.
const wrongCounts = `
import collections, spark
Row = collections.namedtuple("Row", "county file fate")
parts = [{"county": "甲县", "files": ["a", "b"]}, {"county": "", "files": ["c"]}, {"county": "坏县", "files": ["d"]}]
whole = [Row("甲县", None, None), Row("甲县", "a", "read"), Row("甲县", "b", "skipped"), Row("", "c", "unreadable")]
assert spark.unlike(parts, whole, {"坏县"}) == []
inside = [Row("甲县", "b!表/e", "read"), Row("", "c/2023/f", "read"), Row("", "c/2023/g!h", "skipped")]
assert spark.unlike(parts, whole + inside, {"坏县"}) == []
assert spark.unlike(parts, whole + [Row("", "b!e", "read")], {"坏县"}) == [("", "b!e")]
assert spark.unlike(parts, whole, set()) == [("坏县", "d")]
assert spark.unlike(parts, whole[:2] + whole[3:], {"坏县"}) == [("甲县", "b")]
assert spark.unlike(parts, whole[:3], {"坏县"}) == [("", "c")]
assert spark.unlike(parts, whole + [Row("甲县", "a", "read")], {"坏县"}) == [("甲县", "a")]
assert spark.unlike(parts, whole + [Row("甲县", "e", "read")], {"坏县"}) == [("甲县", "e")]
assert spark.unlike(parts, whole + [Row("乙县", "c", "read")], {"坏县"}) == [("乙县", "c")]
assert spark.unlike(parts, whole[:1] + [Row("甲县", "a", "")] + whole[2:], {"坏县"}) == [("甲县", "a")]
yarn = {"spark.master": "yarn", "spark.executor.cores": "4"}
assert "memoryOverhead=6896m" in spark.needs_more_room(yarn, "1GB")
assert "memoryOverhead=6896m" in spark.needs_more_room({**yarn, "spark.executor.memoryOverhead": "6g"}, "1GB")
assert spark.needs_more_room({**yarn, "spark.executor.memoryOverhead": "7g"}, "1GB") == ""
assert spark.needs_more_room({**yarn, "spark.task.cpus": "4", "spark.executor.memoryOverhead": "1800"}, "1GB") == ""
assert spark.needs_more_room({"spark.master": "spark://host:7077"}, "1GB") == ""
`

// Files that were listed and have no fate, or the other way round, or two, are seen; and so is an executor that the
// platform would end for what its children take.
func TestSparkJobCounts(t *testing.T) {
	python := os.Getenv("JIXIAO_PYSPARK")
	if python == "" {
		t.Skip("JIXIAO_PYSPARK names no Python with PySpark: not tried")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "spark.py"), []byte(Spark), 0o644); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(python, "-c", wrongCounts)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// build builds the program.
func build(t *testing.T, dir string) string {
	t.Helper()
	program := filepath.Join(dir, "jixiao")
	if out, err := exec.Command("go", "build", "-o", program, "jixiao/cmd/jixiao").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// province makes up twelve counties of ten townships; a file in no county's folder, and one whose name begins with _.
func province(t *testing.T, dir string) (inputs string) {
	t.Helper()
	const townships = 120
	forms, err := strconv.Atoi(os.Getenv("JIXIAO_CLUSTER_FORMS"))
	if err != nil {
		forms = 480
	}
	county := countytest.County{Seed: 3, Townships: townships, Projects: max(1, forms/townships)}
	if _, _, err := county.Write(dir); err != nil {
		t.Fatal(err)
	}
	inputs = filepath.Join(dir, "inputs")
	year := filepath.Join(inputs, "2023")
	found, err := filepath.Glob(filepath.Join(year, "*", "*.xlsx"))
	if err != nil || len(found) < 2 {
		t.Fatal(found, err)
	}
	hidden := filepath.Join(filepath.Dir(found[0]), "_"+filepath.Base(found[0]))
	if err := errors.Join(pack(found[1]), os.Rename(found[0], hidden),
		os.WriteFile(filepath.Join(year, "不在县里.xlsx"), []byte("不是表"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return inputs
}

// pack puts a file into an archive that takes its place.
func pack(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create(filepath.Base(name))
	if err == nil {
		_, err = w.Write(data)
	}
	return errors.Join(err, z.Close(), os.Remove(name),
		os.WriteFile(filepath.Join(filepath.Dir(name), "报送.zip"), packed.Bytes(), 0o644))
}

// list asks the program for the parts; the first is what stands in no county's folder.
func list(t *testing.T, program, inputs string) (counties []string) {
	t.Helper()
	out, err := exec.Command(program, "cluster", "parts", "--inputs", inputs).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		county, _, _ := strings.Cut(line, "\t")
		counties = append(counties, county)
	}
	if len(counties) != 13 || counties[0] != "" {
		t.Fatalf("parts: %q", counties)
	}
	return counties
}

// submit has Spark do the job.
func submit(t *testing.T, python string, args ...string) (end said, words string) {
	t.Helper()
	job := filepath.Join(t.TempDir(), "job.py")
	if err := os.WriteFile(job, []byte(Spark), 0o644); err != nil {
		t.Fatal(err)
	}
	master := os.Getenv("JIXIAO_SPARK_MASTER")
	if master == "" {
		master = "local-cluster[2,1,1024]"
	}
	c := exec.Command(filepath.Join(filepath.Dir(python), "spark-submit"), append([]string{"--master", master,
		"--conf", "spark.ui.enabled=false", "--conf", "spark.speculation=true",
		"--conf", "spark.speculation.quantile=0.5", "--conf", "spark.speculation.multiplier=1.2", job}, args...)...)
	c.Env = append(os.Environ(), "PYSPARK_PYTHON="+python, "SPARK_LOCAL_IP=127.0.0.1")
	out := &bytes.Buffer{} // spark-submit brings both outputs of Python together
	c.Stdout = out
	incomplete(t, c)
	words, last, _ := strings.Cut(out.String(), "\n{")
	if err := json.Unmarshal([]byte("{"+last), &end); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return end, words
}

// incomplete wants exit code 3: published, with townships missing.
func incomplete(t *testing.T, c *exec.Cmd) {
	t.Helper()
	stderr := &bytes.Buffer{}
	c.Stderr = stderr
	err := c.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Fatalf("%s: %v\n%v\n%v", c, err, c.Stdout, stderr)
	}
}

// equalTables wants each table of a database as in another: columns, types, comments, and rows in their order.
func equalTables(t *testing.T, got, want string) {
	t.Helper()
	ask := func(outputs string) func(question string) [][]any {
		db, err := warehouse.Open(context.Background(), filepath.Join(outputs, "latest", "jixiao.duckdb"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return func(question string) [][]any {
			table, err := db.Query(context.Background(), question)
			if err != nil {
				t.Fatal(err)
			}
			return table.Rows
		}
	}
	ours, theirs := ask(got), ask(want)
	const named = `select schema_name || '."' || table_name || '"', column_name, data_type, comment,
			(schema_name, table_name) in (select (schema_name, view_name) from duckdb_views()) as is_view
		from duckdb_columns() where not internal order by all`
	columns := theirs(named)
	if !reflect.DeepEqual(ours(named), columns) {
		t.Error("the columns differ")
	}
	rows := 0
	for i, row := range columns {
		if i > 0 && columns[i-1][0] == row[0] {
			continue
		}
		question := "from " + row[0].(string)
		if row[4] == true {
			question += " order by all" // a view's rows have no order of their own
		}
		wanted := theirs(question)
		if rows += len(wanted); !reflect.DeepEqual(ours(question), wanted) {
			t.Errorf("%s differs", row[0])
		}
	}
	t.Logf("%d rows in all tables", rows)
}
