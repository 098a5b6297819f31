package pipeline

import (
	"runtime"

	"jixiao/pipeline/cells"
)

// Config is everything a run depends on besides the inputs.
type Config struct {
	Inputs   string // folder with 规则.xlsx and a folder a year
	Outputs  string
	Year     int // to publish; 0 is the newest in inputs
	Workers  int // files read at once; 0 is the number of processors
	Memory   string
	Version  string
	Limits   cells.Limits          // of the reader; zero values are the defaults
	Progress func(done, total int) // called after each file; may be nil
}

func (c *Config) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.NumCPU()
}
