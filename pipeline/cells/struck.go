package cells

// struckText is a text of which parts are struck out, or have a font of their own.
type struckText struct {
	kept string // what is not struck out
	own  string // of that, what says so itself: it stays where the cell's font is struck out
}

// setStruck gives the cell a text, all of it as it is stored, without what is struck out. parts is nil where
// all of it has the cell's font.
func (c *Cell) setStruck(all string, parts *struckText, cellStruck bool) {
	c.setText(all)
	switch {
	case parts == nil && cellStruck:
		c.Text = ""
	case parts != nil && cellStruck:
		c.Text = parts.own
	case parts != nil:
		c.Text = parts.kept
	}
	c.Struck = c.Text != all
}

// strike says of a cell that is not a text that it is struck out.
func (c *Cell) strike() {
	if c.Kind != Blank && c.Text != "" {
		c.Struck, c.Text = true, ""
	}
}

// isEmpty holds for a cell that holds nothing and says nothing.
func (c *Cell) isEmpty() bool {
	return c.Formula == "" && (c.Kind == Blank || c.Kind == Text && c.Text == "" && !c.Struck)
}
