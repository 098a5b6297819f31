// Contest reads workbooks to their end, as one process from start to finish, with the reader or with something
// that it is compared to. README.md beside it says how.
//
//	contest cells|inflate|klauspost|excelize [-jobs 2] FILE…
//	contest write FORMS.xlsx DIR
package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

func main() {
	args := os.Args[1:]
	readers := map[string]func(string) (int64, error){
		"cells": stream, "inflate": inflate(false), "klauspost": inflate(true), "excelize": rows,
	}
	switch {
	case len(args) == 3 && args[0] == "write":
		exit(write(args[1], args[2]))
		return
	case len(args) < 2 || readers[args[0]] == nil:
		exit(fmt.Errorf("contest cells|inflate|klauspost|excelize [-jobs 2] FILE…, or contest write FORMS.xlsx DIR"))
	}
	jobs, files := 1, args[1:]
	if files[0] == "-jobs" {
		fmt.Sscan(files[1], &jobs)
		files = files[2:]
	}
	exit(readAll(readers[args[0]], files, jobs))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// readAll reads the files, several at a time, and prints how many cells (or bytes) they held.
func readAll(read func(string) (int64, error), files []string, jobs int) error {
	var total atomic.Int64
	var failed error
	var once sync.Once
	var all sync.WaitGroup
	queue := make(chan string)
	for range jobs {
		all.Go(func() {
			for file := range queue {
				n, err := read(file)
				if err != nil {
					once.Do(func() { failed = fmt.Errorf("%s: %w", file, err) })
				}
				total.Add(n)
			}
		})
	}
	for _, file := range files {
		queue <- file
	}
	close(queue)
	all.Wait()
	fmt.Println(total.Load())
	return failed
}

// stream visits every cell.
func stream(name string) (n int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	book, err := cells.Open(f, info.Size(), cells.Options{})
	if err != nil {
		return 0, err
	}
	for i := range book.Sheets() {
		if _, err := book.Each(i, func(*cells.Cell) error { n++; return nil }); err != nil {
			return n, err
		}
	}
	return n, nil
}

// inflate only inflates the entries that the reader reads.
func inflate(fast bool) func(string) (int64, error) {
	return func(name string) (n int64, err error) {
		z, err := zip.OpenReader(name)
		if err != nil {
			return 0, err
		}
		defer z.Close()
		if fast {
			z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
		}
		for _, f := range z.File {
			if strings.HasPrefix(f.Name, "docProps/") || strings.HasPrefix(f.Name, "xl/theme/") ||
				f.Name == "[Content_Types].xml" {
				continue
			}
			r, err := f.Open()
			if err != nil {
				return n, err
			}
			m, err := io.Copy(io.Discard, r)
			n += m
			if err != nil {
				return n, err
			}
			r.Close()
		}
		return n, nil
	}
}

// rows reads with excelize's row iterator and raw values.
func rows(name string) (n int64, err error) {
	f, err := excelize.OpenFile(name, excelize.Options{RawCellValue: true})
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			return n, err
		}
		for rows.Next() {
			columns, err := rows.Columns()
			if err != nil {
				return n, err
			}
			for _, text := range columns {
				if text != "" {
					n++
				}
			}
		}
		if err := rows.Close(); err != nil {
			return n, err
		}
	}
	return n, nil
}
