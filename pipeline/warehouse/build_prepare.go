package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"jixiao/pipeline/rules"
)

// prepare sets limits, and makes the schemas and macros.
func (b *building) prepare(ctx context.Context) error {
	statements := []string{
		"set preserve_insertion_order = true",
		"set ieee_floating_point_ops = false", // a quotient of nothing is null, not infinite
		// Half of the time that compression takes, for a twentieth of the size.
		"set disabled_compression_methods = 'fsst'",
		"set temp_directory = " + quote(filepath.Join(b.Work, "spill")),
		"set memory_limit = " + quote(cmp.Or(b.Memory, "1GB")), // the process stays within about twice that
	}
	switch {
	case b.small:
		statements = append(statements, "set threads = 1", // a connection works on its own thread
			"set checkpoint_threshold = '1MB'") // the file, written in one go, is not written to its log first
	case b.Threads > 0:
		statements = append(statements, fmt.Sprintf("set threads = %d", b.Threads))
	}
	if !b.small {
		// What is free goes back to the system at once.
		statements = append(statements, "set allocator_background_threads = true")
	}
	for _, schema := range []string{
		"rules", "sources", "staging", "scores", "subjects", "equations", "checks", "marked", "corrected", rescored,
		"rankings", "other", "previous", "changes", "sheets", "reports", apartSchema,
	} {
		statements = append(statements, "create schema if not exists "+schema)
	}
	if err := b.lanes[0].exec(ctx, append(statements, setVariable.ReplaceAllString(b.SQL.macros, ""))...); err != nil {
		return err
	}
	for _, lane := range b.lanes {
		if err := b.setVariables(ctx, lane); err != nil {
			return err
		}
	}
	return nil
}

var setVariable = regexp.MustCompile(`(?ms)^set variable .+?;$`)

// variables are the statements that tell a connection what the macros ask for; they look into the rules for it.
func (q *Queries) variables() []string { return setVariable.FindAllString(q.macros, -1) }

// setVariables tells a connection what the scripts ask for: variables belong to a connection.
func (b *building) setVariables(ctx context.Context, lane *Warehouse) error {
	statements := []string{
		"set variable register = " + quote(b.input("register")), "set variable years = " + quote(b.input("years")),
		"set variable aside = " + quote(b.input("aside")),
		fmt.Sprintf("set variable year = %d", b.Year), "set variable counties = " + b.counties(),
		"set variable today = date " + quote(b.Previous.Today.Format(time.DateOnly)),
		fmt.Sprintf("set variable has_previous = %t", b.Previous.Dir != ""),
		"set variable stage_files = [" + quote(b.input("nothing")) +
			"] || coalesce((select list(distinct stage order by stage)" +
			" from read_parquet(getvariable('register')) where stage is not null), [])",
	}
	return lane.exec(ctx, statements...)
}

// createRules makes a table of one rules sheet, each column cast to its type.
func (b *building) createRules(ctx context.Context, w *Warehouse, spec rules.Spec) error {
	var columns []string
	table := "rules." + spec.English
	for _, c := range spec.Columns {
		name := quoteName(c.English)
		columns = append(columns, fmt.Sprintf("cast(%s as %s) as %s", name, c.Type, name))
	}
	return w.exec(ctx, fmt.Sprintf("create table %s as select row_number() over () as row_no, %s from read_parquet(%s)",
		table, strings.Join(columns, ", "), quote(b.input(spec.English))))
}

// createNames makes the table of all names that townships go by.
func (b *building) createNames(ctx context.Context, w *Warehouse) error {
	return w.exec(ctx, "create table rules.names as select name, code from read_parquet("+quote(b.input("names"))+")")
}
