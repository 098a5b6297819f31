package cells

import "jixiao/pipeline/cells/numfmt"

// addFormat takes a number format: by its id, or before BIFF5 by its order.
func (b *biff) addFormat(r record) error {
	p := &pieces{records: [][]byte{r.body}}
	id := len(b.custom)
	if b.version >= 5 {
		n, err := p.uint16()
		if err != nil {
			return err
		}
		id = int(n)
	} else if b.version == 4 {
		if _, err := p.uint16(); err != nil {
			return err
		}
	}
	n := 0
	if b.version == 8 {
		long, err := p.uint16()
		if err != nil {
			return err
		}
		n = int(long)
	} else {
		short, err := p.byte()
		if err != nil {
			return err
		}
		n = int(short)
	}
	code, err := b.chars(p, n)
	b.custom[id] = code
	return err
}

// format gives the number format of a cell style.
func (b *biff) format(xf int) *numfmt.Format {
	if xf >= len(b.xfs) {
		return &numfmt.Format{}
	}
	id := b.xfs[xf]
	if f, found := b.formats[id]; found {
		return f
	}
	code, own := b.custom[id]
	if !own {
		code = numfmt.Builtin(id)
	}
	f := numfmt.Parse(code)
	b.formats[id] = &f
	return &f
}
