package cells

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"jixiao/pipeline/cells/inflate"
)

// scanner is a pull parser for the XML of workbook parts: one pass over the inflated bytes that
// both checks and reads. It refuses what is not well-formed, DOCTYPEs, bytes that are not UTF-8
// and everything over the limits. Names are given without their prefix.
//
// The bytes handed out (name, attributes, text) are valid until the next call.
type scanner struct {
	feed   feed
	part   string // for refusals
	limits *Limits

	buf      []byte
	pos, end int
	eof      bool

	name    []byte // of the element opened or closed last, without prefix
	attrs   []attr
	empty   bool     // <a/>: a close follows by itself
	depth   int      // open elements
	stack   [][]byte // full names of the open elements
	started bool     // the root has been opened
	recoded bool     // from what its declaration names
	text    []byte   // of a text token, decoded
	scratch []byte
}

type attr struct{ name, value []byte }

// token is what next found.
type token uint8

const (
	endOfPart token = iota
	open
	closed
	text
)

// feed gives a part's bytes. fill puts what comes next into buf behind end, leaving inflate.Slack bytes at its end
// unused, and says how many bytes it put there; the last 32 KiB before end are what it put there before. The
// end of the part is io.EOF.
type feed interface {
	fill(buf []byte, end int) (int, error)
}

// window is how much of a part is held at a time, where one tag or text is not longer.
const window = 128 << 10

// reset makes ready for another part of about size bytes.
func (s *scanner) reset(f feed, part string, size int64, limits *Limits) {
	if want := int(min(max(size, 0)+inflate.Slack+1, window)); len(s.buf) < want {
		s.buf = make([]byte, want)
	}
	*s = scanner{
		feed: f, part: part, limits: limits,
		buf: s.buf, stack: s.stack, scratch: s.scratch, attrs: s.attrs[:0],
	}
}

func (s *scanner) fail(code, what string) error {
	return refuse(code, "%s: %s", s.part, what).inPart(s.part)
}

// fill reads more bytes behind what is not yet consumed. It returns false at the end.
func (s *scanner) fill() (bool, error) {
	if s.eof {
		return false, nil
	}
	if old := min(s.pos, s.end-inflate.History); old > 0 {
		copy(s.buf, s.buf[old:s.end])
		s.pos -= old
		s.end -= old
	}
	if s.end >= len(s.buf)-inflate.Slack {
		if s.end-s.pos > s.limits.Token {
			return false, s.fail("limit-xml", "a tag or text is too long")
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.feed.fill(s.buf, s.end)
	s.end += n
	switch {
	case errors.Is(err, io.EOF):
		s.eof = true
	case err != nil:
		return false, err
	}
	return true, nil
}

// start looks at the first bytes: a byte order mark is passed over, UTF-16 is read as what it is.
func (s *scanner) start() error {
	for s.end-s.pos < 128 && !s.eof { // as long as a declaration is
		if _, err := s.fill(); err != nil {
			return err
		}
	}
	head := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		s.pos += 3
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{'<', 0}):
		s.recode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}), bytes.HasPrefix(head, []byte{0, '<'}):
		s.recode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	case declaredEncoding(head) == "iso-8859-1":
		s.recode(charmap.ISO8859_1)
	}
	return nil
}

// recode reads the part in an encoding, from its first byte.
func (s *scanner) recode(as encoding.Encoding) {
	old := &feedReader{feed: s.feed, buf: append(s.buf, make([]byte, window)...), pos: s.pos, end: s.end, eof: s.eof}
	s.feed = readerFeed{transform.NewReader(old, as.NewDecoder())}
	s.recoded = true
	s.buf = make([]byte, window)
	s.pos, s.end, s.eof = 0, 0, false
}

// next gives the next opening or closing tag or text. Text that is only white space between
// elements is given too; comments and processing instructions are passed over.
func (s *scanner) next() (token, error) {
	if s.empty {
		s.empty = false
		return closed, s.pop()
	}
	for {
		if s.pos == s.end {
			more, err := s.fill()
			if err != nil {
				return endOfPart, err
			}
			if !more || s.pos == s.end && s.eof {
				return endOfPart, s.finish()
			}
			continue
		}
		if s.buf[s.pos] != '<' {
			return text, s.readText()
		}
		got, err := s.readTag()
		if err != nil || got != endOfPart {
			return got, err
		}
	}
}

// finish is the check at the end of the part.
func (s *scanner) finish() error {
	if !s.started || s.depth > 0 {
		return s.fail("xml", "ends inside an element")
	}
	return nil
}

// readText takes the text up to the next tag, decoded into s.text.
func (s *scanner) readText() error {
	from := 0
	for {
		i := bytes.IndexByte(s.buf[s.pos+from:s.end], '<')
		if i >= 0 {
			raw := s.buf[s.pos : s.pos+from+i]
			s.pos += from + i
			return s.decodeText(raw)
		}
		from = s.end - s.pos
		more, err := s.fill()
		if err != nil {
			return err
		}
		if !more {
			raw := s.buf[s.pos:s.end]
			s.pos = s.end
			return s.decodeText(raw)
		}
	}
}

func (s *scanner) decodeText(raw []byte) (err error) {
	s.text, err = s.decode(raw, false)
	if err == nil && s.depth == 0 && len(bytes.TrimLeft(s.text, " \t\r\n")) > 0 {
		return s.fail("xml", "text outside the root element")
	}
	return err
}

// decode resolves entities and checks the characters. CDATA has no entities.
func (s *scanner) decode(raw []byte, cdata bool) ([]byte, error) {
	seen := byte(0)
	for _, c := range raw {
		seen |= charClass[c]
	}
	switch {
	case seen == 0:
		return raw, nil
	case seen&badChar != 0:
		return nil, s.fail("xml", "a control character")
	case seen&wideChar != 0 && !utf8.Valid(raw):
		return nil, s.fail("encoding", "bytes that are not UTF-8")
	case seen&closeChar != 0 && !cdata && bytes.Contains(raw, []byte("]]>")):
		return nil, s.fail("xml", "]]> in text")
	case seen&(entityChar|returnChar) == 0:
		return raw, nil
	}
	return s.decodeSlow(raw, cdata)
}

// decodeSlow resolves entities and line ends into the scratch buffer.
func (s *scanner) decodeSlow(raw []byte, cdata bool) ([]byte, error) {
	out := s.scratch[:0]
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r':
			out = append(out, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case c == '&' && !cdata:
			r, n, ok := entity(raw[i:])
			if !ok {
				return nil, s.fail("xml", "an unknown entity")
			}
			out = utf8.AppendRune(out, r)
			i += n - 1
		default:
			out = append(out, c)
		}
	}
	s.scratch = out
	return out, nil
}

// plainText decodes a text that asks for nothing but entities; ok is false where it needs a closer look.
func (s *scanner) plainText(raw []byte) (text []byte, ok bool) {
	seen := byte(0)
	for _, ch := range raw {
		seen |= charClass[ch]
	}
	if seen&^(wideChar|entityChar) != 0 || seen&wideChar != 0 && !utf8.Valid(raw) {
		return nil, false
	}
	if seen&entityChar == 0 {
		return raw, true
	}
	out := s.scratch[:0]
	for len(raw) > 0 {
		if raw[0] != '&' {
			n := bytes.IndexByte(raw, '&')
			if n < 0 {
				n = len(raw)
			}
			out, raw = append(out, raw[:n]...), raw[n:]
			continue
		}
		ch, used, ok := entity(raw)
		if !ok || ch == '_' {
			return nil, false
		}
		out, raw = utf8.AppendRune(out, ch), raw[used:]
	}
	s.scratch = out
	return out, true
}

// What the bytes of a text may ask for.
const (
	badChar    = 1 << iota // not allowed in XML 1.0
	wideChar               // part of a character that is not ASCII
	closeChar              // >
	entityChar             // &
	returnChar             // \r
	escapeChar             // _, which may begin _xHHHH_
)

var charClass = func() (class [256]byte) {
	for c := range class {
		switch {
		case c >= 0x80:
			class[c] = wideChar
		case c < ' ' && c != '\t' && c != '\n':
			class[c] = badChar
		}
	}
	class['\r'], class['&'], class['>'], class['_'] = returnChar, entityChar, closeChar, escapeChar
	return class
}()
