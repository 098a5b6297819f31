package cells

// art takes a drawing, a picture or an object: the texts of its boxes are read, the rest is counted.
func (w *wordText) art(kind string) error {
	boxes := len(w.boxes)
	seen := 0
	err := w.artParts(&seen)
	if len(w.boxes) == boxes && (seen > 0 || kind == "object") && !w.story.inCode() {
		w.p.Unread++
	}
	return err
}

// artParts looks through the elements of a drawing.
func (w *wordText) artParts(seen *int) error {
	x := w.story.x
	var take func(name string) error
	take = func(name string) error {
		switch name {
		case "txbxContent":
			return w.box()
		case "textpath": // the letters of an old WordArt
			if s := string(x.s.attr("string")); s != "" {
				p := &Paragraph{Text: s}
				w.boxes = append(w.boxes, Block{Box: &TextBox{Blocks: []Block{{Paragraph: p}}}})
			}
		case "pic", "imagedata", "chart", "OLEObject", "relIds", "contentPart":
			*seen++
		case "AlternateContent":
			return x.choose(take)
		}
		return x.children(take)
	}
	return x.children(take)
}

// box reads the text of a text box.
func (w *wordText) box() error {
	t := w.story
	hidden := t.inCode()
	inner := &story{d: t.d, x: t.x, counters: newCounters()}
	blocks, err := inner.all()
	if err == nil && len(blocks) > 0 && !hidden {
		w.boxes = append(w.boxes, Block{Box: &TextBox{Blocks: blocks}})
	}
	return err
}
