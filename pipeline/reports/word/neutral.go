package word

import (
	"regexp"
	"strings"
)

var (
	reviewing = regexp.MustCompile(`<w:(?:ins|del|moveFrom|moveTo|commentReference)\b`)
	attached  = regexp.MustCompile(`<w:attachedTemplate\b[^>]*/>`)
	toFile    = regexp.MustCompile(`<Relationship\b[^>]*attachedTemplate[^>]*/>`)
	person    = regexp.MustCompile(`(?s)<w15:person\b.*?</w15:person>`)
)

// neutral takes out of a template's part what tells who edited it and where: no document tells it on.
func neutral(name string, text []byte) []byte {
	switch name {
	case "docProps/app.xml":
		app, err := fixed.ReadFile("parts/app.xml")
		if err != nil {
			panic(err) // it is built into the program
		}
		return []byte(strings.TrimSpace(string(app)))
	case "docProps/custom.xml":
		return []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
			`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`)
	case "word/people.xml":
		return person.ReplaceAll(text, nil)
	case "word/settings.xml":
		return attached.ReplaceAll(text, nil)
	case "word/_rels/settings.xml.rels":
		return toFile.ReplaceAll(text, nil)
	}
	return text
}
