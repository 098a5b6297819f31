// Package countytest makes up counties, for tests alone.
package countytest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// County is a made-up county (or a province: many of them) of any size, in the seven states of mess in
// which townships send. The same county gives the same bytes.
type County struct {
	Seed      uint64
	Townships int
	Projects  int // of each township
}

// Truth is what a township's forms say of its projects in all, but for the faults; amounts in 0.01 万元.
type Truth struct {
	Township                    string
	Initial, Adjusted, Executed int64
}

// Year is the year that the forms are for.
const Year = 2023

// Write makes DIR/inputs, and beside it what a test wants to know: 名册.csv, faults.csv.
func (c County) Write(dir string) ([]Truth, []Fault, error) {
	units, err := c.units()
	if err != nil {
		return nil, nil, err
	}
	if err := c.rules(dir, units); err != nil {
		return nil, nil, err
	}
	truths, planted := make([]Truth, len(units)), make([][]Fault, len(units))
	var next atomic.Int64
	var work sync.WaitGroup
	failed := make([]error, runtime.NumCPU())
	for w := range failed {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(units); i = int(next.Add(1)) - 1 {
				u := units[i]
				t := newTownship(u, c.Projects, rand.New(rand.NewPCG(c.Seed, uint64(i))))
				truths[i] = Truth{u.name, t.projectSum.initial, t.projectSum.adjusted, t.projectSum.executed}
				planted[i] = t.faults
				folder := filepath.Join(dir, "inputs", strconv.Itoa(Year), u.folder)
				failed[w] = errors.Join(failed[w], t.send(folder, states[i%len(states)], i))
			}
		})
	}
	work.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, nil, err
	}
	var faults []Fault
	rows := [][]string{{"township", "project", "code"}}
	for _, list := range planted {
		for _, f := range list {
			faults = append(faults, f)
			rows = append(rows, []string{f.Township, f.Project, f.Code})
		}
	}
	return truths, faults, writeRows(filepath.Join(dir, "faults.csv"), rows)
}

// rules writes the roster and the rules workbook, as jixiao init does.
func (c County) rules(dir string, units []unit) error {
	roster := filepath.Join(dir, "名册.csv")
	rows := [][]string{{"单位代码", "单位名称", "县"}}
	for _, u := range units {
		rows = append(rows, []string{u.code, u.name, u.county})
	}
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "inputs"), 0o755), writeRows(roster, rows)); err != nil {
		return err
	}
	r, err := rules.OpenDefault(warehouse.Checks)
	if err != nil {
		return err
	}
	f, err := os.Open(roster)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := r.SetRoster("名册.csv", f); err != nil {
		return err
	}
	return workbooks.Rules(filepath.Join(dir, "inputs", rules.Name), r.Rules)
}

func writeRows(path string, rows [][]string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return csv.NewWriter(f).WriteAll(rows)
}

func (u unit) government() string { return u.name + "人民政府" }

// unit is a township.
type unit struct{ code, name, county, folder string }

// Syllables that names of places are made of; none of them is a word of the forms.
var placeSyllables = []rune("石溪梅松柏云龙凤金银青白红黄大小东西南北平安和兴旺福寿康乐永新古高林森泉河湖江海山岭坡坪塘湾洞岩峰桥门井田沙竹桃李杏桂兰荷莲枫榕樟楠茶药麻花草马牛羊鹿鹤雁雀燕")

var peopleNames = []string{"苗族", "瑶族", "侗族", "壮族"}

// units makes up the townships, ten a county, each name of its own.
func (c County) units() ([]unit, error) {
	n := len(placeSyllables)
	if c.Townships > n*(n-1)*4/5 {
		return nil, fmt.Errorf("%d townships: there are not so many names", c.Townships)
	}
	rnd := rand.New(rand.NewPCG(c.Seed, 1<<40))
	order := rnd.Perm(n * n)
	var names []string
	for _, i := range order {
		if i/n != i%n {
			names = append(names, string([]rune{placeSyllables[i/n], placeSyllables[i%n]}))
		}
	}
	const perCounty = 10
	units := make([]unit, c.Townships)
	for i := range units {
		u := unit{
			code:   fmt.Sprintf("45%04d%03d", i/perCounty+1, 100+i%perCounty),
			county: names[len(names)-1-i/perCounty] + "县",
		}
		switch {
		case i%9 == 4:
			u.name = names[i] + peopleNames[rnd.IntN(len(peopleNames))] + "乡"
		case i%2 == 0:
			u.name = names[i] + "镇"
		default:
			u.name = names[i] + "乡"
		}
		if c.Townships > perCounty {
			u.folder = u.county
		}
		units[i] = u
	}
	return units, nil
}

// sentences makes a text of its own for a unit from parts that others use too.
func sentences(rnd *rand.Rand, parts ...[]string) string {
	var b strings.Builder
	for _, choice := range parts {
		b.WriteString(choice[rnd.IntN(len(choice))])
	}
	return b.String()
}
