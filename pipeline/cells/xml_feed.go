package cells

import (
	"io"

	"jixiao/pipeline/cells/inflate"
)

// readerFeed feeds the scanner from a reader.
type readerFeed struct{ io.Reader }

func (r readerFeed) fill(buf []byte, end int) (int, error) {
	n, err := io.ReadFull(r, buf[end:len(buf)-inflate.Slack])
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}

// feedReader reads what a feed gives, from pos of its window on.
type feedReader struct {
	feed     feed
	buf      []byte
	pos, end int
	eof      bool
}

func (r *feedReader) Read(b []byte) (int, error) {
	for r.pos == r.end {
		if r.eof {
			return 0, io.EOF
		}
		if old := r.end - inflate.History; old > 0 {
			copy(r.buf, r.buf[old:r.end])
			r.pos, r.end = inflate.History, inflate.History
		}
		n, err := r.feed.fill(r.buf, r.end)
		r.end += n
		if err != nil && err != io.EOF {
			return 0, err
		}
		r.eof = err == io.EOF
	}
	n := copy(b, r.buf[r.pos:r.end])
	r.pos += n
	return n, nil
}
