package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/kardianos/service"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/schedule"
	"jixiao/pipeline/serve"
	"jixiao/pipeline/warehouse"
)

// serviceUser is whom the service runs as on Linux; on Windows the account that the system keeps for the service alone.
const (
	serviceUser    = serviceName
	serviceAccount = `NT SERVICE\` + serviceName
)

// installing is a service on its way into the system.
type installing struct {
	flags     *scheduleFlags
	arguments []string // of the scheduler, with whole paths
	self      string   // the program's file
	stdout    io.Writer
}

// prepare checks all that the service is given, before anything is changed; it makes the folders that it writes to.
func (s *scheduleFlags) prepare() error {
	cfg := s.config()
	if err := s.bounds.set(&cfg, func(string) string { return "" }); err != nil {
		return err
	}
	county, err := rules.Open(s.inputs, warehouse.Checks)
	if err != nil {
		return err
	}
	zone, err := county.Zone()
	if err != nil {
		return err
	}
	if _, err := schedule.NewPlan(s.cron, zone); err != nil {
		return err
	}
	if err := errors.Join(county.NeedRoster(), cfg.CheckFolders()); err != nil {
		return err
	}
	if _, err := s.site(zone); err != nil {
		return err
	}
	if s.listen != "" {
		if _, err := serve.Address(s.listen); err != nil {
			return fault.New(fault.Usage, "状态网页的地址“%s”不对，应为端口或“地址:端口”。", s.listen)
		}
	}
	if err := os.MkdirAll(s.outputs, 0o755); err != nil {
		return fault.New(fault.Input, "建不了输出文件夹“%s”。请检查路径和权限。", s.outputs)
	}
	if err := s.ownFolders(); err != nil {
		return err
	}
	_, closeLog, err := openLog(s.logFile, s.logFormat, io.Discard, zone)
	if err != nil {
		return err
	}
	return closeLog()
}

// ownFolders wants what the service writes to, which is given to its user, to hold nothing else.
func (s *scheduleFlags) ownFolders() error {
	below, err := filepath.Rel(absolute(s.outputs), absolute(s.inputs))
	if err == nil && filepath.IsLocal(below) {
		return fault.New(fault.Input, "输入文件夹“%s”在输出文件夹“%s”里面。请把两个文件夹并列放置。", s.inputs, s.outputs)
	}
	if s.logFile == "" {
		return nil
	}
	dir, base := filepath.Split(absolute(s.logFile))
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // it is made, or cannot be, which opening the log says
	}
	own := strings.TrimSuffix(base, filepath.Ext(base))
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), own) || e.IsDir() {
			return fault.New(fault.Input, "日志文件“%s”所在的文件夹里还有别的东西（%s）。日志请放在单独的文件夹，如 %s。",
				s.logFile, e.Name(), filepath.Join(dir, own+"-log", base))
		}
	}
	return nil
}

// install makes the service and starts it, anew where there is one.
func (i *installing) install(s service.Service) error {
	if strings.HasPrefix(i.self, filepath.Clean(os.TempDir())+string(filepath.Separator)) {
		return fault.New(fault.Input, "程序文件在临时文件夹（%s），系统会清理掉。请先把它放到固定的地方，再装成系统服务。", i.self)
	}
	if _, err := s.Status(); !errors.Is(err, service.ErrNotInstalled) {
		if err := s.Stop(); err == nil {
			i.say("已停下原来的服务。")
		}
		if err := s.Uninstall(); err == nil {
			i.say("已卸下原来的服务，按新的设置重装。")
		}
	}
	if by := publish.Asked(i.flags.outputs, publish.Scheduler); by != nil {
		return fault.New(fault.Locked, "这个输出文件夹已有定时任务在运行（进程 %d）。请先停下它，再装成系统服务。", by.PID)
	}
	if i.flags.listen != "" {
		l, err := listen(i.flags.listen)
		if err != nil {
			return err
		}
		l.Close()
	}
	if runtime.GOOS == "linux" {
		if err := i.ownUser(); err != nil {
			return err
		}
	}
	if err := s.Install(); err != nil {
		return &fault.Fault{Kind: fault.Input, Err: err, Says: "装成系统服务没有成功。请用管理员身份（Linux 用 root）再运行一次。"}
	}
	if runtime.GOOS == "windows" {
		i.grant()
	}
	if err := s.Start(); err != nil {
		return &fault.Fault{Kind: fault.Input, Err: err,
			Says: "系统服务已装好，但没有启动。请查看日志：Linux 用 journalctl -u jixiao，Windows 看“事件查看器”，改正后再运行一次这个命令。"}
	}
	i.say("系统服务 jixiao 已装好并启动，随开机启动，运行用户是 %s。", i.user())
	i.say("运行的命令：%s %s", i.self, strings.Join(i.arguments, " "))
	i.say("查看情况：jixiao status --outputs %s", absolute(i.flags.outputs))
	return nil
}

func (i *installing) say(format string, args ...any) { fmt.Fprintf(i.stdout, format+"\n", args...) }

func (i *installing) user() string {
	if runtime.GOOS == "windows" {
		return serviceAccount
	}
	return serviceUser
}

// writable are the folders that the service writes to.
func (i *installing) writable() []string {
	folders := []string{absolute(i.flags.outputs)}
	if i.flags.logFile != "" {
		folders = append(folders, filepath.Dir(absolute(i.flags.logFile)))
	}
	return folders
}

// ownUser makes the user of the service where there is none, gives it what it writes to, and sees that it can read the
// inputs.
func (i *installing) ownUser() error {
	if exec.Command("id", "-u", serviceUser).Run() != nil {
		if err := exec.Command("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", serviceUser).
			Run(); err != nil {
			return fault.New(fault.Input, "建不了用户 %s。请用 root 身份再运行一次，或先自己建立这个用户。", serviceUser)
		}
		i.say("已建立用户 %s，服务以它运行。", serviceUser)
	}
	for _, folder := range i.writable() {
		if err := exec.Command("chown", "-R", serviceUser+":", folder).Run(); err != nil {
			return fault.New(fault.Input, "不能把文件夹“%s”交给用户 %s。请用 root 身份再运行一次。", folder, serviceUser)
		}
		i.say("文件夹 %s 已交给用户 %s 写入。", folder, serviceUser)
	}
	for _, name := range []string{filepath.Join(absolute(i.flags.inputs), rules.Name), i.flags.passwordFile} {
		if name == "" {
			continue
		}
		if err := exec.Command("runuser", "-u", serviceUser, "--", "test", "-r", absolute(name)).Run(); err != nil {
			return fault.New(fault.Input, "用户 %[1]s 读不了“%[2]s”。请让它能读，例如：setfacl -R -m u:%[1]s:rX %[3]s，再运行一次这个命令。",
				serviceUser, name, absolute(i.flags.inputs))
		}
	}
	return nil
}

// grant lets the account of the service write to its folders and read the inputs.
func (i *installing) grant() {
	rights := map[string]string{absolute(i.flags.inputs): "RX"}
	for _, folder := range i.writable() {
		rights[folder] = "M"
	}
	for folder, right := range rights {
		if exec.Command("icacls", folder, "/grant", serviceAccount+":(OI)(CI)"+right, "/Q").Run() != nil {
			i.say("没有能让 %s 使用文件夹 %s。请在“服务”里把登录用户改为能使用它的账户。", serviceAccount, folder)
		}
	}
}

// unit is the service as systemd has it: its own user, and nothing in reach but what it needs.
func (i *installing) unit() string {
	quoted := []string{quoteUnit(i.self)}
	for _, a := range i.arguments {
		quoted = append(quoted, quoteUnit(a))
	}
	var write []string
	for _, folder := range i.writable() {
		write = append(write, quoteUnit(folder))
	}
	return `[Unit]
Description=乡镇预算绩效自评（jixiao）：每天汇总、审核、发布
After=network-online.target remote-fs.target
Wants=network-online.target

[Service]
ExecStart=` + strings.Join(quoted, " ") + `
User=` + serviceUser + `
Restart=on-failure
RestartSec=60
SuccessExitStatus=130
UMask=0022
NoNewPrivileges=yes
CapabilityBoundingSet=` + i.capability() + `
AmbientCapabilities=` + i.capability() + `
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=` + strings.Join(write, " ") + `
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
`
}

// capability is what the page needs to listen on a port that is the system's.
func (i *installing) capability() string {
	full, err := serve.Address(i.flags.listen)
	if err != nil || i.flags.listen == "" {
		return ""
	}
	port := full[strings.LastIndex(full, ":")+1:]
	if len(port) < 4 || len(port) == 4 && port < "1024" {
		return "CAP_NET_BIND_SERVICE"
	}
	return ""
}

// quoteUnit writes one word of a unit file.
func quoteUnit(word string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`).Replace(word) + `"`
}

// absolute is a path that does not depend on where one stands.
func absolute(name string) string {
	if whole, err := filepath.Abs(name); err == nil {
		return whole
	}
	return name
}

// changeService installs or removes the scheduler as a service of the system, with the options given.
func (s *scheduleFlags) changeService(_ context.Context, stdout io.Writer) error {
	if s.install {
		if err := s.prepare(); err != nil {
			return err
		}
	}
	if platform := service.Platform(); platform != "linux-systemd" && platform != "windows-service" {
		return fault.New(fault.Input,
			"这台机器没有 systemd，也不是 Windows，不能装成系统服务。可以直接运行 jixiao schedule，或用系统自带的定时任务每天运行 jixiao run。")
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	i := &installing{flags: s, arguments: s.serviceArguments(), self: self, stdout: stdout}
	config := serviceConfig(i.arguments)
	config.Option["SystemdScript"] = strings.NewReplacer("{{", "{ {", "}}", "} }").Replace(i.unit())
	if runtime.GOOS == "windows" {
		config.UserName = serviceAccount
	}
	svc, err := service.New(&program{}, config)
	if err != nil {
		return err
	}
	if s.install {
		return i.install(svc)
	}
	if _, err := svc.Status(); errors.Is(err, service.ErrNotInstalled) {
		i.say("这台机器上没有装系统服务 jixiao，不用卸。")
		return nil
	}
	_ = svc.Stop() // it may not be running
	if err := svc.Uninstall(); err != nil {
		return &fault.Fault{Kind: fault.Input, Err: err, Says: "卸下系统服务没有成功。请用管理员身份（Linux 用 root）再运行一次。"}
	}
	i.say("系统服务 jixiao 已卸下。输入、输出文件夹和日志都没有动。")
	return nil
}
