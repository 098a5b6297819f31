package cells

import (
	"bytes"
	"unicode/utf8"
)

// push opens an element: its name, its attributes, one level more.
func (s *scanner) push(raw []byte) error {
	body := raw[1 : len(raw)-1]
	if n := len(body); n > 0 && body[n-1] == '/' {
		s.empty = true
		body = body[:n-1]
	}
	i := nameEnd(body)
	if i == 0 {
		return s.fail("xml", "a tag without a name")
	}
	full := body[:i]
	if s.depth == 0 {
		if s.started {
			return s.fail("xml", "a second root element")
		}
		s.started = true
	}
	if err := s.pushName(full); err != nil {
		return err
	}
	return s.readAttrs(body[i:])
}

// pushName goes one level down.
func (s *scanner) pushName(full []byte) error {
	if s.depth >= s.limits.Depth {
		return s.fail("limit-xml", "elements nested too deep")
	}
	if s.depth == len(s.stack) {
		s.stack = append(s.stack, nil)
	}
	s.stack[s.depth] = append(s.stack[s.depth][:0], full...)
	s.depth++
	s.name = local(s.stack[s.depth-1])
	return nil
}

// pop closes the innermost element; s.name stays its name.
func (s *scanner) pop() error {
	s.depth--
	s.name = local(s.stack[s.depth])
	return nil
}

// readAttrs checks and collects the attributes of a tag.
func (s *scanner) readAttrs(b []byte) error {
	s.attrs = s.attrs[:0]
	for {
		rest := trimSpace(b)
		if len(rest) == 0 {
			return nil
		}
		if len(rest) == len(b) {
			return s.fail("xml", "attributes that run together")
		}
		n := nameEnd(rest)
		name := rest[:n]
		rest = trimSpace(rest[n:])
		if n == 0 || len(rest) < 3 || rest[0] != '=' {
			return s.fail("xml", "an attribute without a value")
		}
		rest = trimSpace(rest[1:])
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return s.fail("xml", "an attribute without quotes")
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return s.fail("xml", "an attribute without its closing quote")
		}
		if len(s.attrs) == s.limits.Attrs {
			return s.fail("limit-xml", "too many attributes")
		}
		for i := range s.attrs {
			if bytes.Equal(s.attrs[i].name, name) {
				return s.fail("xml", "an attribute twice")
			}
		}
		value, err := s.attrValue(rest[1 : end+1])
		if err != nil {
			return err
		}
		s.attrs = append(s.attrs, attr{name, value})
		b = rest[end+2:]
	}
}

// attrValue decodes a value; most have nothing to decode and are not copied.
func (s *scanner) attrValue(raw []byte) ([]byte, error) {
	simple := true
	for _, c := range raw {
		if c < ' ' || c >= 0x80 || c == '&' || c == '<' {
			simple = false
			break
		}
	}
	if simple {
		return raw, nil
	}
	if bytes.IndexByte(raw, '<') >= 0 {
		return nil, s.fail("xml", "a < in an attribute")
	}
	value, err := s.decode(raw, false)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(value), nil
}

// attr gives the value of an attribute by its name without prefix; nil where there is none.
func (s *scanner) attr(name string) []byte {
	for i := range s.attrs {
		if string(local(s.attrs[i].name)) == name {
			return s.attrs[i].value
		}
	}
	return nil
}

// local is a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// nameEnd counts the bytes of the name at the front of b.
func nameEnd(b []byte) int {
	if len(b) > 0 && (b[0] == '-' || b[0] == '.' || '0' <= b[0] && b[0] <= '9') {
		return 0
	}
	for i, c := range b {
		if endsName[c] {
			return i
		}
	}
	return len(b)
}

var endsName = func() (ends [256]bool) {
	for _, c := range " \t\r\n=\"'<>/&!?;%" {
		ends[c] = true
	}
	return ends
}()

func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// entity reads "&amp;", "&#20013;", "&#x4E2D;" at the front of b and gives its length.
func entity(b []byte) (r rune, n int, ok bool) {
	end := bytes.IndexByte(b[:min(len(b), 12)], ';')
	if end < 2 {
		return 0, 0, false
	}
	name := b[1:end]
	switch string(name) {
	case "amp":
		return '&', end + 1, true
	case "lt":
		return '<', end + 1, true
	case "gt":
		return '>', end + 1, true
	case "quot":
		return '"', end + 1, true
	case "apos":
		return '\'', end + 1, true
	}
	if name[0] != '#' {
		return 0, 0, false
	}
	r, ok = charNumber(name[1:])
	return r, end + 1, ok && validChar(r)
}

func charNumber(digits []byte) (r rune, ok bool) {
	base := rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	for _, c := range digits {
		d := rune(99)
		switch {
		case '0' <= c && c <= '9':
			d = rune(c - '0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		}
		if d >= base || r > utf8.MaxRune {
			return 0, false
		}
		r = r*base + d
	}
	return r, len(digits) > 0
}

// validChar holds for the characters that XML 1.0 allows.
func validChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && utf8.ValidRune(r) && r != 0xfffe && r != 0xffff
}
