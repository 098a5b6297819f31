// Package sql carries the queries that turn staged fields into tables, checks, scores, rankings
// and sheets. One file is one SELECT; folder = schema, file = table, the number gives the order.
package sql

import "embed"

// Files are the queries.
//
//go:embed *.sql */*.sql
var Files embed.FS
