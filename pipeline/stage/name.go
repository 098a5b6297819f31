package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const suffix = ".parquet"

// nameOf is the name of the stage file with these workbooks. Its end is the checksum of the file's bytes: the
// Parquet libraries take some damaged files for good ones, and panic on others.
func nameOf(rules string, shas []string, sum uint32) string {
	sorted := slices.Clone(shas)
	slices.Sort(sorted)
	held := sha256.Sum256([]byte(rules + "\n" + strings.Join(sorted, "\n")))
	return hex.EncodeToString(held[:16]) + sumSuffix(sum)
}

// sumSuffix ends the name of a stage file with this checksum.
func sumSuffix(sum uint32) string { return fmt.Sprintf("-%08x%s", sum, suffix) }

// newSum is CRC-32C, for which processors have an instruction: all stage files are summed on each run.
func newSum() hash.Hash32 { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) }

// isWhole reports whether a file's bytes are those that its name tells.
func isWhole(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	sum := newSum()
	if _, err := io.Copy(sum, f); err != nil {
		return false
	}
	return strings.HasSuffix(filepath.Base(path), sumSuffix(sum.Sum32()))
}
