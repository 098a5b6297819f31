package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Part is what can be judged apart of an inputs folder (Config.Part): a county's folders, or what stands in none.
type Part struct {
	County string   `json:"county"` // "" is what stands in no county's folder
	Files  []string `json:"files"`  // all that a run lists there, from the inputs folder, with slashes
}

// Parts are the parts of an inputs folder, by the names of their counties.
type Parts []Part

// ListParts lists an inputs folder as a run does. A county without a file is no part.
func ListParts(dir string) (Parts, error) {
	county, err := rules.Open(dir, warehouse.Checks)
	if err != nil {
		return nil, err
	}
	in, err := find.Open(dir, county, 0)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	counties := county.Counties(0)
	files := map[string][]string{}
	for i := range in.Files {
		name := in.Files[i].CountyFolder()
		if !slices.Contains(counties, name) {
			name = ""
		}
		files[name] = append(files[name], in.Files[i].Path)
	}
	parts := Parts{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		parts = append(parts, Part{name, files[name]})
	}
	return parts, nil
}

// Text is a line a part: the county, and how many files; no name for what stands in no county's folder.
func (p Parts) Text() string {
	var b strings.Builder
	for _, part := range p {
		fmt.Fprintf(&b, "%s\t%d\n", part.County, len(part.Files))
	}
	return b.String()
}
