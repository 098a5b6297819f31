package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"jixiao/pipeline"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/serve"
	"jixiao/pipeline/warehouse"
)

// desk puts 自检 and 报送 before the status page, as far as they are switched on.
func (s *scheduleFlags) desk(site *serve.Site) (http.Handler, error) {
	d := &serve.Desk{Now: time.Now}
	if s.selfCheck {
		site.Doors = append(site.Doors, serve.Door{Name: "报送前自检", Path: "/check"})
		d.Check = s.checkFolder
	}
	if s.receive != "" {
		county, err := rules.Open(s.inputs, warehouse.Checks)
		if err != nil {
			return nil, err
		}
		var codes, names []string
		for _, u := range county.Units(0) {
			codes, names = append(codes, u.Code), append(names, u.Name)
		}
		if err := serve.WriteCodes(s.receive, codes, names); err != nil {
			return nil, fmt.Errorf("write %s: %w", s.receive, err)
		}
		site.Doors = append(site.Doors, serve.Door{Name: "报送", Path: "/submit"})
		d.Receiver = &serve.Receiver{
			Inputs: s.inputs, Codes: s.receive, Log: filepath.Join(s.outputs, "报送登记.csv"),
			Now: time.Now, Zone: site.Zone,
		}
	}
	if len(site.Doors) == 0 {
		return site.Handler()
	}
	return d.Over(site)
}

// checkFolder is `jixiao check --mark` over a folder, in a process of its own: what a hostile file does to it ends with
// it.
func (s *scheduleFlags) checkFolder(ctx context.Context, dir string) (*serve.Checked, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	child := exec.CommandContext(ctx, self, "check", "--json", "--mark", "--inputs", s.inputs, dir)
	child.Stdout, child.WaitDelay = &out, time.Second
	child.Env = append(os.Environ(), "JIXIAO_MEMORY=512MB", "GOMEMLIMIT=512MiB") // two are at work at once
	var exit *exec.ExitError
	if err := child.Run(); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == exitIncomplete) {
		return nil, err
	}
	checked := &pipeline.Checked{}
	if err := json.Unmarshal(out.Bytes(), checked); err != nil {
		return nil, err
	}
	told := &serve.Checked{
		Who: strings.Join(checked.Townships, "、"), Year: checked.Year,
		Ready: checked.Ready(), Verdict: verdict(checked),
	}
	for _, f := range checked.Findings {
		told.Findings = append(told.Findings, serve.Found{
			Severity: severityWords[f.Severity], File: f.File, Place: strings.Trim(f.Sheet+"!"+f.Cell, "!"),
			Project: f.Project, Message: f.Message, Fix: f.Fix,
		})
	}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.Contains(filepath.Base(path), "（标注）") {
			told.Marked = append(told.Marked, path)
		}
		return err
	})
	return told, err
}
