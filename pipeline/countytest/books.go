package countytest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// send writes what a township hands in, in its state, below a folder.
func (t *township) send(dir string, s state, n int) error {
	stem := t.name + strconv.Itoa(Year) + "年"
	own := []*sheet{s.sheet("部门预算执行情况"), s.sheet("整体支出自评"), s.sheet("绩效目标完成情况"), s.sheet("自评报告文字")}
	for i, write := range []func(*sheet){t.budget, t.department, t.goalSheet, t.textSheet} {
		write(own[i])
	}
	clock := time.Date(Year+1, 1, 15, 8, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
	switch s.delivery {
	case fileEach:
		dir = filepath.Join(dir, t.name)
		for i := range t.projects {
			p := s.sheet("Sheet1")
			t.form(p, &t.projects[i], yearLine)
			name := fmt.Sprintf("%02d%s.xlsx", i+1, t.projects[i].name)
			if err := save(filepath.Join(dir, name), clock, []*sheet{p}); err != nil {
				return err
			}
		}
		return save(filepath.Join(dir, stem+"部门整体自评.xlsx"), clock, own)
	case lists:
		p, q := s.sheet("项目支出绩效自评汇总表"), s.sheet("绩效指标明细表")
		t.flatLists(p, q)
		own = append(own, p, q)
	case stacked:
		p := s.sheet("项目支出绩效自评表")
		for i := range t.projects {
			t.form(p, &t.projects[i], yearLine)
			p.rows = append(p.rows, nil, nil, nil, nil)
		}
		own = append(own, p)
	default:
		own = append(own, t.sheets(&s)...)
	}
	if s.extension == "" {
		s.extension = ".xlsx"
	}
	return save(filepath.Join(dir, stem+"绩效自评"+s.extension), clock, own)
}

// sheets are one a project, with what stands among them and does not count.
func (t *township) sheets(s *state) (sheets []*sheet) {
	if s.example {
		p, sample := s.sheet("填报样例"), t.projects[0]
		sample.name = "XX项目（填报样例）"
		t.form(p, &sample, yearLine)
		sheets = append(sheets, p)
	}
	for i := range t.projects {
		p := s.sheet("项目" + strconv.Itoa(i+1))
		t.form(p, &t.projects[i], yearLine)
		sheets = append(sheets, p)
	}
	if s.hidden {
		p := s.sheet("上年")
		p.hidden = true
		t.form(p, &t.projects[0], fmt.Sprintf("（%d年度）", Year-1))
		sheets = append(sheets, p)
	}
	return sheets
}

func save(path string, clock time.Time, sheets []*sheet) error {
	var data []byte
	var err error
	if strings.HasSuffix(path, ".xls") {
		data = legacyBook(sheets)
	} else {
		data, err = book(sheets)
	}
	if err != nil {
		return err
	}
	return errors.Join(
		os.MkdirAll(filepath.Dir(path), 0o755),
		os.WriteFile(path, data, 0o644),
		os.Chtimes(path, clock, clock),
	)
}

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace  = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	officeRels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	partRels   = ` xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	bookType   = "application/vnd.openxmlformats-officedocument.spreadsheetml."

	// bookStyles has two cell styles: 0 general, 1 percent.
	bookStyles = xmlHead + `<styleSheet` + mainSpace + `>` +
		`<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill>` +
		`<fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`
)

// book packs sheets as an .xlsx file: own text, for a library takes minutes for what this writes in seconds.
func book(sheets []*sheet) ([]byte, error) {
	types := xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + bookType + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + bookType + `styles+xml"/>`
	list, rels := "", `<Relationship Id="rs" Type="`+officeRels+`/styles" Target="styles.xml"/>`
	table := &stringTable{index: map[string]int{}}
	var parts []part
	for i, p := range sheets {
		id := strconv.Itoa(i + 1)
		types += `<Override PartName="/xl/worksheets/sheet` + id + `.xml" ContentType="` + bookType + `worksheet+xml"/>`
		list += `<sheet name="` + p.name + `" sheetId="` + id + `" r:id="r` + id + `"/>`
		rels += `<Relationship Id="r` + id + `" Type="` + officeRels + `/worksheet" ` +
			`Target="worksheets/sheet` + id + `.xml"/>`
		parts = append(parts, part{"xl/worksheets/sheet" + id + ".xml", p.xml(table)})
	}
	if len(table.texts) > 0 {
		types += `<Override PartName="/xl/sharedStrings.xml" ContentType="` + bookType + `sharedStrings+xml"/>`
		rels += `<Relationship Id="rt" Type="` + officeRels + `/sharedStrings" Target="sharedStrings.xml"/>`
		parts = append(parts, part{"xl/sharedStrings.xml", table.xml()})
	}
	return pack(append([]part{
		{"[Content_Types].xml", []byte(types + `</Types>`)},
		{"_rels/.rels", []byte(xmlHead + `<Relationships` + partRels + `>` +
			`<Relationship Id="r1" Type="` + officeRels + `/officeDocument" Target="xl/workbook.xml"/>` +
			`</Relationships>`)},
		{"xl/workbook.xml", []byte(xmlHead + `<workbook` + mainSpace + ` xmlns:r="` + officeRels + `">` +
			`<bookViews><workbookView/></bookViews><sheets>` + list + `</sheets></workbook>`)},
		{"xl/_rels/workbook.xml.rels", []byte(xmlHead + `<Relationships` + partRels + `>` + rels + `</Relationships>`)},
		{"xl/styles.xml", []byte(bookStyles)},
	}, parts...))
}

type part struct {
	name string
	data []byte
}

func pack(parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	var deflate *flate.Writer // one for all parts: its tables are most of the work for a small one
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		if deflate == nil {
			var err error
			deflate, err = flate.NewWriter(w, flate.BestSpeed)
			return deflate, err
		}
		deflate.Reset(w)
		return deflate, nil
	})
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(p.data); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// xml writes a sheet.
func (p *sheet) xml(table *stringTable) []byte {
	out := make([]byte, 0, 300*len(p.rows)+1000)
	out = append(out, xmlHead+`<worksheet`+mainSpace+`>`+
		`<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData>`...)
	for r, row := range p.rows {
		if len(row) == 0 {
			continue
		}
		out = append(out, `<row r="`...)
		out = append(strconv.AppendInt(out, int64(r+1), 10), `">`...)
		for c, cell := range row {
			if cell.text != "" {
				out = p.cellXML(out, place(r+1, c), cell, table)
			}
		}
		out = append(out, `</row>`...)
	}
	out = append(out, `</sheetData>`...)
	if len(p.merged) > 0 {
		out = append(out, `<mergeCells count="`+strconv.Itoa(len(p.merged))+`">`...)
		for _, m := range p.merged {
			out = append(out, `<mergeCell ref="`+m+`"/>`...)
		}
		out = append(out, `</mergeCells>`...)
	}
	return append(out, `</worksheet>`...)
}

func (p *sheet) cellXML(out []byte, at string, c cell, table *stringTable) []byte {
	out = append(append(append(out, `<c r="`...), at...), '"')
	if c.percent {
		out = append(out, ` s="1"`...)
	}
	switch {
	case c.number:
		out = append(out, '>')
		if c.formula != "" {
			out = append(append(append(out, `<f>`...), c.formula...), `</f>`...)
		}
		out = append(append(append(out, `<v>`...), c.text...), `</v>`...)
	case p.shared:
		out = append(strconv.AppendInt(append(out, ` t="s"><v>`...), int64(table.add(c.text)), 10), `</v>`...)
	default:
		out = append(append(append(out, ` t="inlineStr"><is><t>`...), escape.Replace(c.text)...), `</t></is>`...)
	}
	return append(out, `</c>`...)
}

// stringTable is the shared strings of a workbook.
type stringTable struct {
	texts []string
	index map[string]int
	uses  int
}

func (s *stringTable) add(text string) int {
	s.uses++
	n, found := s.index[text]
	if !found {
		n = len(s.texts)
		s.index[text] = n
		s.texts = append(s.texts, text)
	}
	return n
}

func (s *stringTable) xml() []byte {
	out := []byte(fmt.Sprintf(xmlHead+`<sst%s count="%d" uniqueCount="%d">`, mainSpace, s.uses, len(s.texts)))
	for _, text := range s.texts {
		out = append(append(append(out, `<si><t xml:space="preserve">`...), escape.Replace(text)...), `</t></si>`...)
	}
	return append(out, `</sst>`...)
}
