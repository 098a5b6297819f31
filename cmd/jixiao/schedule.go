package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/DeRuina/timberjack"
	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/schedule"
	"jixiao/pipeline/serve"
	"jixiao/pipeline/warehouse"
)

var scheduleCommand = command{
	name: "schedule",
	usage: `schedule [--cron "0 2 * * *"] [--listen 地址] [--host 名字] [--password-file 文件] [--log 文件] [--memory 内存] [--workers 个数] ` +
		`[--install|--uninstall]`,
	about: "每天定时运行；可装成系统服务，可开一个只读的状态网页",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		s := &scheduleFlags{}
		flags.StringVar(&s.cron, "cron", "0 2 * * *", "运行时间：分 时 日 月 星期，按规则参数“时区”")
		s.folders.bind(flags)
		flags.IntVar(&s.year, "year", 0, "发布的年度（默认：输入文件夹中最新的年度）")
		s.bounds.bind(flags)
		flags.StringVar(&s.listen, "listen", "", "状态网页的地址，如 8080（只限本机）或 0.0.0.0:8080")
		flags.StringSliceVar(&s.hosts, "host", nil, "访问状态网页用的名字（本机或代理的域名），可以有几个，用逗号隔开；不写时只能用 IP 地址")
		flags.StringVar(&s.passwordFile, "password-file", "", "状态网页的口令文件：文件的第一行是口令（默认：不要口令）")
		flags.DurationVar(&s.maxAge, "max-age", staleAfter, "最近一次发布早于这么久，状态网页的 /healthz 报告过期")
		flags.BoolVar(&s.selfCheck, "self-check", false, "状态网页上提供报送前自检：上传的文件查完即删")
		flags.StringVar(&s.receive, "receive", "", "状态网页上接收报送：各乡镇口令的 CSV 文件，没有时生成；材料存入输入文件夹")
		flags.StringVar(&s.logFile, "log", "", "日志文件，自动按大小轮换（默认：输出到屏幕）")
		flags.StringVar(&s.logFormat, "log-format", "text", "日志格式：text、json")
		flags.BoolVar(&s.install, "install", false, "装成系统服务（systemd 或 Windows 服务），随开机启动")
		flags.BoolVar(&s.uninstall, "uninstall", false, "卸下系统服务")
		return s.run
	},
}

type scheduleFlags struct {
	folders
	bounds
	cron, listen, logFile, logFormat string
	hosts                            []string
	passwordFile                     string
	year                             int
	maxAge                           time.Duration
	install, uninstall               bool
	selfCheck                        bool   // the page offers 自检
	receive                          string // the file of codes with which the page takes submissions; "" takes none
}

// staleAfter is a night and half a day: one night that failed is seen the next noon.
const staleAfter = 36 * time.Hour

func (s *scheduleFlags) run(ctx context.Context, _ []string, stdout, stderr io.Writer) (int, error) {
	switch {
	case s.install && s.uninstall:
		return 0, fault.New(fault.Usage, "--install 和 --uninstall 只能选一个。")
	case s.install || s.uninstall:
		return exitPublished, s.changeService(ctx, stdout)
	}
	log, closeLog, err := openLog(s.logFile, s.logFormat, stderr, publish.Zone(s.outputs))
	if err != nil {
		return 0, err
	}
	defer closeLog()
	work := func(ctx context.Context) error { return s.nightly(ctx, log) }
	if asService() {
		return exitPublished, runAsService(ctx, work, log)
	}
	return exitPublished, work(ctx)
}

// openLog opens the log: lines for people, or JSON for a collector; a file is turned over at 10 MB.
// Times are those of a zone.
func openLog(
	file, format string, stderr io.Writer, zone *time.Location,
) (log *slog.Logger, closeLog func() error, err error) {
	options := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Value.Kind() == slog.KindTime {
			a.Value = slog.TimeValue(a.Value.Time().In(zone))
		}
		return a
	}}
	to, closeLog := stderr, func() error { return nil }
	if file != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, nil, fault.New(fault.Input, "建不了日志文件“%s”所在的文件夹。请检查路径和权限。", file)
		}
		f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644) // say now that it cannot be written
		if err != nil {
			return nil, nil, fault.New(fault.Input, "写不了日志文件“%s”。请检查路径和权限。", file)
		}
		f.Close()
		rotating := &timberjack.Logger{Filename: file, MaxSize: 10, MaxBackups: 10, LocalTime: true}
		to, closeLog = rotating, rotating.Close
	}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(to, options)), closeLog, nil
	case "json":
		return slog.New(slog.NewJSONHandler(to, options)), closeLog, nil
	default:
		return nil, nil, fault.New(fault.Usage, "没有“%s”这种日志格式，可用 text、json。", format)
	}
}

// nightly holds the place of the scheduler, shows the page where it is wanted, and runs by the plan.
func (s *scheduleFlags) nightly(ctx context.Context, log *slog.Logger) error {
	cfg := s.config()
	cfg.Year, cfg.Settle = s.year, true
	if err := s.bounds.set(&cfg, os.Getenv); err != nil {
		return err
	}
	zone, err := countyZone(cfg.Inputs, log)
	if err != nil {
		return err
	}
	plan, err := schedule.NewPlan(s.cron, zone)
	if err != nil {
		return err
	}
	held, err := publish.Take(cfg.Outputs, publish.Scheduler)
	if err != nil {
		return err
	}
	defer held.Unlock()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served, err := s.serve(ctx, zone, log)
	if err != nil {
		return err
	}
	scheduler := &schedule.Scheduler{
		Plan: plan, Clock: schedule.Machine{}, Retries: schedule.Retries, Retryable: fault.Retryable, Log: log,
		Last: func() time.Time { return lastRun(cfg.Outputs) },
		Save: func(state schedule.State) error { return schedule.SaveState(cfg.Outputs, state) },
		Job:  func(ctx context.Context) error { return oneNight(ctx, cfg, log) },
	}
	scheduler.Run(ctx)
	stop()
	return <-served
}

// serve opens the status page where it is wanted; its error is given once it ends.
func (s *scheduleFlags) serve(ctx context.Context, zone *time.Location, log *slog.Logger) (<-chan error, error) {
	served := make(chan error, 1)
	if s.listen == "" {
		served <- nil
		return served, nil
	}
	site, err := s.site(zone)
	if err != nil {
		return nil, err
	}
	l, err := listen(s.listen)
	if err != nil {
		return nil, err
	}
	h, err := s.desk(site)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	log.Info("状态网页已打开", "地址", "http://"+l.Addr().String()+"/")
	go func() { served <- serve.Serve(ctx, l, h) }()
	return served, nil
}

// site is the status page as the options have it.
func (s *scheduleFlags) site(zone *time.Location) (*serve.Site, error) {
	site := &serve.Site{
		Outputs: s.outputs, MaxAge: s.maxAge, Now: time.Now, Zone: zone, Program: version(), Hosts: s.hosts,
	}
	if s.passwordFile == "" {
		return site, nil
	}
	text, err := os.ReadFile(s.passwordFile)
	if err != nil {
		return nil, fault.New(fault.Input, "读不了口令文件“%s”。请检查路径和权限。", s.passwordFile)
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	if site.Password = strings.TrimSpace(first); site.Password == "" {
		return nil, fault.New(fault.Input, "口令文件“%s”的第一行是空的。请写上口令。", s.passwordFile)
	}
	return site, nil
}

// countyZone is the time zone of the rules; where they cannot be read now, the nation's.
func countyZone(inputs string, log *slog.Logger) (*time.Location, error) {
	county, err := rules.Open(inputs, warehouse.Checks)
	if err != nil {
		log.Warn("现在读不到规则，先按北京时间安排", "原因", err.Error())
		return time.LoadLocation(rules.DefaultZone)
	}
	return county.Zone()
}

func listen(address string) (net.Listener, error) {
	full, err := serve.Address(address)
	if err != nil {
		return nil, fault.New(fault.Usage, "状态网页的地址“%s”不对，应为端口或“地址:端口”。", address)
	}
	l, err := net.Listen("tcp", full)
	if err != nil {
		return nil, fault.New(fault.Input, "状态网页的地址 %s 用不了，可能已被别的程序占用。请换一个端口。", full)
	}
	return l, nil
}

// lastRun is when the newest published run began.
func lastRun(outputs string) time.Time {
	_, m, _ := publish.Latest(outputs)
	if m == nil {
		return time.Time{}
	}
	return m.Started
}

// oneNight is the main job; its last line in the log says what changed.
func oneNight(ctx context.Context, cfg pipeline.Config, log *slog.Logger) error {
	log.Info("开始运行", "版本", cfg.Program.Version, "提交", cfg.Program.Commit, "DuckDB", cfg.Program.DuckDB)
	brake := brakeOf(ctx)
	defer brake.release()
	cfg.Committing = brake
	s, err := pipeline.Run(ctx, cfg)
	if err != nil {
		return &wordedError{err}
	}
	for _, note := range s.Notes {
		log.Warn(note)
	}
	if !s.Complete() {
		log.Warn("材料不齐", "未报送", s.Missing, "不能读取", s.Unreadable)
	}
	log.Info("已发布", "批次", s.Run, "年度", s.Year, "应报", s.Townships, "已报", s.Submitted,
		"错误", s.Findings["error"], "疑点", s.Findings["warn"], "新读取", s.Fresh)
	log.Info(s.Changes.Text())
	return nil
}

// wordedError is an error in the words that people read, in the log and on the status page.
type wordedError struct{ err error }

func (e *wordedError) Error() string { return words(e.err) }
func (e *wordedError) Unwrap() error { return e.err }
