package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"jixiao/pipeline"
	"jixiao/pipeline/rules"
)

// dropped checks what was dropped on the program, with the rules that stand beside it if any do. Whoever dropped it
// finds something afterwards: marked copies, or else a note with the words of the check.
func dropped(ctx context.Context, paths []string, stdout, stderr io.Writer) int {
	args := append([]string{"--mark"}, paths...)
	if self, err := os.Executable(); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(self), rules.Name)); err == nil {
			args = append(args, "--inputs", filepath.Dir(self))
		}
	}
	var said, told bytes.Buffer
	code := checkCommand.do(ctx, args, io.MultiWriter(stdout, &said), io.MultiWriter(stderr, &told))
	info, err := os.Stat(paths[0])
	name := pipeline.NoteName(paths[0], err == nil && info.IsDir())
	if strings.Contains(told.String(), markedWords) {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(stderr, "旁边的“%s”是以前的检查结果，请不要再看。\n", filepath.Base(name))
		}
		return code
	}
	text := "\ufeff" + strings.ReplaceAll(said.String()+told.String(), "\n", "\r\n") // as Notepad reads it
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		fmt.Fprintln(stderr, "检查结果没有写到旁边：这个文件夹不能写入。请把文件复制到桌面，再拖放一次。")
		return code
	}
	fmt.Fprintf(stderr, "没有可以标注的副本，检查结果写在：%s\n", name)
	return code
}

// holdWindow keeps the window until a key is pressed.
func holdWindow(ctx context.Context, keys *os.File, to io.Writer) {
	if !term.IsTerminal(int(keys.Fd())) {
		return
	}
	fmt.Fprint(to, "\n按任意键关闭窗口。")
	if before, err := term.MakeRaw(int(keys.Fd())); err == nil { // else the Enter key alone is seen
		defer term.Restore(int(keys.Fd()), before)
	}
	pressed := make(chan struct{})
	go func() {
		defer close(pressed)
		_, _ = keys.Read(make([]byte, 1)) // whatever comes, or the end of it
	}()
	select {
	case <-pressed:
	case <-ctx.Done():
	}
}
