package cells

// laid is a sheet whose cells have been laid out already: from a page, or from an XML table.
type laid struct {
	cells  []Cell
	merges []Range
}

// layouts are the sheets of such a book.
type layouts []laid

func (l layouts) each(sheet int, visit func(*Cell) error) ([]Range, error) {
	if err := checkUsed(l[sheet].merges, l[sheet].cells); err != nil {
		return nil, err
	}
	for i := range l[sheet].cells {
		c := l[sheet].cells[i]
		if err := visit(&c); err != nil {
			return nil, err
		}
	}
	return l[sheet].merges, nil
}
