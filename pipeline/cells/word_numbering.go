package cells

import (
	"strconv"
	"strings"
)

// readLists reads the lists: the definitions first, then their uses, as the part has them.
func (d *docx) readLists(part string) error {
	lists := map[string]*list{}
	named := map[string]*list{} // by the style that they define
	uses := map[string]string{} // the definition of each use
	err := d.c.walkPart(part, func(x *wordXML, _ string) error {
		return x.children(func(name string) error {
			switch name {
			case "abstractNum":
				id := string(x.s.attr("abstractNumId"))
				l, style, err := x.list()
				lists[id] = l
				if style != "" {
					named[style] = l
				}
				return err
			case "num":
				id := string(x.s.attr("numId"))
				of, use, err := x.listUse()
				uses[id], d.lists[id] = of, use
				return err
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	for id, use := range d.lists {
		l := lists[uses[id]]
		if l != nil && l.link != "" { // defined by the list of a style
			l = d.linked(l, lists, uses, named)
		}
		if l == nil {
			return refuse("index", "list %s has no definition", id)
		}
		use.list = l
	}
	return nil
}

// linked finds the definition that a list takes from a style of numbering.
func (d *docx) linked(l *list, lists map[string]*list, uses map[string]string, named map[string]*list) *list {
	if s := d.styles[l.link]; s != nil {
		if real := lists[uses[s.numID]]; real != nil && real.link == "" {
			return real
		}
	}
	if real := named[l.link]; real != nil {
		return real
	}
	return l
}

func newLevel() listLevel {
	return listLevel{start: 0, format: "decimal", restart: -1, gap: " "}
}

func (x *wordXML) list() (l *list, style string, err error) {
	l = &list{}
	for i := range l.levels {
		l.levels[i] = newLevel()
	}
	err = x.children(func(name string) error {
		switch name {
		case "lvl":
			n, level, err := x.level()
			if err == nil && 0 <= n && n < maxLevels {
				l.levels[n] = level
			}
			return err
		case "styleLink":
			style = x.val()
		case "numStyleLink":
			l.link = x.val()
		}
		return nil
	})
	return l, style, err
}

// level reads how a level is numbered.
func (x *wordXML) level() (n int, l listLevel, err error) {
	n, l = x.number("ilvl", -1), newLevel()
	var take func(name string) error
	take = func(name string) error {
		switch name {
		case "start":
			l.start = x.number("val", 0)
		case "numFmt":
			l.format = x.val()
			l.setCustom(string(x.s.attr("format")))
		case "AlternateContent":
			return x.choose(take)
		case "lvlText":
			if !isTrue(x.s.attr("null")) {
				l.text = x.val()
			}
		case "isLgl":
			l.legal = x.isOn()
		case "lvlRestart":
			l.restart = x.number("val", -1)
		case "pStyle":
			l.style = x.val()
		case "suff":
			if x.val() == "nothing" {
				l.gap = ""
			}
		case "rPr":
			var s wordStyle
			err := x.children(func(name string) error {
				s.runProperty(x, name)
				return nil
			})
			l.font = s.font
			return err
		}
		return nil
	}
	return n, l, x.children(take)
}

// setCustom reads a format that is written as its first numbers: "001, 002, 003, ...".
func (l *listLevel) setCustom(format string) {
	first, _, _ := strings.Cut(format, ",")
	if n, err := strconv.Atoi(first); l.format == "custom" && err == nil && n == 1 {
		l.pad = len(first)
	}
}

// listUse reads a list as paragraphs name it, with what is other than in its definition.
func (x *wordXML) listUse() (of string, u *listUse, err error) {
	u = &listUse{}
	err = x.children(func(name string) error {
		switch name {
		case "abstractNumId":
			of = x.val()
		case "lvlOverride":
			n := x.number("ilvl", -1)
			if n < 0 || n >= maxLevels {
				return nil
			}
			return x.children(func(name string) error {
				switch name {
				case "startOverride":
					start := x.number("val", 0)
					u.starts[n] = &start
				case "lvl":
					_, level, err := x.level()
					u.levels[n] = &level
					return err
				}
				return nil
			})
		}
		return nil
	})
	return of, u, err
}
