package narrative

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"jixiao/pipeline/values"
)

// Whatever a document says: reading ends, every figure fits the tables and has a place, and what a figure is a part of
// is there.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	f.Add("自评报告\n（1）１２３万元（其中）百分之%九成\n|||\n|1|2|")
	r, err := newTestReader()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fields, _ := r.Read(document(text), 1, none)
		figures := 0
		for i := range fields {
			if fields[i].Name == "statement" {
				figures++
			}
		}
		for i := range fields {
			field := &fields[i]
			if field.Cell == "" {
				t.Errorf("%s has no place", field.Name)
			}
			if field.Number.Valid && !values.InRange(field.Number.Decimal) {
				t.Errorf("%s is out of range: %s", field.Name, field.Number.Decimal)
			}
			of := int(field.Number.Decimal.IntPart())
			if strings.HasPrefix(field.Name, "statement_part_of") && (of < 1 || of > figures) {
				t.Errorf("part of %d of %d figures", of, figures)
			}
		}
	})
}
