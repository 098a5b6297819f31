package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Comment is a remark at words of a paragraph.
type Comment struct {
	Paragraph int    // which paragraph element of the document it is, from 1; below that the first
	Words     string // that it is about; where they are not found it is about the whole paragraph
	Text      string // lines
}

// Annotate gives a copy of a document (.docx) with comments (批注). Of its parts the document is the same but for what
// goes in for the comments (their marks; a run is parted where they begin or end), the list of parts and of relations but for one more; all others are kept byte for byte.
func Annotate(data []byte, author string, comments []Comment) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	a := &annotation{archive: archive, changed: map[string][]byte{}, author: author}
	if err := a.find(); err != nil {
		return nil, err
	}
	if err := a.comment(comments); err != nil {
		return nil, fmt.Errorf("comment %s: %w", a.main, err)
	}
	return a.write()
}

// annotation is a document while it is commented.
type annotation struct {
	archive *zip.Reader
	changed map[string][]byte // parts that are other or new
	author  string
	main    string // the part of the document
	rels    string // the part of its relations
	notes   string // the part of the comments
	isNew   bool   // that part is not there yet
}

// find finds the parts that change.
func (a *annotation) find() error {
	top, err := a.relations("_rels/.rels")
	if err != nil {
		return err
	}
	for _, r := range top {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			a.main = strings.TrimPrefix(r.Target, "/")
		}
	}
	dir, base := path.Split(a.main)
	a.rels = dir + "_rels/" + base + ".rels"
	own, err := a.relations(a.rels)
	if err != nil { // a document of one part
		a.changed[a.rels] = []byte(xml.Header +
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`)
	}
	for _, r := range own {
		if strings.HasSuffix(r.Type, "/comments") {
			a.notes = strings.TrimPrefix(path.Join("/", dir, r.Target), "/")
			if strings.HasPrefix(r.Target, "/") {
				a.notes = r.Target[1:]
			}
		}
	}
	if a.notes != "" {
		return nil
	}
	a.isNew, a.notes = true, dir+"comments.xml"
	for n := 2; a.has(a.notes); n++ {
		a.notes = fmt.Sprintf("%scomments%d.xml", dir, n)
	}
	return a.declare(own)
}

func (a *annotation) has(name string) bool {
	return slices.ContainsFunc(a.archive.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, name) })
}

// declare lists a new part of comments among the parts and the relations.
func (a *annotation) declare(own []relation) error {
	id := "rIdComments"
	for n := 1; slices.ContainsFunc(own, func(r relation) bool { return r.ID == id }); n++ {
		id = fmt.Sprintf("rIdComments%d", n)
	}
	kind := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
	for _, r := range own { // a strict document names everything otherwise
		if strings.HasPrefix(r.Type, "http://purl.oclc.org/") {
			kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
		}
	}
	related := fmt.Sprintf(`Relationship Id="%s" Type="%s" Target="%s"`, id, kind, path.Base(a.notes))
	if err := a.append(a.rels, "Relationships", related); err != nil {
		return err
	}
	return a.append("[Content_Types].xml", "Types", `Override PartName="/`+a.notes+
		`" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"`)
}

// append puts an element at the end of the root of a part, with the root's own prefix.
func (a *annotation) append(part, root, element string) error {
	data, err := a.part(part)
	if err != nil {
		return err
	}
	end := regexp.MustCompile(`</(?:([\w.-]+):)?` + root + `\s*>\s*$`)
	if at := end.FindSubmatchIndex(data); at != nil {
		prefix := ""
		if at[2] >= 0 {
			prefix = string(data[at[2]:at[3]]) + ":"
		}
		a.changed[part] = slices.Concat(data[:at[0]], []byte("<"+prefix+element+"/>"), data[at[0]:])
		return nil
	}
	return fmt.Errorf("%s does not end as it should", part)
}

// insertion is a text that goes into the document.
type insertion struct {
	at   int
	text string
}

// comment marks the words in the document and writes what is said of them.
func (a *annotation) comment(comments []Comment) error {
	data, err := a.part(a.main)
	if err != nil {
		return err
	}
	doc, err := paragraphsOf(data)
	if err != nil {
		return err
	}
	if len(doc.paragraphs) == 0 {
		return fmt.Errorf("no paragraph")
	}
	old := []byte(nil)
	if !a.isNew {
		if old, err = a.part(a.notes); err != nil {
			return err
		}
	}
	id := freeID(data, old)
	var into []insertion
	var notes strings.Builder
	for _, c := range comments {
		from, to := doc.paragraph(c.Paragraph).span(c.Words)
		mark := "<" + doc.prefix + "r>" + doc.tag("commentReference", id) + "</" + doc.prefix + "r>"
		into = append(into, doc.insertion(from, doc.tag("commentRangeStart", id)),
			doc.insertion(to, doc.tag("commentRangeEnd", id)+mark))
		notes.WriteString(doc.note(id, a.author, c.Text))
		id++
	}
	a.changed[a.main] = insert(data, into)
	return a.putNotes(doc, old, notes.String())
}

// insertion is what goes in at an edge.
func (d *marked) insertion(at edge, text string) insertion {
	if at.split != nil {
		w := d.prefix
		text = "</" + w + "t></" + w + "r>" + text + "<" + w + "r>" + at.split.props + "<" + w + `t xml:space="preserve">`
	}
	return insertion{at.at, text}
}

func insert(data []byte, into []insertion) []byte {
	sort.SliceStable(into, func(i, k int) bool { return into[i].at < into[k].at })
	var out bytes.Buffer
	last := 0
	for _, i := range into {
		out.Write(data[last:i.at])
		out.WriteString(i.text)
		last = i.at
	}
	out.Write(data[last:])
	return out.Bytes()
}

var commentID = regexp.MustCompile(`<(?:[\w.-]+:)?comment\w*\s[^>]*?\bid="(\d{1,9})"`)

// freeID is above the numbers of all comments that are there.
func freeID(parts ...[]byte) (id int) {
	for _, part := range parts {
		for _, found := range commentID.FindAllSubmatch(part, -1) {
			if n, err := strconv.Atoi(string(found[1])); err == nil && n >= id {
				id = n + 1
			}
		}
	}
	return id
}

func (d *marked) tag(name string, id int) string {
	return fmt.Sprintf(`<%s%s %sid="%d"/>`, d.prefix, name, d.prefix, id)
}

// note is a comment with its lines as paragraphs.
func (d *marked) note(id int, author, text string) string {
	var b strings.Builder
	w := d.prefix
	fmt.Fprintf(&b, `<%scomment %sid="%d" %sauthor="%s" %sinitials="%s">`, w, w, id, w, escape.Replace(author), w, "审")
	for line := range strings.Lines(text) {
		said := escape.Replace(clean(strings.TrimRight(line, "\n")))
		fmt.Fprintf(&b, `<%sp><%sr><%st xml:space="preserve">%s</%st></%sr></%sp>`, w, w, w, said, w, w, w)
	}
	fmt.Fprintf(&b, `</%scomment>`, w)
	return b.String()
}

// putNotes writes the part of the comments; those that are there stay.
func (a *annotation) putNotes(d *marked, old []byte, notes string) error {
	if a.isNew {
		a.changed[a.notes] = []byte(xml.Header + "<" + d.prefix + "comments " + d.declared() + `="` + d.space + `">` +
			notes + "</" + d.prefix + "comments>")
		return nil
	}
	end := regexp.MustCompile(`</(?:[\w.-]+:)?comments\s*>\s*$`).FindIndex(old)
	if end == nil || !bytes.Contains(old, []byte(d.declared()+`="`+d.space+`"`)) {
		return fmt.Errorf("%s does not look as it should", a.notes)
	}
	a.changed[a.notes] = slices.Concat(old[:end[0]], []byte(notes), old[end[0]:])
	return nil
}
