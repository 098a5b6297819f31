// Pairs compares what two commits take: it builds both in trees of their own and runs them by turns over the same
// inputs, so that whatever else the machine does falls on both. Run it from the root:
//
//	go run .ci/pairs.go [-n 9] [-inputs DIR] OLD NEW [-- ARGUMENTS OF jixiao]
//
// It tells the median of each commit's processor and clock time (children included), the median of the ratios of the
// pairs with their least and greatest, and whether all files that both publish are the same.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// contestant is a commit, its program and the times of its runs.
type contestant struct {
	commit, program, outputs string
	clock, processor         []float64 // seconds, one a run
}

func main() {
	pairs := flag.Int("n", 9, "pairs of runs")
	inputs := flag.String("inputs", "inputs", "the county to run over")
	flag.Parse()
	if flag.NArg() < 2 {
		fmt.Fprintln(os.Stderr, "two commits, please")
		os.Exit(2)
	}
	more := flag.Args()[2:]
	if len(more) > 0 && more[0] == "--" {
		more = more[1:]
	}
	if err := compare(flag.Arg(0), flag.Arg(1), *inputs, *pairs, more); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func compare(former, latter, inputs string, pairs int, more []string) (err error) {
	dir, err := os.MkdirTemp("", "pairs-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	both := []*contestant{{commit: former}, {commit: latter}}
	for i, c := range both {
		if err := c.build(filepath.Join(dir, fmt.Sprint(i))); err != nil {
			return fmt.Errorf("%s: %w", c.commit, err)
		}
	}
	arguments := append([]string{"run", "--quiet", "--inputs", inputs}, more...)
	for range pairs {
		for _, c := range both {
			if err := c.run(arguments); err != nil {
				return fmt.Errorf("%s: %w", c.commit, err)
			}
		}
		slices.Reverse(both) // who goes first may be at an advantage
	}
	if both[0].commit != former {
		slices.Reverse(both)
	}
	tell("processor", both[0].processor, both[1].processor)
	tell("clock", both[0].clock, both[1].clock)
	return differences(both[0].outputs, both[1].outputs)
}

// build makes the program of the commit from a tree of its own below dir.
func (c *contestant) build(dir string) error {
	tree := filepath.Join(dir, "tree")
	c.program, c.outputs = filepath.Join(dir, "jixiao"), filepath.Join(dir, "outputs")
	if err := do(".", "git", "worktree", "add", "--detach", "--quiet", tree, c.commit); err != nil {
		return err
	}
	return errors.Join(
		do(tree, "go", "build", "-o", c.program, "./cmd/jixiao"),
		do(".", "git", "worktree", "remove", "--force", tree),
	)
}

func do(dir, name string, arguments ...string) error {
	command := exec.Command(name, arguments...)
	command.Dir, command.Stderr = dir, os.Stderr
	return command.Run()
}

// run runs the program once on nothing. That a township is missing (exit code 3) is no fault of the program.
func (c *contestant) run(arguments []string) error {
	if err := os.RemoveAll(c.outputs); err != nil {
		return err
	}
	command := exec.Command(c.program, append(slices.Clone(arguments), "--outputs", c.outputs)...)
	started := time.Now()
	err := command.Run()
	if err != nil && (command.ProcessState == nil || command.ProcessState.ExitCode() != 3) {
		return err
	}
	c.clock = append(c.clock, time.Since(started).Seconds())
	used := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	c.processor = append(c.processor, used.Seconds())
	return nil
}

func tell(what string, former, latter []float64) {
	ratios := make([]float64, len(former))
	for i := range former {
		ratios[i] = latter[i] / former[i]
	}
	slices.Sort(ratios)
	fmt.Printf("%-9s  %.2f s → %.2f s; of %d pairs %.2f (%.2f–%.2f)\n", what, median(former), median(latter),
		len(ratios), median(ratios), ratios[0], ratios[len(ratios)-1])
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// differences names the published files that are not the same in both. The manifest and the database hold times.
func differences(former, latter string) error {
	left, right := os.DirFS(filepath.Join(former, "latest")), os.DirFS(filepath.Join(latter, "latest"))
	same, other := 0, []string{}
	err := fs.WalkDir(left, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "run.json" || name == "jixiao.duckdb" {
			return err
		}
		one, err := fs.ReadFile(left, name)
		if err != nil {
			return err
		}
		if two, err := fs.ReadFile(right, name); err != nil || string(one) != string(two) {
			other = append(other, name)
		} else {
			same++
		}
		return nil
	})
	fmt.Printf("published  %d files the same, %d not\n", same, len(other))
	if len(other) > 0 {
		fmt.Println("  " + strings.Join(other[:min(len(other), 20)], "\n  "))
	}
	return err
}
