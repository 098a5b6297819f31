package find

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every file in the inputs folder is listed with its year, and those that are no submissions with a
// reason; nothing outside is reached through a link.
func TestList(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"规则.xlsx", "sql/20_staging/x.sql", "放错的.xlsx", "甲镇/也放错.xlsx",
		"2023/甲镇.xlsx", "2023/乙乡/一/二.xls", "2023/~$甲镇.xlsx", "2023/.~lock.甲镇.xlsx#", "2023/Thumbs.db", "2023/甲镇.xlsx.part", "2023/复核/底稿.xlsx", "2024年度/甲镇.xlsx",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	secret := filepath.Join(t.TempDir(), "secret.xlsx")
	if err := os.WriteFile(secret, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	links := os.Symlink(secret, filepath.Join(dir, "2023", "链接.xlsx")) == nil
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	years, files, err := List(root, map[string]string{"甲镇": "100", "乙乡": "200", "镇": "999"})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(years) != "[2023 2024]" {
		t.Errorf("years %v", years)
	}
	var got []string
	for _, f := range files {
		got = append(got, fmt.Sprintf("%d %s %s %s", f.Year, f.Path, f.PathUnit, f.Fate))
	}
	want := []string{
		"2023 2023/.~lock.甲镇.xlsx# 100 skipped", "2023 2023/Thumbs.db  skipped", "2023 2023/~$甲镇.xlsx 100 skipped", "2023 2023/乙乡/一/二.xls 200 ",
		"2023 2023/复核/底稿.xlsx  ", "2023 2023/甲镇.xlsx 100 ", "2023 2023/甲镇.xlsx.part 100 skipped",
	}
	if links {
		want = append(want, "2023 2023/链接.xlsx  skipped")
	}
	want = append(want, "2024 2024年度/甲镇.xlsx 100 ", "2024 放错的.xlsx  skipped", "2024 甲镇/也放错.xlsx 100 skipped")
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, f := range files {
		if f.Fate == Skipped && f.Reason == "" {
			t.Errorf("%s is skipped without a reason", f.Path)
		}
	}
}
