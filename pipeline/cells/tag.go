package cells

import "bytes"

// readTag takes one tag. It returns endOfPart for what holds nothing: comments, instructions.
func (s *scanner) readTag() (token, error) {
	if err := s.want(2); err != nil {
		return endOfPart, err
	}
	switch s.buf[s.pos+1] {
	case '?':
		raw, err := s.through("?>")
		if err == nil && !declaresUTF(raw) {
			err = s.fail("encoding", "declared as "+string(raw[:min(len(raw), 100)]))
		}
		return endOfPart, err
	case '!':
		return s.readBang()
	case '/':
		raw, err := s.through(">")
		if err != nil {
			return endOfPart, err
		}
		name := raw[2 : len(raw)-1]
		for len(name) > 0 && isSpace(name[len(name)-1]) {
			name = name[:len(name)-1]
		}
		if s.depth == 0 || !bytes.Equal(s.stack[s.depth-1], name) {
			return endOfPart, s.fail("xml", "closing tag that was not opened: "+string(name))
		}
		return closed, s.pop()
	}
	raw, err := s.tag()
	if err != nil {
		return endOfPart, err
	}
	return open, s.push(raw)
}

// declaresUTF: an XML declaration may name no other encoding than those that are read.
func declaresUTF(declaration []byte) bool {
	_, rest, found := bytes.Cut(bytes.ToLower(declaration), []byte("encoding"))
	return !found || !bytes.HasPrefix(declaration, []byte("<?xml ")) || bytes.Contains(rest, []byte("utf-8")) || bytes.Contains(rest, []byte("utf-16")) || bytes.Contains(rest, []byte("utf8")) || bytes.Contains(rest, []byte("us-ascii"))
}

// readBang takes comments and CDATA; everything else that begins with <! is a DOCTYPE.
func (s *scanner) readBang() (token, error) {
	if err := s.want(4); err != nil {
		return endOfPart, err
	}
	if bytes.HasPrefix(s.buf[s.pos:s.end], []byte("<!--")) {
		raw, err := s.through("-->")
		if err == nil && (len(raw) < 7 || bytes.Contains(raw[4:len(raw)-3], []byte("--"))) {
			err = s.fail("xml", "malformed comment")
		}
		return endOfPart, err
	}
	if err := s.want(9); err != nil {
		return endOfPart, err
	}
	if !bytes.HasPrefix(s.buf[s.pos:s.end], []byte("<![CDATA[")) {
		return endOfPart, s.fail("doctype", "a declaration")
	}
	raw, err := s.through("]]>")
	if err != nil {
		return endOfPart, err
	}
	if s.depth == 0 {
		return endOfPart, s.fail("xml", "CDATA outside the root element")
	}
	s.text, err = s.decode(raw[9:len(raw)-3], true)
	return text, err
}

// want makes n bytes available.
func (s *scanner) want(n int) error {
	for s.end-s.pos < n {
		more, err := s.fill()
		if err != nil {
			return err
		}
		if !more {
			return s.fail("xml", "ends inside a tag")
		}
	}
	return nil
}

// through takes the bytes up to and including mark.
func (s *scanner) through(mark string) ([]byte, error) {
	from := 0
	for {
		if i := indexMark(s.buf[s.pos+from:s.end], mark); i >= 0 {
			raw := s.buf[s.pos : s.pos+from+i+len(mark)]
			s.pos += from + i + len(mark)
			return raw, nil
		}
		from = max(0, s.end-s.pos-len(mark)+1)
		more, err := s.fill()
		if err != nil {
			return nil, err
		}
		if !more {
			return nil, s.fail("xml", "ends inside a tag")
		}
	}
}

func indexMark(b []byte, mark string) int {
	if len(mark) == 1 {
		return bytes.IndexByte(b, mark[0])
	}
	return bytes.Index(b, []byte(mark))
}

// tag takes an opening tag; a ">" inside quotes does not end it.
func (s *scanner) tag() ([]byte, error) {
	if n := bytes.IndexByte(s.buf[s.pos:s.end], '>'); n > 0 {
		raw := s.buf[s.pos : s.pos+n+1]
		if bytes.IndexByte(raw[1:], '<') < 0 && bytes.IndexByte(raw, '\'') < 0 && bytes.Count(raw, quoteMark)%2 == 0 {
			s.pos += n + 1
			return raw, nil
		}
	}
	return s.tagSlow()
}

var quoteMark = []byte{'"'}

// tagSlow goes byte by byte, for tags with either kind of quote and those that the window cuts.
func (s *scanner) tagSlow() ([]byte, error) {
	i, quote := s.pos+1, byte(0)
	for {
		for ; i < s.end; i++ {
			c := s.buf[i]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				raw := s.buf[s.pos : i+1]
				s.pos = i + 1
				return raw, nil
			case c == '<':
				return nil, s.fail("xml", "a tag inside a tag")
			}
		}
		i -= s.pos
		more, err := s.fill()
		if err != nil {
			return nil, err
		}
		if !more {
			return nil, s.fail("xml", "ends inside a tag")
		}
		i += s.pos
	}
}
