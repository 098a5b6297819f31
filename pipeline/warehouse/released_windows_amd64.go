//go:build duckdb_use_static_lib

package warehouse

import (
	// The library that a release links: the last of the line that the driver allows, which itself links an older one.
	_ "github.com/duckdb/duckdb-go-bindings/lib/windows-amd64"
)
