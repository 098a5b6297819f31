//go:build (amd64 || arm64) && !duckdb_use_lib

package warehouse

import "C" // allocate_linux.c is part of this package
