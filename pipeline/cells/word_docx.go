package cells

import (
	"errors"
	"strconv"
)

// docx reads OOXML documents (.docx, .docm, .dotx), of Word, WPS, LibreOffice and libraries, transitional and strict.
// What is not text is not opened: pictures, embedded objects, macros; nothing outside the file is looked for.
type docx struct {
	c       *container
	limits  *Limits
	main    string
	related map[string]relation
	styles  map[string]*wordStyle
	plain   *wordStyle          // of paragraphs that name none
	lists   map[string]*listUse // by numId
	doc     *Document
	noteAt  map[string]int // by kind and id, the place in doc.Notes
	text    textBudget
	marks   map[string]int // how many notes of a kind are marked
	headers []string       // the parts of headers and footers, as sections name them
	named   map[string]bool
}

// errWord says that the main part of an OOXML file is a document.
var errWord = errors.New("a document of WordprocessingML")

// openWord reads a document whole.
func openWord(c *container, main string, related map[string]relation, limits *Limits) (*Book, error) {
	d := &docx{c: c, limits: limits, main: main, related: related, doc: &Document{}}
	d.styles, d.lists, d.noteAt = map[string]*wordStyle{}, map[string]*listUse{}, map[string]int{}
	d.marks, d.named = map[string]int{}, map[string]bool{}
	if err := d.read(); err != nil {
		return nil, asWord(err)
	}
	book, err := wordBook(d.doc, limits)
	return book, asWord(err)
}

func (d *docx) read() error {
	if err := d.c.checkNames(); err != nil {
		return err
	}
	for _, p := range []struct {
		kind string
		read func(part string) error
	}{
		{"styles", d.readStyles}, {"numbering", d.readLists}, {"", d.readBody},
		{"footnotes", d.readNotes}, {"endnotes", d.readNotes},
	} {
		part, err := d.main, error(nil)
		if p.kind != "" {
			part, err = onlyOne(d.related, p.kind)
		}
		if err == nil && part != "" {
			err = p.read(part)
		}
		if err != nil {
			return err
		}
	}
	return d.readHeaders()
}

// checkNames holds every entry's own header to the directory. A part that is not found is no longer a part that was
// left out: a document without the part of its numbers reads well, and wrong.
func (c *container) checkNames() error {
	for _, e := range c.entries {
		if _, err := c.body(e); err != nil {
			return err
		}
	}
	return nil
}

func (d *docx) readBody(part string) error {
	return d.c.walkPart(part, func(x *wordXML, root string) error {
		t := &story{d: d, x: x, counters: newCounters()}
		return x.children(func(name string) error {
			if name != "body" {
				return nil
			}
			var err error
			d.doc.Blocks, err = t.all()
			return err
		})
	})
}

// readNotes reads the notes that the body marks; separators and what nothing marks are left out.
func (d *docx) readNotes(part string) error {
	return d.c.walkPart(part, func(x *wordXML, _ string) error {
		return x.children(func(name string) error {
			at, marked := d.noteAt[name+" "+string(x.s.attr("id"))]
			if !marked {
				return nil
			}
			t := &story{d: d, x: x, counters: newCounters()}
			blocks, err := t.all()
			d.doc.Notes[at].Blocks = blocks
			return err
		})
	})
}

// noteNames are what notes are called, by their element.
var noteNames = map[string]string{"footnote": "脚注", "endnote": "尾注"}

// mark notes a mark of a note and gives its place in Document.Notes.
func (d *docx) mark(kind, id string) int {
	key := kind + " " + id
	at, known := d.noteAt[key]
	if !known {
		d.marks[kind]++
		at = len(d.doc.Notes)
		d.noteAt[key] = at
		d.doc.Notes = append(d.doc.Notes, Note{Place: noteNames[kind] + strconv.Itoa(d.marks[kind])})
	}
	return at
}

// nameHeader notes a header or footer of a section.
func (d *docx) nameHeader(id string) error {
	rel, found := d.related[id]
	if !found {
		return refuse("part", "no header %q", id)
	}
	if !d.named[rel.target] {
		d.named[rel.target] = true
		d.headers = append(d.headers, rel.target)
	}
	return nil
}

func (d *docx) readHeaders() error {
	for _, part := range d.headers {
		err := d.c.walkPart(part, func(x *wordXML, _ string) error {
			t := &story{d: d, x: x, counters: newCounters()}
			blocks, err := t.all()
			d.doc.Headers = append(d.doc.Headers, blocks...)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
