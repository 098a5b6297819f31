package cells

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// benchBooks are the workbooks that the benchmarks read: a township's workbook of 75 forms, the same
// forms as a thousand workbooks of one sheet, and a list of 200,000 × 12 cells.
func benchBooks(b *testing.B) map[string][][]byte {
	b.Helper()
	forms, err := os.ReadFile("../../inputs/2023/瓜里乡2023年绩效自评.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	return map[string][][]byte{"forms": {forms}, "thousand": singleForms(b, forms), "list": {longList(b, 200_000)}}
}

// singleForms writes each sheet of a workbook as a workbook of its own, until there are a thousand.
func singleForms(b *testing.B, forms []byte) [][]byte {
	b.Helper()
	sheets, err := read(b, forms)
	if err != nil {
		b.Fatal(err)
	}
	var books [][]byte
	for _, sheet := range sheets {
		f := excelize.NewFile()
		for i := range sheet.Cells {
			if err := f.SetCellValue("Sheet1", sheet.Cells[i].Address(), sheet.Cells[i].Text); err != nil {
				b.Fatal(err)
			}
		}
		out, err := f.WriteToBuffer()
		if err != nil {
			b.Fatal(err)
		}
		books = append(books, out.Bytes())
	}
	return slices.Repeat(books, 1000/len(books)+1)[:1000]
}

// longList writes a sheet of n rows × 12 cells: numbers, two of them texts.
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

// BenchmarkEach streams every cell.
func BenchmarkEach(b *testing.B) {
	for name, books := range benchBooks(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				streamAll(b, books)
			}
		})
	}
}

// BenchmarkTwoCores streams every cell of the thousand workbooks, with one goroutine and with two, and
// reports how many times faster two are.
func BenchmarkTwoCores(b *testing.B) {
	books := benchBooks(b)["thousand"]
	var ratios []float64
	for b.Loop() {
		one := timed(func() { streamAll(b, books) })
		two := timed(func() {
			var both sync.WaitGroup
			both.Go(func() { streamAll(b, books[:len(books)/2]) })
			both.Go(func() { streamAll(b, books[len(books)/2:]) })
			both.Wait()
		})
		ratios = append(ratios, one/two)
	}
	reportMedian(b, ratios, "×one-core")
}

// BenchmarkAgainst reads the same workbooks in turn with the reader and with others, and reports the median
// of how many times the others' time the reader takes: of only inflating the same entries (with the standard
// library and with klauspost/compress), and of excelize's row iterator with raw values.
func BenchmarkAgainst(b *testing.B) {
	others := map[string]func(*testing.B, []byte){
		"standard":  func(b *testing.B, data []byte) { inflateOnly(b, data, nil) },
		"klauspost": func(b *testing.B, data []byte) { inflateOnly(b, data, pooledInflater()) },
		"excelize":  excelizeRows,
	}
	for name, books := range benchBooks(b) {
		for other, read := range others {
			b.Run(name+"/"+other, func(b *testing.B) {
				var ratios []float64
				for b.Loop() {
					ours := timed(func() { streamAll(b, books) })
					theirs := timed(func() {
						for _, data := range books {
							read(b, data)
						}
					})
					ratios = append(ratios, ours/theirs)
				}
				reportMedian(b, ratios, "×"+other)
			})
		}
	}
}

func timed(do func()) float64 {
	start := time.Now()
	do()
	return time.Since(start).Seconds()
}

func reportMedian(b *testing.B, of []float64, unit string) {
	slices.Sort(of)
	b.ReportMetric(of[len(of)/2], unit)
}

func streamAll(b *testing.B, books [][]byte) {
	for _, data := range books {
		book, err := Open(bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			b.Error(err)
			return
		}
		for i := range book.Sheets() {
			if _, err := book.Each(i, func(*Cell) error { return nil }); err != nil {
				b.Error(err)
				return
			}
		}
	}
}

// pooledInflater is klauspost's inflater, used again from entry to entry as the standard library does
// with its own.
func pooledInflater() zip.Decompressor {
	var pool sync.Pool
	return func(r io.Reader) io.ReadCloser {
		f, used := pool.Get().(io.ReadCloser)
		if !used {
			f = flate.NewReader(r)
		} else if err := f.(flate.Resetter).Reset(r, nil); err != nil {
			panic(err)
		}
		return struct {
			io.Reader
			io.Closer
		}{f, closer(func() { pool.Put(f) })}
	}
}

type closer func()

func (c closer) Close() error { c(); return nil }

// inflateOnly inflates the entries that the reader reads, and checks their checksums as the reader does.
func inflateOnly(b *testing.B, data []byte, inflater zip.Decompressor) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.Fatal(err)
	}
	if inflater != nil {
		z.RegisterDecompressor(zip.Deflate, inflater)
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "docProps/") || strings.HasPrefix(f.Name, "xl/theme/") ||
			f.Name == "[Content_Types].xml" {
			continue
		}
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if err != nil {
			b.Fatal(err)
		}
		r.Close()
	}
}

func excelizeRows(b *testing.B, data []byte) {
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
