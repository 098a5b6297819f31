package publish

import (
	"fmt"
	"os"
	"path"
	"slices"
)

// Prune removes old runs. What stays: the newest keep sets (two at least), the last set of each month
// and year of evaluation, and what latest shows.
func (p Place) Prune(keep int) error {
	outputs := os.DirFS(p.Dir)
	ids, err := runIDs(outputs)
	if err != nil {
		return err
	}
	keep = max(keep, 2)
	shown := p.shown()
	months := map[string]bool{}
	sets := 0
	for _, id := range slices.Backward(ids) {
		m, err := readManifest(outputs, path.Join("runs", id))
		if err == nil {
			sets++
			month := fmt.Sprintf("%.6s/%d", id, m.Year)
			lastOfMonth := !months[month]
			months[month] = true
			if sets <= keep || lastOfMonth || id == shown {
				continue
			}
		}
		if err := p.drop(id); err != nil {
			return err
		}
	}
	return nil
}
