package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// making is a number of steps on their way: each is made as soon as what it may read from is there, those
// first for which the longest row of others waits.
type making struct {
	order []int   // of the steps, by what waits for them
	needs [][]int // of each step, those before it

	mu    sync.Mutex // guards what follows
	moved *sync.Cond // a step is done, or the making is over
	state []progress
	err   error
}

// progress is how far a step is.
type progress int

const (
	waiting progress = iota
	running
	done
)

func newMaking(steps []step) (*making, error) {
	m := &making{state: make([]progress, len(steps)), needs: make([][]int, len(steps))}
	m.moved = sync.NewCond(&m.mu)
	places := map[string]int{}
	for i := range steps {
		for _, name := range steps[i].names {
			places[name] = i
		}
	}
	waiters := make([][]int, len(steps))
	for i := range steps {
		for _, name := range steps[i].from {
			if at, ours := places[name]; ours && at != i {
				m.needs[i] = append(m.needs[i], at)
				waiters[at] = append(waiters[at], i)
			}
		}
	}
	const unknown, asked = -1, -2
	rows := slices.Repeat([]int{unknown}, len(steps)) // the longest row of steps that waits for each
	var row func(i int) (int, error)
	row = func(i int) (int, error) {
		if rows[i] == asked {
			return 0, fmt.Errorf("sql: %s reads from itself", steps[i].names[0])
		}
		if rows[i] == unknown {
			rows[i] = asked
			longest := 0
			for _, at := range waiters[i] {
				behind, err := row(at)
				if err != nil {
					return 0, err
				}
				longest = max(longest, behind+1)
			}
			rows[i] = longest
		}
		return rows[i], nil
	}
	for i := range steps {
		if _, err := row(i); err != nil {
			return nil, err
		}
		m.order = append(m.order, i)
	}
	slices.SortStableFunc(m.order, func(a, b int) int { return rows[b] - rows[a] })
	return m, nil
}

// next takes a step that can be made now; -1 where none waits any more.
func (m *making) next(ctx context.Context) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		if m.err = errors.Join(m.err, ctx.Err()); m.err != nil {
			m.moved.Broadcast()
			return -1
		}
		if !slices.Contains(m.state, waiting) {
			return -1
		}
		for _, i := range m.order {
			isMissing := func(at int) bool { return m.state[at] != done }
			if m.state[i] == waiting && !slices.ContainsFunc(m.needs[i], isMissing) {
				m.state[i] = running
				return i
			}
		}
		m.moved.Wait()
	}
}
