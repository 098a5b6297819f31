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
		if err == nil && !s.declaresUTF(raw) {
			err = s.fail("encoding", "declared as "+string(raw[:min(len(raw), 100)]))
		}
		return endOfPart, err
	case '!':
		return s.readBang()
	case '/':
		return closed, s.closeTag()
	}
	return open, s.openTag()
}

// closeTag takes </name>, which must be that of the innermost element.
func (s *scanner) closeTag() error {
	if b := s.buf[s.pos:s.end]; s.depth > 0 {
		name := s.stack[s.depth-1]
		if n := 2 + len(name); len(b) > n && b[n] == '>' && bytes.Equal(b[2:n], name) {
			s.pos += n + 1
			return s.pop()
		}
	}
	raw, err := s.through(">")
	if err != nil {
		return err
	}
	name := raw[2 : len(raw)-1]
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if s.depth == 0 || !bytes.Equal(s.stack[s.depth-1], name) {
		return s.fail("xml", "closing tag that was not opened: "+string(name))
	}
	return s.pop()
}

// openTag takes <name …>. Where the window cuts it, it begins again with more of it.
func (s *scanner) openTag() error {
	for {
		n, err := s.element(s.buf[s.pos:s.end])
		if err != nil {
			return err
		}
		if n > 0 {
			s.pos += n
			return nil
		}
		more, err := s.fill()
		if err != nil {
			return err
		}
		if !more {
			return s.fail("xml", "ends inside a tag")
		}
	}
}

// declaredEncoding is the encoding that an XML declaration at the front names, in small letters; "" for none.
func declaredEncoding(head []byte) string {
	if !bytes.HasPrefix(head, []byte("<?xml ")) {
		return ""
	}
	declaration, _, _ := bytes.Cut(head[:min(len(head), 256)], []byte("?>"))
	_, rest, found := bytes.Cut(bytes.ToLower(declaration), []byte("encoding"))
	if rest = bytes.TrimLeft(rest, " \t\r\n="); !found || len(rest) == 0 {
		return ""
	}
	name, _, _ := bytes.Cut(rest[1:], rest[:1])
	return string(name)
}

// declaresUTF: an XML declaration may name no other encoding than those that are read.
func (s *scanner) declaresUTF(declaration []byte) bool {
	switch declaredEncoding(declaration) {
	case "", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii":
		return true
	}
	return s.recoded
}

// readBang takes comments and CDATA; everything else that begins with <! is a DOCTYPE.
func (s *scanner) readBang() (token, error) {
	if err := s.want(4); err != nil {
		return endOfPart, err
	}
	if bytes.HasPrefix(s.buf[s.pos:s.end], []byte("<!--")) {
		raw, err := s.through("-->")
		if err == nil && (len(raw) < 7 || bytes.Contains(raw[4:len(raw)-2], []byte("--"))) {
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
