package facts

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
)

// sentence is a paragraph of a template: what stands between its figures, and what they are.
type sentence struct {
	texts []string // one more than facts
	facts []string
}

var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// leastText is how many bytes of its own a sentence needs; with fewer it could be any paragraph.
const leastText = 13

func (s *Set) sentencesOf(template string) (all []sentence, err error) {
	data, err := s.Template(template)
	if err != nil || data == nil {
		return nil, err
	}
	d, err := read(data)
	if err != nil {
		return nil, err
	}
	for _, b := range d.Blocks {
		if b.Paragraph == nil || !placeholder.MatchString(b.Paragraph.Text) {
			continue
		}
		s, end, own := sentence{}, 0, 0
		text := b.Paragraph.Text
		for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
			s.texts = append(s.texts, text[end:at[0]])
			s.facts, own, end = append(s.facts, text[at[2]:at[3]]), own+at[0]-end, at[1]
		}
		s.texts = append(s.texts, text[end:])
		if own+len(text)-end >= leastText {
			all = append(all, s)
		}
	}
	return all, nil
}

// values are what stands in a paragraph where its template has placeholders; nil where it is another paragraph.
func (s *sentence) values(text string) (values []string) {
	rest, begins := strings.CutPrefix(text, s.texts[0])
	last := s.texts[len(s.texts)-1]
	if rest, begins = cutSuffix(rest, last, begins); !begins {
		return nil
	}
	for _, between := range s.texts[1 : len(s.texts)-1] {
		value, after, found := strings.Cut(rest, between)
		if !found {
			return nil
		}
		values, rest = append(values, value), after
	}
	return append(values, rest)
}

func cutSuffix(text, suffix string, before bool) (string, bool) {
	text, ends := strings.CutSuffix(text, suffix)
	return text, before && ends
}

func read(data []byte) (*cells.Document, error) {
	book, err := cells.Open(bytes.NewReader(data), int64(len(data)), ours)
	if err != nil {
		return nil, err
	}
	if book.Document() == nil {
		return nil, errors.New("no Word file")
	}
	return book.Document(), nil
}

func (r *reader) document(name string, data []byte) (all []Fact, err error) {
	d, err := read(data)
	if err != nil {
		return nil, err
	}
	template := strings.TrimSuffix(path.Base(name), ".docx")
	if strings.HasPrefix(name, "公开/") {
		template = "公开报告"
	}
	sentences, whose := r.sentences[template], townshipOf(name)
	for _, b := range d.Blocks {
		if p := b.Paragraph; p != nil {
			for n := range sentences {
				found := sentences[n].values(p.Text)
				for i := range found {
					slot := fmt.Sprintf("%d", n)
					all = append(all, labelled(name, slot, p.Place, whose, sentences[n].facts[i], found[i])...)
				}
				if found != nil {
					break
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Fact) int { return strings.Compare(a.Table, b.Table) })
	for _, b := range d.Blocks {
		if t := b.Table; t != nil && len(t.Rows) > 0 {
			header, rows := texts(t.Rows[0]), [][]string{}
			for _, row := range t.Rows[1:] {
				if len(row) == len(header) {
					rows = append(rows, texts(row))
				}
			}
			all = append(all, Of(name, t.Place, whose, header, rows)...)
		}
	}
	return all, nil
}

func texts(row cells.TableRow) (all []string) {
	for i := range row {
		all = append(all, strings.ReplaceAll(row[i].Text(), "\n", ""))
	}
	return all
}
