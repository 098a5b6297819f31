package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/DeRuina/timberjack"
	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
	"jixiao/pipeline/serve"
)

var scheduleCommand = command{
	name: "schedule", usage: `schedule [--cron "0 2 * * *"] [--listen 地址] [--log 文件] [--memory 内存] [--workers 个数] [--install|--uninstall]`,
	about: "每天定时运行；可装成系统服务，可开一个只读的状态网页",
	flags: func(f *pflag.FlagSet) {
		f.String("cron", "0 2 * * *", "运行时间：分 时 日 月 星期，按规则参数“时区”")
		f.String("inputs", "inputs", "输入文件夹")
		f.String("outputs", "outputs", "输出文件夹")
		f.Int("year", 0, "发布的年度（默认：输入文件夹中最新的年度）")
		boundFlags(f)
		f.String("listen", "", "状态网页的地址，如 8080（只限本机）或 0.0.0.0:8080")
		f.Duration("max-age", staleAfter, "最近一次发布早于这么久，状态网页的 /healthz 报告过期")
		f.String("log", "", "日志文件，自动按大小轮换（默认：输出到屏幕）")
		f.String("log-format", "text", "日志格式：text、json")
		f.Bool("install", false, "装成系统服务（systemd 或 Windows 服务），随开机启动")
		f.Bool("uninstall", false, "卸下系统服务")
	},
	args: func(n int) bool { return n == 0 },
	run:  doSchedule,
}

// staleAfter is a night and half a day: one night that failed is seen the next noon.
const staleAfter = 36 * time.Hour

func doSchedule(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error) {
	install, _ := flags.GetBool("install")
	uninstall, _ := flags.GetBool("uninstall")
	switch {
	case install && uninstall:
		return 0, &usageError{"--install 和 --uninstall 只能选一个。"}
	case install || uninstall:
		if err := limits(&pipeline.Config{}, flags, func(string) string { return "" }); err != nil {
			return 0, err
		}
		return changeService(flags, install, stdout)
	}
	log, closeLog, err := openLog(flags, stderr)
	if err != nil {
		return 0, err
	}
	defer closeLog()
	work := func(ctx context.Context) error { return nightly(ctx, flags, log) }
	if asService() {
		return exitPublished, runAsService(ctx, work, log)
	}
	return exitPublished, work(ctx)
}

// openLog opens the log: lines for people, or JSON for a collector; a file is turned over at 10 MB.
func openLog(flags *pflag.FlagSet, stderr io.Writer) (log *slog.Logger, closeLog func() error, err error) {
	to, closeLog := stderr, func() error { return nil }
	if file, _ := flags.GetString("log"); file != "" {
		f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644) // say now that it cannot be written
		if err != nil {
			return nil, nil, &pipeline.InputError{Says: fmt.Sprintf("写不了日志文件“%s”：%v", file, err)}
		}
		f.Close()
		rotating := &timberjack.Logger{Filename: file, MaxSize: 10, MaxBackups: 10, LocalTime: true}
		to, closeLog = rotating, rotating.Close
	}
	switch format, _ := flags.GetString("log-format"); format {
	case "text":
		return slog.New(slog.NewTextHandler(to, nil)), closeLog, nil
	case "json":
		return slog.New(slog.NewJSONHandler(to, nil)), closeLog, nil
	default:
		return nil, nil, &usageError{fmt.Sprintf("没有“%s”这种日志格式，可用 text、json。", format)}
	}
}

// nightly holds the place of the scheduler, shows the page where it is wanted, and runs by the plan.
func nightly(ctx context.Context, flags *pflag.FlagSet, log *slog.Logger) error {
	cfg := pipeline.Config{Version: version(), Worker: workerCommand(), Settle: true}
	cfg.Inputs, _ = flags.GetString("inputs")
	cfg.Outputs, _ = flags.GetString("outputs")
	cfg.Year, _ = flags.GetInt("year")
	if err := limits(&cfg, flags, os.Getenv); err != nil {
		return err
	}
	zone, err := countyZone(cfg.Inputs, log)
	if err != nil {
		return err
	}
	spec, _ := flags.GetString("cron")
	plan, err := schedule.NewPlan(spec, zone)
	if err != nil {
		return &usageError{err.Error()}
	}
	held, err := publish.Take(cfg.Outputs, publish.Scheduler)
	if err != nil {
		return err
	}
	defer held.Unlock()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	if address, _ := flags.GetString("listen"); address != "" {
		l, site, err := listen(address, cfg.Outputs, zone, flags)
		if err != nil {
			return err
		}
		h, err := site.Handler()
		if err != nil {
			return err
		}
		log.Info("状态网页已打开", "地址", "http://"+l.Addr().String()+"/")
		go func() { served <- serve.Serve(ctx, l, h) }()
	} else {
		served <- nil
	}
	s := &schedule.Scheduler{Plan: plan, Clock: schedule.Machine{}, Retries: schedule.Retries, Retryable: pipeline.Retryable, Log: log,
		Last: func() time.Time { return lastRun(cfg.Outputs) }, Save: func(s schedule.State) error { return schedule.SaveState(cfg.Outputs, s) },
		Job: func(ctx context.Context) error { return oneNight(ctx, cfg, log) }}
	s.Run(ctx)
	stop()
	return <-served
}

// countyZone is the time zone of the rules; where they cannot be read now, the nation's.
func countyZone(inputs string, log *slog.Logger) (*time.Location, error) {
	r, _, err := pipeline.ReadRules(inputs)
	if err != nil {
		log.Warn("现在读不到规则，先按北京时间安排", "原因", err.Error())
		return time.LoadLocation(pipeline.DefaultZone)
	}
	return pipeline.Zone(r)
}

func listen(address, outputs string, zone *time.Location, flags *pflag.FlagSet) (net.Listener, *serve.Site, error) {
	full, err := serve.Address(address)
	if err != nil {
		return nil, nil, &usageError{fmt.Sprintf("状态网页的地址“%s”不对，应为端口或“地址:端口”。", address)}
	}
	l, err := net.Listen("tcp", full)
	if err != nil {
		return nil, nil, &pipeline.InputError{Says: fmt.Sprintf("状态网页的地址 %s 用不了，可能已被别的程序占用：%v", full, err)}
	}
	maxAge, _ := flags.GetDuration("max-age")
	return l, &serve.Site{Outputs: outputs, MaxAge: maxAge, Now: time.Now, Zone: zone}, nil
}

// lastRun is when the newest published run began.
func lastRun(outputs string) time.Time {
	_, m, err := publish.Latest(outputs)
	if err != nil {
		return time.Time{}
	}
	return m.Started
}

// oneNight is the main job; its last line in the log says what changed.
func oneNight(ctx context.Context, cfg pipeline.Config, log *slog.Logger) error {
	log.Info("开始运行")
	s, err := pipeline.Run(ctx, cfg)
	if err != nil {
		return &told{err}
	}
	for _, note := range s.Notes {
		log.Warn(note)
	}
	if !s.Complete() {
		log.Warn("材料不齐", "未报送", s.Missing, "不能读取", s.Unreadable)
	}
	log.Info("已发布", "批次", s.Run, "年度", s.Year, "应报", s.Townships, "已报", s.Submitted, "错误", s.Findings["error"], "疑点", s.Findings["warn"], "新读取", s.Fresh)
	log.Info(s.Changes.Text())
	return nil
}

// told is an error that speaks as people read it, here in the log and on the page.
type told struct{ err error }

func (t *told) Error() string { return words(t.err) }
func (t *told) Unwrap() error { return t.err }
