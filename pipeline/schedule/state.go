package schedule

import (
	"encoding/json"
	"os"
	"path/filepath"

	"jixiao/pipeline/publish"
)

// stateFile stands in the outputs folder.
const stateFile = ".schedule.json"

// SaveState keeps a state in an outputs folder; readers see the old one or the new one.
func SaveState(outputs string, s State) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return publish.WriteFile(filepath.Join(outputs, stateFile), func(f *os.File) error {
		_, err := f.Write(append(text, '\n'))
		return err
	})
}

// ReadState reads the state that a scheduler keeps; fs.ErrNotExist where there never was one.
func ReadState(outputs string) (s State, err error) {
	text, err := os.ReadFile(filepath.Join(outputs, stateFile))
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(text, &s)
}
