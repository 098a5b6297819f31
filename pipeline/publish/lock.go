package publish

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Holder is who holds the lock, for the one who comes second.
type Holder struct {
	Host  string    `json:"host"`
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

// LockedError says that another run is at work.
type LockedError struct{ Holder Holder }

func (e *LockedError) Error() string {
	return fmt.Sprintf("另一个运行正在进行：主机 %s，进程 %d，开始于 %s。请等它结束后再试。", e.Holder.Host, e.Holder.PID, e.Holder.Since.Local().Format("2006-01-02 15:04:05"))
}

// Lock takes the outputs folder for one run. It is a lock of the operating system: it dies with
// the process, however that ends. A text file beside it says who and since when.
func Lock(outputs string) (unlock func() error, err error) {
	if err := os.MkdirAll(outputs, 0o755); err != nil {
		return nil, err
	}
	who := filepath.Join(outputs, ".lock.json")
	lock := flock.New(filepath.Join(outputs, ".lock"))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !locked {
		e := &LockedError{}
		if text, err := os.ReadFile(who); err == nil {
			_ = json.Unmarshal(text, &e.Holder) // half written at worst: then it says less
		}
		return nil, e
	}
	host, _ := os.Hostname()
	text, err := json.Marshal(Holder{Host: host, PID: os.Getpid(), Since: time.Now()})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(who, text, 0o644); err != nil {
		return nil, err
	}
	return lock.Unlock, nil
}
