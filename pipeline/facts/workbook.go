package facts

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
)

func (r *reader) workbook(name string, data []byte) (all []Fact, err error) {
	book, err := cells.Open(bytes.NewReader(data), int64(len(data)), ours)
	if err != nil {
		return nil, err
	}
	for i, info := range book.Sheets() {
		if info.Name == "总览" {
			s, err := book.Sheet(i)
			if err != nil {
				return nil, err
			}
			all = append(all, cards(name, &s)...)
			continue
		}
		header, rows, err := r.sheet(book, i)
		if err != nil {
			return nil, err
		}
		all = append(all, Of(name, info.Name, "", header, rows)...)
	}
	return all, nil
}

// ours are the limits for a file of our own: a paragraph may hold what a township wrote, however long.
var ours = cells.Options{Limits: cells.Limits{CellText: 64 << 20}}

// errOfProjects ends the reading of a sheet whose rows are projects where their figures are not wanted.
var errOfProjects = errors.New("the sheet is of projects")

// sheet reads a sheet as a header and rows.
func (r *reader) sheet(book *cells.Book, n int) (header []string, rows [][]string, err error) {
	_, err = book.Each(n, func(c *cells.Cell) error {
		text := c.Text
		if c.Kind == cells.Number {
			text = c.Raw
		}
		if c.Row == 1 { // it breaks before its unit
			header = append(header, strings.ReplaceAll(text, "\n", ""))
			return nil
		}
		if r.Few && len(rows) == 0 && slices.Contains(header, "项目名称") {
			return errOfProjects
		}
		for len(rows) < c.Row-1 {
			rows = append(rows, make([]string, len(header)))
		}
		if c.Col <= len(header) {
			rows[c.Row-2][c.Col-1] = text
		}
		return nil
	})
	if errors.Is(err, errOfProjects) {
		return nil, nil, nil
	}
	return header, rows, err
}

// cards are the key figures of 总览: a label, and the figure below it.
func cards(name string, s *cells.Sheet) (all []Fact) {
	at := map[[2]int]*cells.Cell{}
	for i := range s.Cells {
		at[[2]int{s.Cells[i].Row, s.Cells[i].Col}] = &s.Cells[i]
	}
	for _, c := range s.Cells {
		below := at[[2]int{c.Row + 1, c.Col}]
		if c.Kind != cells.Text || below == nil || below.Kind != cells.Number {
			continue
		}
		all = append(all, labelled(name, "", "总览"+below.Address(), "", c.Text, below.Raw)...)
	}
	return all
}
