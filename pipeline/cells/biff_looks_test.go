package cells

import (
	"bytes"
	"reflect"
	"testing"
)

// An old workbook says how it looks: a palette of its own, a font (none has the number 4), lines, a fill, how a text
// stands, widths and heights; of blank cells too. What it leaves to the system has no colour.
func TestLooksOfOldWorkbooks(t *testing.T) {
	font := func(s *stream, points, colour, weight uint16, name string) {
		s.record(recFont, points*20, uint16(2), colour, weight, uint16(0), uint8(1), uint8(0), uint8(0), uint8(0),
			uint8(len([]rune(name))), uint8(1), wide(name))
	}
	data := book8(func(s *stream) {
		for range 4 {
			font(s, 11, 0x7fff, 400, "宋体")
		}
		font(s, 16, 10, 700, "黑体") // the fifth, with the number 5
		s.record(recPalette, uint16(3), []byte{0, 0, 0, 0, 255, 255, 255, 0, 0x12, 0x34, 0x56, 0})
		s.record(recXF8, uint16(5), uint16(0), uint16(0), uint8(2|8|1<<4), uint8(0), uint8(0), uint8(0),
			uint32(1|2<<4|6<<8), uint32(1<<26), uint16(13))
		s.record(recXF8, uint16(0), uint16(0), uint16(0), uint8(0), uint8(0), uint8(0), uint8(0), uint32(0), uint32(0),
			uint16(0))
	}, func(s *stream) {
		s.record(recColInfo, uint16(0), uint16(1), uint16(20*256), uint16(0), uint16(0), uint16(0))
		s.record(recRow, uint16(1), uint16(0), uint16(2), uint16(30*20), uint32(0), uint32(0))
		s.record(recRow, uint16(2), uint16(0), uint16(2), uint16(0x8000), uint32(0), uint32(0))
		s.record(recNumber, uint16(1), uint16(0), uint16(0), float64(1))
		s.record(recBlank, uint16(1), uint16(1), uint16(1))
		s.record(recMulBlank, uint16(2), uint16(0), uint16(1), uint16(0), uint16(1))
	})
	looks, err := ReadLooks(bytes.NewReader(data), int64(len(data)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := &Looks{
		Styles: []Look{
			{Font: "黑体", Points: 16, Bold: true, Italic: true, Underlined: true, Colour: "123456", Fill: "FFFF00",
				Lines: [4]int{1, 2, 6, 0}, Horizontal: "center", Vertical: "center", Wraps: true},
			{Font: "宋体", Points: 11, Italic: true, Underlined: true, Vertical: "top"},
		},
		Of:      map[[2]int]int{{2, 1}: 0, {2, 2}: 1, {3, 1}: 1, {3, 2}: 0},
		Widths:  map[int]float64{1: 20, 2: 20},
		Heights: map[int]float64{2: 30},
	}
	if got := looks["表一"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if looks, err := ReadLooks(bytes.NewReader(data[:len(data)-4]), int64(len(data)-4), Options{}); err == nil {
		t.Errorf("a stream without its end looks like %v", looks)
	}
}
