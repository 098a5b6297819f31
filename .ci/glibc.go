// glibc writes libraries to link against in the place of the C library, so that a program runs on an older one: stubs
// that hold, of each symbol of the library at hand, the version that the older one had.
//
//	go run .ci/glibc.go -newest 2.28 -from /usr/aarch64-linux-gnu/lib -to DIR -cc aarch64-linux-gnu-gcc
package main

import (
	"cmp"
	"debug/elf"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// libraries are the parts of the C library: the name to link by, the name to load by. In the older one threads and
// loading are parts of their own, so a program must load them too; all their symbols are in libc.so.6 today.
var libraries = []struct{ link, load string }{
	{"libc.so", "libc.so.6"}, {"libm.so", "libm.so.6"}, {"ld.so", "ld-linux-aarch64.so.1"},
	{"libpthread.so", "libpthread.so.0"}, {"libdl.so", "libdl.so.2"}, {"librt.so", "librt.so.1"},
}

func main() {
	log.SetFlags(0)
	newest := flag.String("newest", "2.28", "version of the older library")
	from := flag.String("from", "/usr/aarch64-linux-gnu/lib", "folder of the library at hand")
	to := flag.String("to", "", "folder to write to")
	cc := flag.String("cc", "aarch64-linux-gnu-gcc", "compiler")
	flag.Parse()
	for _, l := range libraries {
		symbols, err := symbolsOf(filepath.Join(*from, l.load), number(*newest))
		if err == nil {
			err = write(*cc, filepath.Join(*to, l.link), l.load, symbols)
		}
		if err != nil {
			log.Fatalf("%s: %v", l.load, err)
		}
	}
}

// number makes versions comparable: 2.28 → 228, 2.2.5 → 202. Other names of versions are no number: 0.
func number(version string) int {
	parts := strings.Split(strings.TrimPrefix(version, "GLIBC_"), ".")
	if len(parts) < 2 {
		return 0
	}
	major, err := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	if err != nil || err2 != nil {
		return 0
	}
	return major*100 + minor
}

// symbolsOf gives each symbol of a library at its newest version that is no newer.
func symbolsOf(path string, newest int) (map[string]elf.Symbol, error) {
	f, err := elf.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := f.DynamicSymbols()
	if err != nil {
		return nil, err
	}
	found := map[string]elf.Symbol{}
	for _, s := range all {
		version := number(s.Version)
		if s.Section == elf.SHN_UNDEF || s.Section == elf.SHN_ABS || version == 0 || version > newest {
			continue
		}
		if version > number(found[s.Name].Version) {
			found[s.Name] = s
		}
	}
	return found, nil
}

// write makes a library with those symbols: functions that do nothing, and variables in their sizes. Two names of one
// variable stay at one place, for the linker moves it into the program with both.
func write(cc, link, load string, symbols map[string]elf.Symbol) error {
	var code, versions strings.Builder
	byVersion := map[string][]string{}
	byPlace := map[uint64][]elf.Symbol{}
	for _, name := range slices.Sorted(maps.Keys(symbols)) {
		s := symbols[name]
		byVersion[s.Version] = append(byVersion[s.Version], name)
		if elf.ST_TYPE(s.Info) == elf.STT_OBJECT {
			byPlace[s.Value] = append(byPlace[s.Value], s)
			continue
		}
		fmt.Fprintf(&code, ".global %s\n.type %s, %%function\n%s: .long 0\n", name, name, name)
	}
	code.WriteString(".bss\n")
	for _, place := range slices.Sorted(maps.Keys(byPlace)) {
		size := uint64(0)
		code.WriteString(".balign 16\n")
		for _, s := range byPlace[place] {
			fmt.Fprintf(&code, ".global %[1]s\n.type %[1]s, %%object\n.size %[1]s, %[2]d\n%[1]s:\n", s.Name, s.Size)
			size = max(size, s.Size)
		}
		fmt.Fprintf(&code, ".zero %d\n", size)
	}
	for _, version := range slices.SortedFunc(maps.Keys(byVersion), func(a, b string) int {
		return cmp.Compare(number(a), number(b))
	}) {
		fmt.Fprintf(&versions, "%s { global: %s; };\n", version, strings.Join(byVersion[version], "; "))
	}
	for name, text := range map[string]string{".s": code.String(), ".map": versions.String()} {
		if err := os.WriteFile(link+name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	c := exec.Command(cc, "-shared", "-nostdlib", "-Wl,-soname,"+load, "-Wl,--version-script,"+link+".map",
		"-o", link, link+".s")
	c.Stderr = os.Stderr
	return c.Run()
}
