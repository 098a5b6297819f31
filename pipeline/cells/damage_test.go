package cells

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Damaged copies of the corpus (bit flips, eight bytes, cuts, zero tails, zero blocks, a byte of packed
// data) are never read as
// something else without an error. JIXIAO_CORPUS is the folder of the corpus, JIXIAO_DAMAGE how many copies.
func TestDamagedCorpus(t *testing.T) {
	dir, copies := os.Getenv("JIXIAO_CORPUS"), 2000
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS does not name the folder of the corpus")
	}
	if n, err := strconv.Atoi(os.Getenv("JIXIAO_DAMAGE")); err == nil {
		copies = n
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2023, 7))
	var books [][]byte
	var originals []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if sheets, err := read(t, data); err == nil && len(data) < 200_000 &&
			bytes.HasPrefix(data, []byte("PK")) { // text has no checksum
			books, originals = append(books, data), append(originals, fmt.Sprint(sheets))
		}
	}
	refused, same, wrong := 0, 0, 0
	slowest := time.Duration(0)
	for range copies {
		n := random.IntN(len(books))
		b := damage(random, books[n])
		start := time.Now()
		sheets, err := read(t, b)
		slowest = max(slowest, time.Since(start))
		switch {
		case err != nil:
			if r, ok := AsRefusal(err); !ok || r.Code == "panic" {
				t.Fatalf("%v", err)
			}
			refused++
		case fmt.Sprint(sheets) == originals[n]:
			same++
		default:
			wrong++
		}
	}
	t.Logf("%d copies of %d workbooks: %d refused, %d read as the original, %d read wrong; slowest %v, %s of "+
		"memory at most", copies, len(books), refused, same, wrong, slowest, peakMemory())
	if wrong > 0 || strings.TrimSpace(originals[0]) == "" {
		t.Errorf("%d read wrong", wrong)
	}
}

// peakMemory is the most memory that this process has had, with all that the test itself holds.
func peakMemory() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "an unknown amount"
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}

func damage(random *rand.Rand, data []byte) []byte {
	b := bytes.Clone(data)
	at := random.IntN(len(b))
	switch random.IntN(6) {
	case 0:
		b[at] ^= 1 << random.IntN(8)
	case 1:
		for i := at; i < min(at+8, len(b)); i++ {
			b[i] = byte(random.IntN(256))
		}
	case 2:
		b = b[:at]
	case 3:
		clear(b[at:])
	case 4:
		clear(b[at:min(at+512, len(b))])
	case 5:
		b[packedByte(random, b)] ^= byte(1 + random.IntN(255))
	}
	return b
}

// packedByte picks a byte of the packed data of an entry.
func packedByte(random *rand.Rand, b []byte) int64 {
	limits := DefaultLimits()
	c, err := openContainer(bytes.NewReader(b), int64(len(b)), &limits)
	if err != nil {
		panic(err)
	}
	names := slices.Sorted(maps.Keys(c.entries))
	for {
		e := c.entries[names[random.IntN(len(names))]]
		if start, err := c.body(e); err == nil && e.packed > 0 {
			return start + random.Int64N(e.packed)
		}
	}
}
