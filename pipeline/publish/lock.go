package publish

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"jixiao/pipeline/fault"
)

// Holder is who holds a lock, for the one who comes second.
type Holder struct {
	Host  string    `json:"host"`
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

// locked says that another run, or another scheduler, is at work.
func (r Role) locked(by Holder, zone *time.Location) error {
	return fault.New(fault.Locked, "另一个%s正在进行：主机 %s，进程 %d，开始于 %s。%s",
		r.name, by.Host, by.PID, by.Since.In(zone).Format("2006-01-02 15:04:05"), r.advice)
}

// errLost says that the lock file was taken away under a run that held it.
var errLost = fault.New(fault.Lost, "输出文件夹的锁文件在运行中被移走或替换，可能有另一个运行，本次结果不发布。请确认没有别的运行后再试。")

// Role is what is done at most once at a time on an outputs folder.
type Role struct{ file, name, advice string }

// The roles: one run, one scheduler; a run may go on while a scheduler waits.
var (
	Runner    = Role{".lock", "运行", "请等它结束后再试。"}
	Scheduler = Role{".schedule.lock", "定时任务", "一个输出文件夹只需要一个定时任务。"}
)

// Held is a lock that is held.
type Held struct{ lock *flock.Flock }

// Lock takes the outputs folder for one run.
func Lock(outputs string) (*Held, error) { return Take(outputs, Runner) }

// Take takes a role in an outputs folder. It is a lock of the operating system: it dies with the
// process, however that ends. A text file beside it says who and since when.
func Take(outputs string, role Role) (*Held, error) {
	if err := os.MkdirAll(outputs, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(outputs, role.file)
	h := &Held{flock.New(path)}
	locked, err := h.lock.TryLock()
	for range asks { // who only asks for the holder lets it go at once
		if err != nil || locked {
			break
		}
		time.Sleep(askPause)
		locked, err = h.lock.TryLock()
	}
	if err != nil {
		return nil, err
	}
	if !locked {
		by := holder(path)
		return nil, role.locked(by, Zone(outputs))
	}
	host, _ := os.Hostname()
	text, err := json.Marshal(Holder{Host: host, PID: os.Getpid(), Since: time.Now()})
	if err == nil {
		err = os.WriteFile(path+".json", text, 0o644)
	}
	if err != nil {
		return nil, errors.Join(err, h.Unlock())
	}
	return h, nil
}

// asks and askPause bound the wait for one who only asks.
const (
	asks     = 3
	askPause = 20 * time.Millisecond
)

func holder(path string) (by Holder) {
	if text, err := os.ReadFile(path + ".json"); err == nil {
		_ = json.Unmarshal(text, &by) // half written at worst: then it says less
	}
	return by
}

// Asked tells who holds a role in an outputs folder now; nil where nobody does, or where that cannot be told.
func Asked(outputs string, role Role) *Holder {
	path := filepath.Join(outputs, role.file)
	if _, err := os.Stat(path); err != nil { // asking would make it
		return nil
	}
	lock := flock.New(path)
	free, err := lock.TryRLock()
	if err != nil {
		return nil
	}
	if free {
		_ = lock.Unlock() // closing it lets it go in any case
		return nil
	}
	by := holder(path)
	return &by
}

// Check sees that the lock is still ours: that the file we hold is the one that others would take.
func (h *Held) Check() error {
	mine, err := h.lock.Stat()
	if err != nil {
		return err
	}
	theirs, err := os.Stat(h.lock.Path())
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(mine, theirs) {
		return errLost
	}
	return err
}

// Unlock gives the lock back.
func (h *Held) Unlock() error { return h.lock.Unlock() }
