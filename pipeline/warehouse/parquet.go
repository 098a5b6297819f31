package warehouse

import (
	"context"
	"fmt"
	"strings"

	"jixiao/pipeline/tables"
)

// ReadTable asks a table of some sets, given by its Parquet files; the query calls it t.
func ReadTable(ctx context.Context, files []string, query string) (*tables.Table, error) {
	w, err := open(ctx, "", nil)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	if err := w.exec(ctx, "create view t as from read_parquet("+list(files)+")"); err != nil {
		return nil, err
	}
	return w.Query(ctx, query)
}

// Restage writes the values of sources.fields of some sets into one file as the stage folder has them: those of the
// same bytes once, whatever files and sets had them.
func Restage(ctx context.Context, files []string, to string) error {
	w, err := open(ctx, "", nil)
	if err != nil {
		return err
	}
	defer w.Close()
	return w.exec(ctx, fmt.Sprintf(`copy (
		select * exclude (year, file, filename) from read_parquet(%s, filename = true)
		qualify dense_rank() over (partition by file_sha order by filename, year, file) = 1
		order by file_sha, position
	) to %s (format parquet, compression zstd)`, list(files), quote(to)))
}

// list is a list of texts as SQL has it.
func list(texts []string) string {
	var quoted []string
	for _, text := range texts {
		quoted = append(quoted, quote(text))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
