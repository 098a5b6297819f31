package cells

import "encoding/binary"

// waitingFormula is a cell whose formula stands in another record: it is shared, or one of an array.
type waitingFormula struct {
	cell int    // its index
	key  [2]int // the row and column of the cell that has the formula
}

// tokens takes the tokens of a formula, with their length before them. A single token says that they stand in
// a record of their own, which may follow only later.
func (s *biffSheet) tokens(c *Cell, value []byte) error {
	le := binary.LittleEndian
	n := int(le.Uint16(value))
	switch value = value[2:]; {
	case n > len(value):
	case n == 5 && value[0] == 1:
		first := [2]int{int(le.Uint16(value[1:])), int(le.Uint16(value[3:]))}
		s.waiting = append(s.waiting, waitingFormula{len(s.cells) - 1, first})
	default:
		return s.setFormula(c, value[:n])
	}
	return nil
}

// setFormula writes a formula out for a cell.
func (s *biffSheet) setFormula(c *Cell, tokens []byte) error {
	c.Formula = s.b.formulaText(tokens, c.Row-1, c.Col-1)
	return s.b.spend(len(tokens))
}

// shareFormula takes the tokens of a shared formula or an array's. They belong to the cell before them.
func (s *biffSheet) shareFormula(r record) {
	le := binary.LittleEndian
	at := 8 // behind the range
	if r.id == recArray {
		at = 12
	}
	if len(r.body) < at+2 || len(r.body) < at+2+int(le.Uint16(r.body[at:])) {
		return
	}
	tokens := r.body[at+2 : at+2+int(le.Uint16(r.body[at:]))]
	s.shared[s.last] = tokens
	if first := [2]int{int(le.Uint16(r.body)), int(r.body[4])}; s.shared[first] == nil {
		s.shared[first] = tokens
	}
}

// resolveShared gives the cells that wait for a shared formula theirs.
func (s *biffSheet) resolveShared() error {
	for _, w := range s.waiting {
		if tokens := s.shared[w.key]; tokens != nil {
			if err := s.setFormula(&s.cells[w.cell], tokens); err != nil {
				return err
			}
		}
	}
	return nil
}
