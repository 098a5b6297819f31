package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"slices"
)

// ownParameters are those of 参数 that no judgement depends on: each county has its own.
var ownParameters = []string{"县名", "保留批次", "静置秒数", "打开密码", "时区"}

// Identity tells rules from others by what they say, not by their file: one hash of all that judging depends on
// (roster, forms, weights, grades, checks, the county's own SQL, 对比规则).
func (c *County) Identity() (string, error) { return c.identity() }

// SharedIdentity tells rules from others but for the roster: what counties of one city have in common.
func (c *County) SharedIdentity() (string, error) { return c.identity("乡镇名册") }

func (c *County) identity(but ...string) (string, error) {
	said := []any{sayings(c.Rules, but)}
	if c.Other != nil {
		said = append(said, sayings(c.Other, but))
	}
	for _, pattern := range []string{"*.sql", "*/*.sql"} {
		names, err := fs.Glob(c.SQL, pattern)
		if err != nil {
			return "", err
		}
		for _, name := range names {
			text, err := fs.ReadFile(c.SQL, name)
			if err != nil {
				return "", err
			}
			said = append(said, name, string(text))
		}
	}
	text, err := json.Marshal(said)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// sayings are the rows of all sheets that judging depends on, but of some.
func sayings(r *Rules, but []string) (said []any) {
	for _, spec := range Specs {
		t := r.Tables[spec.Name]
		if t == nil || slices.Contains(but, spec.Name) {
			continue
		}
		rows := t.Rows
		if spec.Name == "参数" {
			rows = slices.DeleteFunc(slices.Clone(rows), func(row []string) bool {
				return slices.Contains(ownParameters, row[0])
			})
		}
		said = append(said, spec.Name, rows)
	}
	return said
}

// Counties are the names of the counties (县) that the roster has in a year, in its order; year 0 takes every row. A
// unit without a county is in none of them.
func (r *Rules) Counties(year int) (names []string) {
	seen := map[string]bool{"": true}
	for _, u := range r.Units(year) {
		if !seen[u.County] {
			seen[u.County] = true
			names = append(names, u.County)
		}
	}
	return names
}
