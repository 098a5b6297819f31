package extract

import (
	"fmt"
	"strconv"
	"testing"
)

// Which shard a file is of never changes: machines with other versions of the program must agree.
func TestShardsAreStable(t *testing.T) {
	got := ""
	for i := range 12 {
		for no := 1; no <= 5; no++ {
			if (Shard{no, 5}).has(fmt.Sprintf("2023/石溪镇/%02d.xlsx", i)) {
				got += strconv.Itoa(no)
			}
		}
	}
	if got != "444535422134" {
		t.Errorf("files are in the shards %s", got)
	}
	for text, good := range map[string]bool{
		"1/1": true, "4/4": true, "0/4": false, "5/4": false, "1": false, "": false, "1/0": false, "a/b": false,
		"1/4/2": false,
	} {
		if _, ok := ParseShard(text); ok != good {
			t.Errorf("%q: %t", text, ok)
		}
	}
}
