package cells

import (
	"bytes"
	"unicode/utf8"
)

// element opens the element at the front of b: its name, its attributes, one level more. It gives the length
// of the tag, 0 where b ends before it.
func (s *scanner) element(b []byte) (int, error) {
	i := 1 + nameEnd(b[1:])
	switch {
	case i == len(b):
		return 0, nil
	case i == 1:
		return 0, s.fail("xml", "a tag without a name")
	case s.depth == 0 && s.started:
		return 0, s.fail("xml", "a second root element")
	}
	name := b[1:i]
	s.attrs = s.attrs[:0]
	for {
		spaces := i
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i+1 >= len(b) {
			return 0, nil
		}
		switch {
		case b[i] == '>':
			s.started = true
			return i + 1, s.pushName(name)
		case b[i] == '/' && b[i+1] == '>':
			s.started, s.empty = true, true
			return i + 2, s.pushName(name)
		case i == spaces:
			return 0, s.fail("xml", "attributes that run together")
		}
		n, err := s.attribute(b[i:])
		if n == 0 || err != nil {
			return 0, err
		}
		i += n
	}
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

// attribute reads name="value" at the front of b and gives its length, 0 where b ends before it.
func (s *scanner) attribute(b []byte) (int, error) {
	n := nameEnd(b)
	i := n
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i == len(b) {
		return 0, nil
	}
	if n == 0 || b[i] != '=' {
		return 0, s.fail("xml", "an attribute without a value")
	}
	for i++; i < len(b) && isSpace(b[i]); {
		i++
	}
	if i == len(b) {
		return 0, nil
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, s.fail("xml", "an attribute without quotes")
	}
	name := b[:n]
	i++
	from, seen := i, byte(0)
	for ; i < len(b) && b[i] != quote; i++ {
		seen |= valueClass[b[i]]
	}
	if i == len(b) {
		return 0, nil
	}
	if len(s.attrs) == s.limits.Attrs {
		return 0, s.fail("limit-xml", "too many attributes")
	}
	for j := range s.attrs {
		if bytes.Equal(s.attrs[j].name, name) {
			return 0, s.fail("xml", "an attribute twice")
		}
	}
	value := b[from:i]
	if seen != 0 {
		if bytes.IndexByte(value, '<') >= 0 {
			return 0, s.fail("xml", "a < in an attribute")
		}
		decoded, err := s.decode(value, false)
		if err != nil {
			return 0, err
		}
		value = bytes.Clone(decoded)
	}
	s.attrs = append(s.attrs, attr{name, value})
	return i + 1, nil
}

// valueClass is not 0 for the bytes of a value that ask for a closer look.
var valueClass = func() (class [256]byte) {
	for c := range class {
		if c < ' ' || c >= 0x80 || c == '&' || c == '<' {
			class[c] = 1
		}
	}
	return class
}()

// attr gives the value of an attribute by its name without prefix; nil where there is none.
func (s *scanner) attr(name string) []byte {
	for i := range s.attrs {
		if string(local(s.attrs[i].name)) == name {
			return s.attrs[i].value
		}
	}
	return nil
}

// parent is the name of the element around the one of the last token; "" for the root.
func (s *scanner) parent(t token) string {
	at := s.depth - 1
	if t == open {
		at--
	}
	if at < 0 {
		return ""
	}
	return string(local(s.stack[at]))
}

// local is a name without its prefix.
func local(name []byte) []byte {
	for i, c := range name { // names are short
		if c == ':' {
			return name[i+1:]
		}
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

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// entity reads "&amp;", "&#20013;", "&#x4E2D;" at the front of b and gives its length.
func entity(b []byte) (r rune, n int, ok bool) {
	if len(b) < 4 {
		return 0, 0, false
	}
	if b[1] == '#' {
		n = 2
		for n < len(b) && n < 12 && b[n] != ';' {
			n++
		}
		if n == len(b) || b[n] != ';' {
			return 0, 0, false
		}
		r, ok = charNumber(b[2:n])
		return r, n + 1, ok && validChar(r)
	}
	for _, e := range named {
		if bytes.HasPrefix(b, e.written) {
			return e.char, len(e.written), true
		}
	}
	return 0, 0, false
}

var named = [...]struct {
	written []byte
	char    rune
}{
	{[]byte("&amp;"), '&'}, {[]byte("&lt;"), '<'}, {[]byte("&gt;"), '>'},
	{[]byte("&quot;"), '"'}, {[]byte("&apos;"), '\''},
}

func charNumber(digits []byte) (r rune, ok bool) {
	if len(digits) > 0 && digits[0] == 'x' {
		return hexNumber(digits[1:])
	}
	for _, c := range digits {
		if c -= '0'; c > 9 || r > utf8.MaxRune {
			return 0, false
		}
		r = r*10 + rune(c)
	}
	return r, len(digits) > 0
}

func hexNumber(digits []byte) (r rune, ok bool) {
	for _, c := range digits {
		d := rune(16)
		switch {
		case '0' <= c && c <= '9':
			d = rune(c - '0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		}
		if d > 15 || r > utf8.MaxRune {
			return 0, false
		}
		r = r<<4 + d
	}
	return r, len(digits) > 0
}

// validChar holds for the characters that XML 1.0 allows.
func validChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && utf8.ValidRune(r) && r != 0xfffe && r != 0xffff
}
