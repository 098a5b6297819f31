// Package sql carries the queries that turn staged fields into tables, checks, scores, rankings
// and sheets. One file is one SELECT; folder = schema, file = table; the number gives the order. What stands in
// asked makes no table: the program asks it of the finished ones.
package sql

import (
	"cmp"
	"embed"
	"errors"
	"io/fs"
	"slices"
)

// Files are the queries that ship with the program.
//
//go:embed *.sql */*.sql
var Files embed.FS

// Over lays a county's own queries (inputs/sql, the same folders) over those of the program: a file
// of the same name replaces, any other adds. So a county adds a form's table, a check or a sheet
// without building anything.
func Over(own fs.FS) fs.FS { return overlay{own} }

type overlay struct{ own fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.own.Open(name); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
		f.Close()
	}
	return Files.Open(name)
}

// ReadDir lists both folders; what both have stands once.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := Files.ReadDir(name)
	own, ownErr := fs.ReadDir(o.own, name)
	if ownErr != nil && !errors.Is(ownErr, fs.ErrNotExist) {
		return nil, ownErr
	}
	if err != nil && ownErr != nil {
		return nil, err
	}
	entries = append(own, entries...)
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(entries, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

// Stat makes fs.Glob see the folders of both.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if info, err := fs.Stat(o.own, name); err == nil {
		return info, nil
	}
	return fs.Stat(Files, name)
}
