package tables

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		number string
		scale  int32
		want   string
	}{
		{"1429.070000", 6, "1429.07"}, {"87.3", 4, "87.30"}, {"28.768", 6, "28.768"}, {"50.67255", 6, "50.67255"},
		{"100", 2, "100.00"},
		{"-0.5", 2, "-0.50"}, {"7", 0, "7"}, {"0.000001", 6, "0.000001"}, {"1.5", 1, "1.5"},
	} {
		if got := Decimal(decimal.RequireFromString(c.number), c.scale); got != c.want {
			t.Errorf("Decimal(%s, %d) = %s, want %s", c.number, c.scale, got, c.want)
		}
	}
}

func sampleTable() *Table {
	n := decimal.RequireFromString("1429.070000")
	return &Table{
		Columns: []Column{
			{Name: "乡镇", Type: "VARCHAR"},
			{Name: "金额", Type: "DECIMAL(18,6)", Scale: 6},
			{Name: "名次", Type: "BIGINT"},
		},
		Rows: [][]any{{"瓜里乡", n, int64(1)}, {"=cmd", nil, int64(-2)}, {"引\"号,逗", n, nil}},
	}
}

func TestWriters(t *testing.T) {
	for name, c := range map[string]struct {
		write func(*bytes.Buffer) error
		want  string
	}{
		"table": {
			func(b *bytes.Buffer) error { return sampleTable().WriteText(b) },
			"乡镇         金额  名次\n瓜里乡    1429.07     1\n=cmd                 -2\n引\"号,逗  1429.07      \n",
		},
		"csv": {
			func(b *bytes.Buffer) error { return sampleTable().WriteCSV(b, false) },
			"乡镇,金额,名次\n瓜里乡,1429.07,1\n=cmd,,-2\n\"引\"\"号,逗\",1429.07,\n",
		},
		"guarded": {
			func(b *bytes.Buffer) error { return sampleTable().WriteCSV(b, true) },
			"乡镇,金额,名次\n瓜里乡,1429.07,1\n'=cmd,,-2\n\"引\"\"号,逗\",1429.07,\n",
		},
		"json": {func(b *bytes.Buffer) error { return sampleTable().WriteJSON(b) },
			"[\n  {\"乡镇\": \"瓜里乡\", \"金额\": 1429.07, \"名次\": 1},\n  {\"乡镇\": \"=cmd\", \"金额\": null, \"名次\": -2},\n  {\"乡镇\": \"引\\\"号,逗\", \"金额\": 1429.07, \"名次\": null}\n]\n"},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, b.String(), c.want)
		}
	}
}

func TestSplitAndBy(t *testing.T) {
	table := &Table{
		Columns: []Column{{Name: "乡镇", Type: "VARCHAR"}, {Name: "n", Type: "BIGINT"}},
		Rows:    [][]any{{"乙", int64(1)}, {"甲", int64(2)}, {"乙", int64(3)}},
	}
	parts := table.Split("乡镇")
	if len(parts) != 2 || parts[0].Key != "乙" || len(parts[0].Table.Rows) != 2 || len(parts[0].Table.Columns) != 2 {
		t.Errorf("%+v", parts)
	}
	only := table.By("乡镇")["乙"]
	if len(only.Columns) != 1 || only.Columns[0].Name != "n" || len(only.Rows) != 2 || only.Rows[1][0] != int64(3) {
		t.Errorf("%+v", only)
	}
	if len(table.Columns) != 2 || table.Columns[0].Name != "乡镇" {
		t.Error("By changed the table")
	}
}

// The common characters are as wide as the tables of Unicode say.
func TestWidth(t *testing.T) {
	for r := rune(0); r < 0x30000; r++ {
		if utf8.ValidRune(r) && Width(string(r)) != places(r) {
			t.Fatalf("%U is %d wide, want %d", r, Width(string(r)), places(r))
		}
	}
}

func TestShades(t *testing.T) {
	scale := []string{"a", "b", "c", "d", "e", "f", "g"}
	for n, want := range map[int]string{0: "", 1: "a", 2: "ag", 3: "adg", 4: "aceg", 5: "abdeg", 7: "abcdefg"} {
		if got := strings.Join(Shades(scale, n), ""); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// A float that an asker's own query makes is written in full, and one that is no number is none.
func TestFloatsInFull(t *testing.T) {
	table := &Table{
		Columns: []Column{{Name: "n", Type: "DOUBLE"}},
		Rows:    [][]any{{1e21}, {1e6}, {0.1}, {1e-7}, {math.NaN()}, {math.Inf(1)}},
	}
	var b bytes.Buffer
	if err := table.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	const want = "[\n  {\"n\": 1000000000000000000000},\n  {\"n\": 1000000},\n  {\"n\": 0.1},\n  {\"n\": 0.0000001}," +
		"\n  {\"n\": null},\n  {\"n\": null}\n]\n"
	if b.String() != want {
		t.Error(b.String())
	}
}
