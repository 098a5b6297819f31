package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// mostPart bounds a part that is read; the reader of cells has held the document to its own limits before.
const mostPart = 256 << 20

func (a *annotation) part(name string) ([]byte, error) {
	if data, found := a.changed[name]; found {
		return data, nil
	}
	for _, f := range a.archive.File {
		if strings.EqualFold(f.Name, name) {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			defer r.Close()
			return io.ReadAll(io.LimitReader(r, mostPart))
		}
	}
	return nil, fmt.Errorf("no part %s", name)
}

// relation is a relation of a part.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

func (a *annotation) relations(part string) (all []relation, err error) {
	data, err := a.part(part)
	if err != nil {
		return nil, err
	}
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	return list.Relations, xml.Unmarshal(data, &list)
}

// write packs the document again: parts that are the same as they were packed, in their order.
func (a *annotation) write() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range a.archive.File {
		data, other := a.changed[f.Name]
		if !other {
			if err := w.Copy(f); err != nil {
				return nil, err
			}
			continue
		}
		delete(a.changed, f.Name)
		if err := put(w, f.Name, data); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{a.rels, a.notes} { // new ones
		if data, found := a.changed[name]; found {
			if err := put(w, name, data); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func put(w *zip.Writer, name string, data []byte) error {
	part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = part.Write(data)
	}
	return err
}
