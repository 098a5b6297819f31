package stage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
)

// contents are the rows of each workbook of a folder, as text, by the file that the index names.
func contents(t *testing.T, dir, rules string) map[string]string {
	t.Helper()
	rows := map[string]string{}
	where := index(t, dir, rules)
	files, err := List(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, sha := range f.Books {
			if where[sha] == f.Path {
				rows[sha] += ""
			}
		}
		held, err := readRows(context.Background(), f.Path)
		if err != nil {
			t.Fatal(err)
		}
		err = eachRun(held, func(sha string, run arrow.Record) error {
			if where[sha] == f.Path {
				text, err := run.MarshalJSON()
				rows[sha] += string(text)
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

// A stage file whose workbooks have no field at all is brought together with others, wherever it stands among them.
func TestCompactionOfFilesWithoutFields(t *testing.T) {
	books := []string{"a", "b", "c"}
	slices.SortFunc(books, func(a, b string) int { // as their files stand in the folder
		return strings.Compare(nameOf("r", []string{a}, 0), nameOf("r", []string{b}, 0))
	})
	for _, empty := range books {
		c := &Compaction{Dir: t.TempDir(), Rules: "r", Years: map[string]int{}, Small: 1}
		for _, sha := range books {
			held := fields(3)
			if sha == empty {
				held = nil
			}
			b := NewBatch("r")
			if err := b.Add(sha, held); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Save(c.Dir); err != nil {
				t.Fatal(err)
			}
			c.Years[sha] = 2023
		}
		moved, old, err := c.Run(context.Background())
		if err != nil || len(moved) != 3 || len(old) != 3 {
			t.Errorf("%s without fields: moved %v, old %v: %v", empty, moved, old, err)
		}
	}
}

// Many small files become few, by year, with the same rows; what no input has is dropped; and until the
// old ones are removed, nothing is missing and nothing is there twice.
func TestCompaction(t *testing.T) {
	dir := t.TempDir()
	c := &Compaction{Dir: dir, Rules: "r", Years: map[string]int{}, Small: 3}
	for i := range 6 {
		b := NewBatch("r")
		for n := range 3 {
			sha := fmt.Sprint(i, "-", n)
			if i+n > 0 { // the first was withdrawn
				c.Years[sha] = 2022 + i%2
			}
			if err := b.Add(sha, fields(40*n)); err != nil { // one without a single field
				t.Fatal(err)
			}
		}
		if _, err := b.Save(dir); err != nil {
			t.Fatal(err)
		}
	}
	foreign := save(t, dir, "other rules", "0-1")
	ancient := save(t, dir, "older rules", "0-1")
	old := time.Now().Add(-2 * forgotten)
	strange, damaged := filepath.Join(dir, "strange.parquet"), filepath.Join(dir, "new and damaged.parquet")
	if err := errors.Join(os.WriteFile(strange, []byte("PAR1"), 0o644), os.WriteFile(damaged, []byte("PAR1"), 0o644), os.Chtimes(strange, old, old), os.Chtimes(ancient, old, old)); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir, "r")
	delete(before, "0-0")
	moved, gone, err := c.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	between := contents(t, dir, "r")
	if delete(between, "0-0"); !maps.Equal(before, between) {
		t.Error("before the old ones are removed the rows are others")
	}
	for _, path := range gone {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if after := contents(t, dir, "r"); !maps.Equal(before, after) || len(after) != 17 {
		t.Errorf("the rows are others: %d workbooks, %d before", len(after), len(before))
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2+2 {
		t.Errorf("left: %v %v", left, err)
	}
	for _, path := range []string{foreign, damaged} {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("what is new: %v", err)
		}
	}
	if moved["0-1"] != moved["2-1"] || moved["0-1"] == moved["1-1"] || !maps.Equal(moved, index(t, dir, "r")) {
		t.Errorf("moved to %v", moved)
	}
	if moved, gone, err := c.Run(context.Background()); err != nil || len(moved)+len(gone) > 0 {
		t.Errorf("again: moved %v, gone %v: %v", moved, gone, err)
	}
}
