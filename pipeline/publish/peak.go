package publish

import (
	"os"
	"strconv"
	"strings"
)

// MemoryPeak is what this process has held in memory at most, in bytes; 0 where the system does not tell
// (only Linux does so in a file). The workers that read files are processes of their own.
func MemoryPeak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if text, found := strings.CutPrefix(line, "VmHWM:"); found {
			number := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "kB"))
			kilobytes, _ := strconv.ParseInt(number, 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}
