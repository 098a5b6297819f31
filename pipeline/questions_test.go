package pipeline

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every question of sql/README.md has an answer in the sample county.
func TestSavedQuestions(t *testing.T) {
	text, err := os.ReadFile("../sql/README.md")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, part := range strings.Split(string(text), "```sql\n")[1:] {
		query, _, _ := strings.Cut(part, "```")
		asked++
		if table := ask(t, query); len(table.Rows) == 0 && !strings.Contains(query, "kind = '不可评'") {
			t.Errorf("no answer: %s", query)
		}
	}
	if asked != 20 {
		t.Errorf("%d questions, want 20", asked)
	}
}

// The program of ten lines in README.md draws the sample county's lots again, and finds that none differs.
func TestDrawIsReplayed(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3")
	}
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "```python\n")
	program, _, isWhole := strings.Cut(after, "```")
	if lines := strings.Count(program, "\n"); !isWhole || lines > 10 {
		t.Fatalf("the program has %d lines", lines)
	}
	question := regexp.MustCompile(`ask = "([^"]+)"`).FindStringSubmatch(program)
	if question == nil {
		t.Fatal("the program asks nothing")
	}
	dir := t.TempDir()
	var answer bytes.Buffer
	if err := ask(t, question[1]).WriteCSV(&answer, false); err != nil {
		t.Fatal(err)
	}
	stands := "#!/bin/sh\ncat " + filepath.Join(dir, "answer.csv") + "\n" // in place of jixiao
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "answer.csv"), answer.Bytes(), 0o644),
		os.WriteFile(filepath.Join(dir, "jixiao"), []byte(stands), 0o755)); err != nil {
		t.Fatal(err)
	}
	draw := exec.Command("python3", "-c", program)
	draw.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
	out, err := draw.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if drawn := strings.Count(string(out), " drawn"); drawn < 3 || strings.Contains(string(out), "DIFFERS") {
		t.Errorf("%d are drawn:\n%s", drawn, out)
	}
}
