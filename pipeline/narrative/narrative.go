// Package narrative reads a township's report (自评报告) in Word: its title, sections and numbering, and every figure
// in its prose and tables with the words it stands in. Which figure of ours the words state is a row of the rules
// (事实), how sections are headed another (报告章节). It is pure: a document and rules in, fields out.
package narrative

import (
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/rules"
)

// Form is the kind of form that a report is among the fields.
const Form = "report"

// Settings are the rules that reading a report needs.
type Settings struct {
	Facts      []rules.Fact
	Sections   []rules.Section
	AmountUnit string // of amounts in tables that do not say: 万元
}

// Reader is Settings made ready.
type Reader struct {
	facts    []fact
	contexts []string // the words of all 语境, the longest first
	sections []rules.Section
	unit     string
}

// NewReader prepares the rules.
func NewReader(s Settings) *Reader {
	r := &Reader{sections: s.Sections, unit: s.AmountUnit}
	for _, f := range s.Facts {
		r.facts = append(r.facts, newFact(f))
		for _, word := range f.Contexts {
			if word != nothing {
				r.contexts = append(r.contexts, word)
			}
		}
	}
	longestFirst(r.contexts)
	return r
}

// report is a report while it is read.
type report struct {
	*Reader
	lines   []line
	title   int // of lines
	year    int // that the report is for; 0 where nothing says
	figures []figure
	marks   []mark
	heads   []heading
}

// Read gives the fields of a report; ok is false for a document that is none. taken tells tables that were read as
// forms: what stands in them is said there. formNo is the form's ordinal in the file.
func (r *Reader) Read(sheet *cells.Sheet, formNo int, taken func(place string) bool) (fields []forms.Field, ok bool) {
	if sheet.Document == nil {
		return nil, false
	}
	p := &report{Reader: r, lines: linesOf(sheet.Document, taken)}
	p.findHeads()
	if !p.isReport(formNo > 1) {
		return nil, false
	}
	p.year = p.findYear()
	p.findNumberingFaults()
	p.findFigures()
	p.findLists()
	p.findRelations()
	p.findMarks()
	return p.fields(formNo), true
}

// IsText holds for a document of words alone: a letter, a notice. One with tables may be a form that is not known.
func IsText(sheet *cells.Sheet) bool {
	if sheet.Document == nil {
		return false
	}
	words := false
	for _, b := range sheet.Document.Blocks {
		if b.Table != nil {
			return false
		}
		words = words || b.Paragraph != nil && b.Paragraph.Text != ""
	}
	return words
}

// IsNotice holds for a document headed 整改通知: what a bureau wrote to a township.
func IsNotice(sheet *cells.Sheet) bool {
	if sheet.Document == nil {
		return false
	}
	lines := 0
	for _, b := range sheet.Document.Blocks {
		if b.Paragraph == nil || strings.TrimSpace(b.Paragraph.Text) == "" {
			continue
		}
		if lines++; lines > titleLines {
			return false
		}
		if noticeTitle.MatchString(strings.TrimSpace(b.Paragraph.Text)) {
			return true
		}
	}
	return false
}
