// Package localise finds the fewest cells whose change lets all checks of a form hold.
//
// The method is Fellegi's and Holt's (A Systematic Approach to Automatic Edit and Imputation, Journal of the
// American Statistical Association 71, 1976): a record that fails edits is explained by the smallest set of
// fields that can be changed so that all edits hold. Several smallest sets are alternatives: none is dropped,
// everyday slips (digits swapped, 元 for 万元, a sign) only come first.
//
// All arithmetic is exact (big.Rat). A check holds within its own tolerance, which is the rounding of the cells
// that it compares. The work is bounded: what lies beyond is said (Result.IsBeyond) and never guessed.
//
// The package is pure: it knows nothing of files, tables or SQL.
package localise

import "math/big"

// Cell is one figure of a form.
type Cell struct {
	Key   string
	Value *big.Rat // nil where it is missing or cannot be read: free, and never called wrong
	// Step is the smallest difference that the cell can show; a value it would take is only given where one
	// multiple of the step fits.
	Step     *big.Rat
	Computed bool // holds a formula: follows what it is computed from, so it costs less than what was typed
	Result   bool // is a sum or a rate of others by the form's own definition: comes first among alternatives
	Most     *big.Rat
}

// Kind is what a check compares.
type Kind int

// The kinds of checks.
const (
	Sum    Kind = iota // |Σ coefficient × cell| ≤ tolerance
	Ratio              // |rate − factor × part ÷ whole| ≤ tolerance: three terms, the factor on the part
	AtMost             // Σ coefficient × cell ≤ tolerance
)

// Term is a cell with its coefficient; without a cell it is a constant.
type Term struct {
	Cell        string
	Coefficient *big.Rat
}

// Check is an equation or an inequality between cells.
type Check struct {
	Name      string
	Kind      Kind
	Terms     []Term
	Tolerance *big.Rat
	// Guard: a check that asks for no explanation where it fails, but which a change must not break.
	Guard bool
	Focus string // the only cell whose change a guard looks at; "" for each of its cells
	// Across: it ties a form to other tables. It is left aside where the bound is reached with it.
	Across bool
}

// Cause is what explains several cells at once and counts as one: the unit of a whole form, a project that is
// missing or counted twice.
type Cause struct {
	Name    string
	Hint    string
	Cells   []string // that are all multiplied by
	Factor  *big.Rat
	Excuses []string // checks that need not hold
}

// System is what is looked at together: the forms of one department.
type System struct {
	Cells  []Cell
	Checks []Check
	Causes []Cause
}

// Limits bound the work on one group of failing checks.
type Limits struct {
	Cells int // typed cells and causes of a set
	Work  int // sets that are tried
}

// DefaultLimits are those of the nightly run.
var DefaultLimits = Limits{Cells: 3, Work: 1500}

// Change is one cell of a set.
type Change struct {
	Cell    string
	WouldBe *big.Rat // nil where the checks leave it open
	Hint    string   // an everyday slip that explains it; "" where there is none
	Follows bool     // a formula whose result moves with the other cells of the set
	Cause   string   // the cause that changes it with others; "" where it is wrong by itself
	Checks  []string // failing checks that it is a part of
}

// Set is one explanation.
type Set struct {
	Changes []Change
	Excused []Excuse // what no cell explains
}

// Excuse is a cause without cells of its own, and the failing checks that it alone explains.
type Excuse struct {
	Cause  string
	Checks []string
}

// Result is a group of failing checks with the smallest sets that explain it.
type Result struct {
	Failing  []string
	Sets     []Set // alternatives, the likeliest first; none where IsBeyond
	IsBeyond bool  // no set within the limits
}

// Localise explains all failing checks of a system, group by group: checks that share no cell, and whose
// explanations share none, are explained apart. A system that is consistent has no results.
func Localise(s System, limits Limits) []Result {
	n := newNet(s)
	groups := n.groups(n.failing())
	for {
		solved := make([]outcome, len(groups))
		for i, group := range groups {
			solved[i] = n.solve(group, limits)
		}
		merged, isMerged := n.merge(groups, solved)
		if !isMerged {
			return n.results(groups, solved, limits)
		}
		groups = merged
	}
}

// results words the outcomes. A group that is beyond the limits is tried again without what ties it to other
// tables: each form by itself.
func (n *net) results(groups [][]int, solved []outcome, limits Limits) (results []Result) {
	for i, group := range groups {
		if apart, isApart := n.apart(group, solved[i], limits); isApart {
			results = append(results, apart...)
			continue
		}
		if !solved[i].isBeyond {
			results = append(results, n.result(group, solved[i]))
			continue
		}
		var within, across []int
		for _, at := range group {
			if n.checks[at].Across {
				across = append(across, at)
			} else {
				within = append(within, at)
			}
		}
		if len(across) == 0 {
			results = append(results, n.result(group, solved[i]))
			continue
		}
		results = append(results, Result{Failing: n.names(across), IsBeyond: true})
		apart := n.without(across)
		for _, part := range apart.groups(within) {
			results = append(results, apart.result(part, apart.solve(part, limits)))
		}
	}
	return results
}
