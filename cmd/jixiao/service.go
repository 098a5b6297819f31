package main

import (
	"context"
	"log/slog"
	"strings"

	"github.com/kardianos/service"
	"github.com/spf13/pflag"
)

const serviceName = "jixiao"

func serviceConfig(arguments []string) *service.Config {
	return &service.Config{
		Name: serviceName, DisplayName: "乡镇预算绩效自评（jixiao）", Description: "每天汇总、审核、发布乡镇预算绩效自评",
		Arguments: arguments, Option: service.KeyValue{"OnFailure": "restart"},
	}
}

// serviceArguments are the options given, with paths that do not depend on where one stands.
func (s *scheduleFlags) serviceArguments() []string {
	arguments := []string{"schedule"}
	s.given.VisitAll(func(f *pflag.Flag) {
		value := f.Value.String()
		switch f.Name {
		case "install", "uninstall", "help":
			return
		case "inputs", "outputs", "log", "password-file":
			if value != "" {
				arguments = append(arguments, "--"+f.Name, absolute(value))
			}
			return
		case "host":
			value = strings.Join(s.hosts, ",")
		}
		if f.Changed {
			arguments = append(arguments, "--"+f.Name, value)
		}
	})
	return arguments
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
