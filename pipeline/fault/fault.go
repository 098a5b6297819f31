// Package fault holds errors that are made for people: a Chinese sentence that says what is wrong and the
// one step that mends it. Any other error is one of the program or the machine.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what a fault hinders, for exit codes and for trying again.
type Kind uint8

// The kinds of fault.
const (
	Input   Kind = iota + 1 // what the program was pointed at: folders, files, addresses
	Rules                   // the county's rules, templates or own SQL
	Usage                   // the command line
	Audit                   // our own arithmetic does not hold
	Broken                  // an archive is not what was sealed
	Locked                  // another run, or another scheduler, is at work
	Lost                    // the lock was taken away under a run
	Passing                 // it may be over soon: a share that is away, a full disk
)

// Fault is an error for people. Says is whole sentences; Err is what caused it, and may be nil.
type Fault struct {
	Kind Kind
	Says string
	Err  error
}

// New makes a fault from a format and its arguments.
func New(kind Kind, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Says: fmt.Sprintf(format, args...)}
}

// Away says that the inputs could not be looked at: a share that is away is not an empty one.
func Away(dir string, err error) *Fault {
	return &Fault{Kind: Passing, Err: err,
		Says: fmt.Sprintf("读不到输入文件夹“%s”，没有发布，上一次的结果保持不变。请检查网络和共享文件夹是否连通，以及读取权限。", dir)}
}

func (f *Fault) Error() string { return f.Says }

func (f *Fault) Unwrap() error { return f.Err }

// Of finds the fault in an error; nil where it holds none.
func Of(err error) *Fault {
	var f *Fault
	errors.As(err, &f)
	return f
}

// Is reports whether an error holds a fault of a kind.
func Is(err error, kind Kind) bool {
	f := Of(err)
	return f != nil && f.Kind == kind
}

// Retryable reports whether what failed may succeed soon: the inputs are away or not yet set up, another run
// holds the lock, the disk is full.
func Retryable(err error) bool {
	return Is(err, Input) || Is(err, Locked) || Is(err, Passing)
}
