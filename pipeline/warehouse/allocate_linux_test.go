//go:build (amd64 || arm64) && !duckdb_use_lib

package warehouse

import (
	"debug/elf"
	"os"
	"slices"
	"testing"
)

// Were operator new the C++ library's, all would work as well, only slower.
func TestTheProgramBringsOperatorNew(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	symbols, err := program.DynamicSymbols()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"_Znwm", "_Znam", "_ZnwmRKSt9nothrow_t", "_ZnamRKSt9nothrow_t", "_ZdlPv", "_ZdaPv"} {
		if !slices.ContainsFunc(symbols, func(s elf.Symbol) bool { return s.Name == name && s.Section != elf.SHN_UNDEF }) {
			t.Errorf("%s is not the program's own", name)
		}
	}
}
