package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"

	"github.com/kardianos/service"
	"github.com/spf13/pflag"

	"jixiao/pipeline/fault"
)

// changeService installs or removes the scheduler as a service of the system, with the options given.
func changeService(flags *pflag.FlagSet, install bool, stdout io.Writer) (int, error) {
	if platform := service.Platform(); platform != "linux-systemd" && platform != "windows-service" {
		return 0, fault.New(fault.Input,
			"这台机器没有 systemd，也不是 Windows，不能装成系统服务。可以直接运行 jixiao schedule，或用系统自带的定时任务每天运行 jixiao run。")
	}
	arguments, err := serviceArguments(flags)
	if err != nil {
		return 0, err
	}
	s, err := service.New(&program{}, serviceConfig(arguments))
	if err != nil {
		return 0, err
	}
	if !install {
		_ = s.Stop() // it may not be running
		if err := s.Uninstall(); err != nil {
			return 0, fault.New(fault.Input, "卸下系统服务没有成功，请用管理员身份运行：%v", err)
		}
		fmt.Fprintln(stdout, "系统服务 jixiao 已卸下。")
		return exitPublished, nil
	}
	if err := s.Install(); err != nil {
		return 0, fault.New(fault.Input, "装成系统服务没有成功，请用管理员身份运行：%v", err)
	}
	if err := s.Start(); err != nil {
		return 0, fault.New(fault.Input, "系统服务已装好，但没有启动：%v", err)
	}
	fmt.Fprintf(stdout, "系统服务 jixiao 已装好并启动：jixiao %s\n", strings.Join(arguments, " "))
	return exitPublished, nil
}

func serviceConfig(arguments []string) *service.Config {
	return &service.Config{
		Name: "jixiao", DisplayName: "乡镇预算绩效自评（jixiao）", Description: "每天汇总、审核、发布乡镇预算绩效自评",
		Arguments: arguments, Dependencies: serviceDependencies(),
		Option: service.KeyValue{"Restart": "on-failure", "OnFailure": "restart"},
	}
}

func serviceDependencies() []string {
	if service.Platform() == "linux-systemd" {
		return []string{"After=network-online.target remote-fs.target", "Wants=network-online.target"}
	}
	return nil
}

// serviceArguments are the options given, with folders that do not depend on where one stands.
func serviceArguments(flags *pflag.FlagSet) ([]string, error) {
	arguments := []string{"schedule"}
	var err error
	flags.VisitAll(func(f *pflag.Flag) {
		value := f.Value.String()
		switch f.Name {
		case "install", "uninstall", "help":
			return
		case "inputs", "outputs", "log":
			if value != "" {
				absolute, e := filepath.Abs(value)
				if e != nil {
					err = e
				}
				arguments = append(arguments, "--"+f.Name, absolute)
			}
			return
		}
		if f.Changed {
			arguments = append(arguments, "--"+f.Name, value)
		}
	})
	return arguments, err
}

// program is the scheduler as Windows' service manager starts and stops it. systemd needs no more than
// the process and its signals.
type program struct {
	ctx  context.Context
	work func(context.Context) error
	log  *slog.Logger
	stop context.CancelFunc
	done chan struct{}
}

// asService reports whether the service manager of Windows has started us.
func asService() bool { return service.Platform() == "windows-service" && !service.Interactive() }

func runAsService(ctx context.Context, work func(context.Context) error, log *slog.Logger) error {
	s, err := service.New(&program{ctx: ctx, work: work, log: log}, serviceConfig(nil))
	if err != nil {
		return err
	}
	return s.Run()
}

// Start begins the work and returns at once.
func (p *program) Start(s service.Service) error {
	ctx, stop := context.WithCancel(p.ctx)
	p.stop, p.done = stop, make(chan struct{})
	go func() {
		defer close(p.done)
		if err := p.work(ctx); err != nil {
			p.log.Error("定时任务没有启动", "原因", words(err))
			_ = s.Stop() // or it would seem to be at work
		}
	}()
	return nil
}

// Stop tells the work to end and waits for it.
func (p *program) Stop(service.Service) error {
	p.stop()
	<-p.done
	return nil
}
