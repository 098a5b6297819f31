package cells

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// The workbooks that the benchmarks read: a township's forms, and a long list.
func benchBooks(b *testing.B) map[string][]byte {
	b.Helper()
	forms, err := os.ReadFile("../../inputs/2023/瓜里乡2023年绩效自评.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	return map[string][]byte{"forms": forms, "list": longList(b, 200_000)}
}

// longList writes a sheet of n rows × 12 cells: numbers, shared texts, a rate with its format.
func longList(b *testing.B, n int) []byte {
	b.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	row := make([]any, 12)
	for i := range n {
		for c := range row {
			row[c] = float64(i*12+c) / 100
		}
		row[0], row[1], row[2] = i+1, fmt.Sprintf("项目%d", i), "瓜里乡人民政府"
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkEach streams every cell of a workbook.
func BenchmarkEach(b *testing.B) {
	for name, data := range benchBooks(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book, err := Open(bytes.NewReader(data), int64(len(data)), Options{})
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for i := range book.Sheets() {
					if _, err := book.Each(i, func(*Cell) error { n++; return nil }); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkInflate only inflates the same entries: the floor, with the standard library's inflater and
// with the faster one that the reader uses.
func BenchmarkInflate(b *testing.B) {
	for name, data := range benchBooks(b) {
		b.Run(name+"/standard", func(b *testing.B) { inflate(b, data, false) })
		b.Run(name+"/klauspost", func(b *testing.B) { inflate(b, data, true) })
	}
}

func inflate(b *testing.B, data []byte, fast bool) {
	for b.Loop() {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		if fast {
			z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, r); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkExcelize reads the same cells with excelize's row iterator and raw values.
func BenchmarkExcelize(b *testing.B) {
	for name, data := range benchBooks(b) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
				if err != nil {
					b.Fatal(err)
				}
				for _, sheet := range f.GetSheetList() {
					rows, err := f.Rows(sheet)
					if err != nil {
						b.Fatal(err)
					}
					for rows.Next() {
						if _, err := rows.Columns(); err != nil {
							b.Fatal(err)
						}
					}
				}
			}
		})
	}
}
