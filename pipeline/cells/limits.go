package cells

// Limits bound what a file may make the reader do. The zero value of a field means its default.
type Limits struct {
	File     int64 // bytes of the file
	Entries  int   // entries in the container
	Unpacked int64 // bytes of all parts read, inflated
	Part     int64 // bytes of one sheet or of the shared strings, inflated
	Other    int64 // bytes of any other part read, inflated
	Ratio    int64 // inflated to packed, above 1 MiB
	Cells    int   // cells in the book
	Area     int64 // cells covered by the merges of a sheet
	Sheets   int
	Merges   int   // merged ranges of a sheet
	CellText int   // UTF-16 units in a cell
	AllText  int64 // bytes of all cell texts handed out
	Depth    int   // nested elements
	Attrs    int   // attributes of an element
	Token    int   // bytes of one tag

	cost cost
}

// cost is what a file of some size may cost, whatever the limits are: the work is counted, never timed, so that
// a busy machine refuses nothing. All are far above what real files of that size need.
type cost struct {
	filled   int   // cells that hold something
	texts    int   // shared texts
	merges   int   // in the book
	formulas int64 // bytes of shared formulas, written out for each of their cells
	read     int64 // packed bytes, or bytes of records, and of formulas' tokens: of parts that are read again too
}

// DefaultLimits are far above any real submission and far below what would hurt: the largest of
// 1,885 real workbooks has 60 MB unpacked, 340 entries, ratio 170 and a million cells.
func DefaultLimits() Limits {
	l := Limits{
		File: 64 << 20, Entries: 2000, Unpacked: 512 << 20, Part: 256 << 20, Other: 64 << 20, Ratio: 400,
		Cells: 5e6, Area: 50e6, Sheets: 512, Merges: 100e3, CellText: 32767, AllText: 256 << 20,
		Depth: 64, Attrs: 128, Token: 1 << 20,
	}
	l.justify(l.File)
	return l
}

// justify bounds the cost by the size of the file. The fullest of 1,100 real files has one filled cell a byte,
// the best packed one 170 bytes out of one.
func (l *Limits) justify(size int64) {
	l.Unpacked = min(l.Unpacked, 16<<20+l.Ratio*size)
	l.AllText = min(l.AllText, 64<<20+64*size)
	l.cost = cost{filled: min(l.Cells, int(100e3+6*size)), texts: int(100e3 + 4*size), merges: int(200e3 + 4*size)}
	l.cost.formulas = 16<<20 + 64*size
	l.cost.read = 4<<20 + 4*size
}

// fill puts the default where a limit is not set.
func (l *Limits) fill() {
	d := DefaultLimits()
	for _, f := range []struct{ limit, usual *int64 }{
		{&l.File, &d.File}, {&l.Unpacked, &d.Unpacked}, {&l.Part, &d.Part}, {&l.Other, &d.Other},
		{&l.Ratio, &d.Ratio}, {&l.Area, &d.Area}, {&l.AllText, &d.AllText},
	} {
		if *f.limit == 0 {
			*f.limit = *f.usual
		}
	}
	for _, f := range []struct{ limit, usual *int }{
		{&l.Entries, &d.Entries}, {&l.Cells, &d.Cells}, {&l.Sheets, &d.Sheets}, {&l.Merges, &d.Merges},
		{&l.CellText, &d.CellText}, {&l.Depth, &d.Depth}, {&l.Attrs, &d.Attrs}, {&l.Token, &d.Token},
	} {
		if *f.limit == 0 {
			*f.limit = *f.usual
		}
	}
}
