package find

import (
	"os"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/rules"
)

// OpenGathered gives the inputs of counties that were judged apart: files are as their sets have them. dir is the
// folder that they stand in, of which marked copies can be made.
func OpenGathered(dir string, county *rules.County, years []int, year int, files []File) (*Inputs, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.Away(dir, err)
	}
	return &Inputs{Root: root, Years: years, Year: year, Files: files, county: county}, nil
}
