package cells

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// Old workbooks of a few kilobytes that ask for work without end are refused by what was counted.
func TestCostOfOldWorkbooks(t *testing.T) {
	again := book8(func(s *stream) {
		for range 500 {
			s.record(recBoundSheet, uint32(0), uint8(0), uint8(0), uint8(1), uint8(0), "a")
		}
	}, func(s *stream) {
		for range 20000 {
			s.record(0x0099, uint32(0))
		}
	})
	place := bytes.Index(again[20:], []byte{0x09, 0x08}) + 20 // every sheet is said to stand where the first one does
	for i := 0; i+8 < place; i++ {
		if again[i] == 0x85 && again[i+1] == 0 && again[i+2] == 9 {
			again[i+4], again[i+5] = byte(place), byte(place>>8)
		}
	}
	_, err := Read(bytes.NewReader(again), int64(len(again)), Options{})
	wantRefusal(t, "500 sheets in one place", err, "limit-cost")

	// A shared formula that turns out to be unreadable only at its end, for 20,000 cells.
	shared := strings.Repeat("1e010014", 2000) + "ff"
	long := book8(nil, func(s *stream) {
		for n := range uint16(20000) {
			s.record(recFormula, n, uint16(0), uint16(0), uint64(0), uint16(8), uint32(0), uint16(5),
				unhex("01 0000 0000"))
			if n == 0 {
				s.record(recShared, unhex("0000 ff00 00 00 00 00"), uint16(len(shared)/2), unhex(shared))
			}
		}
	})
	_, err = Read(bytes.NewReader(long), int64(len(long)), Options{})
	wantRefusal(t, "a long formula for 20,000 cells", err, "limit-cost")
}

// A stream that is said to be longer than its file: its sectors run in a circle.
func TestCircleOfSectors(t *testing.T) {
	data, err := os.ReadFile("../../inputs/2023/河口瑶族乡2023年绩效自评.xls")
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Clone(data)
	at := bytes.Index(data, wide("Workbook"))
	copy(data[at+120:], []byte{0, 0, 0, 0x0f}) // the size stands 120 bytes behind the name
	_, err = read(t, data)
	wantRefusal(t, "a stream of 250 MB", err, "truncated")
}
