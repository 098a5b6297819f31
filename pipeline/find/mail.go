package find

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"
)

// mailDepth bounds how deep the parts of a mail may lie in one another.
const mailDepth = 6

// listMail lists the attachments of a mail, with what is in those that are .zip archives.
func listMail(data []byte, zone *time.Location) ([]entry, *refusedEntry) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, &refusedEntry{"不是邮件，或邮件已损坏", "请把附件另存后放入"}
	}
	l := &mailing{zone: zone}
	l.sent, _ = m.Header.Date() // without it, it is as old as the file
	if err := l.part(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return nil, &refusedEntry{"邮件不完整，或附件太多、嵌套太深", "请把附件另存后放入"}
	}
	if len(l.entries) == 0 {
		return nil, &refusedEntry{"邮件没有附件", "请报送电子表格；表格在正文里的，请另存为附件"}
	}
	return l.entries, nil
}

// mailing is a mail on its way through its parts.
type mailing struct {
	zone    *time.Location
	sent    time.Time
	entries []entry
}

var errDeep = errors.New("too deep")

func (l *mailing) part(header textproto.MIMEHeader, body io.Reader, depth int) error {
	if depth > mailDepth || len(l.entries) > packedMost.Entries {
		return errDeep
	}
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err == nil && strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := l.part(p.Header, p, depth+1); err != nil {
				return err
			}
		}
	}
	name := attachmentName(header)
	if name == "" {
		_, err := io.Copy(io.Discard, body) // what the mail says
		return err
	}
	content, err := io.ReadAll(io.LimitReader(decoded(header, body), packedMost.File+1))
	l.attach(name, content, err)
	return nil
}

// attach takes an attachment, and of a .zip archive what is in it.
func (l *mailing) attach(name string, content []byte, err error) {
	size := int64(len(content))
	e := entry{name: name, modified: l.sent, size: size, packed: size}
	e.open = func() (io.Reader, error) { return bytes.NewReader(content), nil }
	if err != nil {
		e.refuse("附件不完整", "请重新发送，或把附件另存后放入")
	}
	inner, wrong := []entry(nil), (*refusedEntry)(nil)
	if strings.EqualFold(path.Ext(name), ".zip") && err == nil {
		inner, wrong = listZip(content, l.zone)
	}
	if wrong != nil {
		e.refuse(wrong.reason, wrong.step)
	}
	one := []entry{e}
	nameEntries(one)
	if inner == nil {
		if n := l.count(one[0].name); n > 0 {
			one[0].name = fmt.Sprintf("%d-%s", n+1, one[0].name)
		}
		l.entries = append(l.entries, one...)
		return
	}
	for _, in := range inner {
		in.name = one[0].name + inSign + in.name
		l.entries = append(l.entries, in)
	}
}

// count counts the attachments before that have a name.
func (l *mailing) count(name string) (n int) {
	for _, e := range l.entries {
		if strings.EqualFold(e.name, name) {
			n++
		}
	}
	return n
}

// decoded undoes how a part was packed for the way.
func decoded(header textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// extended is a name in a character set that it names, as newer mail programs write it: filename*=GBK”%B1%ED.xlsx.
var extended = regexp.MustCompile(`(?i)(?:file)?name\*=\s*"?([\w-]+)'[^']*'([^;"\s]+)`)

// attachmentName is the name of an attachment in whatever way its mail program wrote it; "" for a text of the mail.
func attachmentName(header textproto.MIMEHeader) string {
	words := mime.WordDecoder{CharsetReader: func(charset string, src io.Reader) (io.Reader, error) {
		return decodeCharset(charset, src)
	}}
	for _, field := range []struct{ header, param string }{
		{"Content-Disposition", "filename"}, {"Content-Type", "name"},
	} {
		value := header.Get(field.header)
		if found := extended.FindStringSubmatch(value); found != nil {
			if raw, err := url.PathUnescape(found[2]); err == nil {
				if r, err := decodeCharset(found[1], strings.NewReader(raw)); err == nil {
					if name, err := io.ReadAll(r); err == nil {
						return path.Base(strings.ReplaceAll(string(name), `\`, "/"))
					}
				}
			}
		}
		_, params, err := mime.ParseMediaType(value)
		if err != nil || params[field.param] == "" {
			continue
		}
		name := chineseName(params[field.param])
		if decoded, err := words.DecodeHeader(name); err == nil {
			name = decoded
		}
		return path.Base(strings.ReplaceAll(name, `\`, "/"))
	}
	return ""
}

func decodeCharset(charset string, src io.Reader) (io.Reader, error) {
	if strings.EqualFold(charset, "gb2312") { // programs say so and write GBK
		charset = "gb18030"
	}
	e, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(src), nil
}
