package workbooks

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// aside are the parts of sheets as they came, by name. The library reads and writes a sheet cell by cell: it
// is given the rows that change, and the others come back as they were, byte for byte.
type aside map[string]*setAside

type setAside struct {
	whole, thin []byte
	rows        []sheetRow // of whole, those that do not change
}

// sheetRow is a row of a sheet: its number and where it stands in the part.
type sheetRow struct{ number, start, end int }

const sheetsFolder = "xl/worksheets/" // their parts may have any name in it

// setAsideRows takes the cells of all rows but the changing ones from the sheets of a workbook. One that is
// written in an unusual way stays whole, and so does one so long that the library keeps it in a file.
func setAsideRows(f *excelize.File, changing map[int]bool) aside {
	all := aside{}
	f.Pkg.Range(func(name, part any) bool {
		if name := name.(string); strings.HasPrefix(name, sheetsFolder) {
			whole := part.([]byte)
			if rows, plain := sheetRows(whole); plain {
				rows = slices.DeleteFunc(rows, func(r sheetRow) bool { return changing[r.number] })
				all[name] = &setAside{whole, thin(whole, rows), rows}
			}
		}
		return true
	})
	for name, s := range all {
		f.Pkg.Store(name, s.thin)
	}
	return all
}

// thin empties rows. What is said of them stays: the size of a comment's box follows from their heights.
func thin(part []byte, rows []sheetRow) []byte {
	out, at := make([]byte, 0, len(part)/2), 0
	for _, r := range rows {
		opening := r.start + bytes.IndexByte(part[r.start:], '>')
		if part[opening-1] != '/' {
			out = append(append(out, part[at:opening]...), "/>"...)
			at = r.end
		}
	}
	return append(out, part[at:]...)
}

const sheetDataStart, sheetDataEnd = "<sheetData>", "</sheetData>"

// sheetRows gives the rows of a part that has them in the plainest way of writing: in order, with their
// numbers, and nothing between them.
func sheetRows(part []byte) (rows []sheetRow, plain bool) {
	start := bytes.Index(part, []byte(sheetDataStart))
	// Comments, declarations and instructions may hold anything.
	if start < 0 || bytes.Contains(part, []byte("<!")) || bytes.Contains(part[start:], []byte("<?")) {
		return nil, false
	}
	at, last := start+len(sheetDataStart), 0
	for {
		rest := bytes.TrimLeft(part[at:], " \t\r\n")
		at = len(part) - len(rest)
		if bytes.HasPrefix(rest, []byte(sheetDataEnd)) {
			return rows, true
		}
		opening := bytes.IndexByte(rest, '>')
		if opening < 0 || !bytes.HasPrefix(rest, []byte("<row ")) {
			return nil, false
		}
		end := opening + 1
		if rest[opening-1] != '/' {
			closing := bytes.Index(rest, []byte("</row>"))
			if closing < 0 {
				return nil, false
			}
			end = closing + len("</row>")
		}
		number, plain := rowNumber(rest[:opening])
		if !plain || number <= last {
			return nil, false
		}
		rows = append(rows, sheetRow{number, at, at + end})
		at, last = at+end, number
	}
}

// rowNumber is what the tag of a row says of its number; the tag must end where its first ">" stands.
func rowNumber(tag []byte) (number int, plain bool) {
	_, after, found := bytes.Cut(tag, []byte(` r="`))
	digits, _, closed := bytes.Cut(after, []byte(`"`))
	number, err := strconv.Atoi(string(digits))
	return number, found && closed && err == nil && bytes.Count(tag, []byte(`"`))%2 == 0 &&
		!bytes.ContainsRune(tag, '\'')
}

// restored is the part that the library wrote, with the rows that it was not given.
func (a aside) restored(name string, part []byte) ([]byte, error) {
	s := a[name]
	switch {
	case s == nil:
		return part, nil
	case bytes.Equal(part, s.thin): // as it was given
		return s.whole, nil
	}
	written, plain := sheetRows(part)
	if !plain {
		return nil, fmt.Errorf("%s: its rows are not where they were", name)
	}
	head := part[:bytes.Index(part, []byte(sheetDataStart))+len(sheetDataStart)]
	out := append(make([]byte, 0, len(s.whole)+len(part)-len(s.thin)), head...)
	for _, r := range s.rows {
		for ; len(written) > 0 && written[0].number < r.number; written = written[1:] {
			out = append(out, part[written[0].start:written[0].end]...)
		}
		if len(written) > 0 && written[0].number == r.number {
			written = written[1:]
		}
		out = append(out, s.whole[r.start:r.end]...)
	}
	for _, w := range written {
		out = append(out, part[w.start:w.end]...)
	}
	return append(out, part[bytes.LastIndex(part, []byte(sheetDataEnd)):]...), nil
}
