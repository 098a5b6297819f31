package stage

import (
	"bytes"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// damage changes a file's bytes as disks, copies and people do.
func damage(rnd *rand.Rand, whole []byte) []byte {
	data := bytes.Clone(whole)
	at := rnd.IntN(len(data))
	if rnd.IntN(2) == 0 { // the end says where everything is
		at = max(0, len(data)-1-rnd.IntN(min(len(data), 500)))
	}
	switch rnd.IntN(6) {
	case 0:
		data[at] ^= 1 << rnd.IntN(8)
	case 1:
		data[at] = byte(rnd.IntN(256))
	case 2:
		data = data[:at]
	case 3:
		clear(data[at:min(len(data), at+1+rnd.IntN(512))])
	case 4:
		for i := range data[at:min(len(data), at+1+rnd.IntN(16))] {
			data[at+i] = byte(rnd.IntN(256))
		}
	case 5: // torn in the midst, with its end
		data = append(data[:at], data[min(len(data), at+1+rnd.IntN(64)):]...)
	}
	return data
}

// A damaged stage file is passed over, and so are its workbooks; and were its name to fit the damage, its end
// would be read without a panic and without an endless loop.
func TestDamagedFilesArePassedOver(t *testing.T) {
	dir := t.TempDir()
	path := save(t, dir, "r", "aa", "bb", "cc")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	read := 0
	for n := range 500 {
		data := damage(rnd, whole)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := index(t, dir, "r"); len(got) > 0 && !bytes.Equal(data, whole) {
			t.Fatalf("damage %d: %v", n, got)
		}
		if _, err := readEnd(path); err == nil {
			read++
		}
	}
	t.Logf("of 500 damaged files the library takes %d", read)
}

// A file of another program is passed over although its name fits.
func TestForeignFilesArePassedOver(t *testing.T) {
	dir := t.TempDir()
	table := filepath.Join(dir, "table")
	if err := WriteTable(table, []string{"file_sha", "position"}, [][]string{{"aa", "1"}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	sum := crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))
	fits := filepath.Join(dir, "0123"+sumSuffix(sum))
	if err := os.Rename(table, fits); err != nil {
		t.Fatal(err)
	}
	if !isWhole(fits) {
		t.Fatal("the name does not fit, so nothing is shown")
	}
	if files, err := List(dir); err != nil || len(files) > 0 {
		t.Errorf("%v %v", files, err)
	}
}
