package extract

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/narrative"
	"jixiao/pipeline/rules"
)

// recogniser is part of the key of what was staged: raise it when recognition changes, so that
// files read by an older program are read again.
const recogniser = "20"

// reading is what files are read under. It goes to worker processes as JSON.
type reading struct {
	Settings forms.Settings
	Report   narrative.Settings
	Options  cells.Options
	Dir      string // of the stage files
	Key      string // the rules and the program, so that nothing read under others is taken for it
	Memory   int64  // bytes that a worker process may use
	Time     time.Duration
	Batch    int // rows from which on a stage file is full; 0 is the default
	once     sync.Once
	words    *forms.Dictionary
	reports  *narrative.Reader
}

// The bounds of a worker process, far above what a file within the reader's limits needs.
const (
	workerMemory = 3 << 30
	workerTime   = 2 * time.Minute
)

func newReading(dir string, r *rules.Rules, o *Options) (*reading, error) {
	confidence, err := r.Confidence()
	if err != nil {
		return nil, err
	}
	settings := forms.Settings{Fields: r.Fields(0), AmountUnit: r.Parameter("金额单位", 0), Confidence: confidence}
	report := narrative.Settings{Facts: r.Facts(), Sections: r.Sections(), AmountUnit: settings.AmountUnit}
	text, err := json.Marshal([]any{settings, report})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(recogniser+"\n"), text...))
	g := &reading{
		Settings: settings, Report: report, Options: cells.Options{Limits: o.Limits},
		Dir: dir, Key: hex.EncodeToString(sum[:]),
		Memory: cmp.Or(o.Memory, workerMemory), Time: cmp.Or(o.Time, workerTime), Batch: o.Batch,
	}
	if password := r.Parameter("打开密码", 0); password != "" {
		g.Options.Passwords = strings.Split(password, "|")
	}
	return g, nil
}

func (g *reading) prepare() {
	g.once.Do(func() {
		g.words, g.reports = forms.NewDictionary(g.Settings), narrative.NewReader(g.Report)
	})
}
