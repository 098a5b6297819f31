package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/pipeline/guides"
)

// A person with only the administrator's guide comes to a first published set: each command for Linux is tried as it is
// written, in order, but for those that change the system. /srv/jixiao is a folder of the test.
func TestGuideAsWritten(t *testing.T) {
	text, err := guides.Text("管理员使用说明")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("乡镇名册.csv", []byte("单位代码,单位名称,县\n450329200,瓜里乡,资源县\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for line := range strings.Lines(text) {
		command, isCommand := strings.CutPrefix(strings.TrimSpace(line), "$ ")
		words := strings.Fields(strings.ReplaceAll(command, "/srv/jixiao", filepath.Join(dir, "县")))
		switch {
		case !isCommand || strings.HasPrefix(command, `D:\`) || words[0] == "install":
			continue
		case words[0] == "mkdir":
			if err := os.Mkdir(words[1], 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		case words[len(words)-1] == "--install" || words[len(words)-1] == "--uninstall":
			continue // TestScripts/install has what is checked before
		}
		var out, says bytes.Buffer
		code := run(context.Background(), words[1:], &out, &says)
		if want := map[string]int{"run": exitIncomplete}[words[1]]; code != want {
			t.Errorf("%s: exit code %d, want %d\n%s%s", command, code, want, out.String(), says.String())
		}
		tried[words[1]] = true
	}
	for _, name := range []string{"version", "init", "run", "status", "seal", "verify"} {
		if !tried[name] {
			t.Errorf("the guide has no command %s", name)
		}
	}
}

// Every command for Linux stands in the guide for Windows too, with the same options.
func TestGuideForWindows(t *testing.T) {
	text, err := guides.Text("管理员使用说明")
	if err != nil {
		t.Fatal(err)
	}
	windows := strings.NewReplacer("$ jixiao", `$ D:\jixiao\jixiao.exe`, "/srv/jixiao", `D:\jixiao`, "/", `\`)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "$ jixiao") && !strings.Contains(text, windows.Replace(line)) {
			t.Errorf("not for Windows: %s", line)
		}
	}
}
