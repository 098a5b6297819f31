package main

import (
	"strings"
	"testing"
)

// The unit runs as its own user within bounds, and takes every word as it was given.
func TestUnit(t *testing.T) {
	i := &installing{
		flags:     &scheduleFlags{folders: folders{"/srv/in puts", "/srv/100%/out"}, listen: "80", logFile: "/srv/log/a.log"},
		arguments: []string{"schedule", "--cron", "0 2 * * *", "--inputs", "/srv/in puts", "--host", `a"$b`},
		self:      "/usr/local/bin/jixiao",
	}
	unit := i.unit()
	for _, want := range []string{
		`ExecStart="/usr/local/bin/jixiao" "schedule" "--cron" "0 2 * * *" "--inputs" "/srv/in puts" "--host" "a\"$$b"` + "\n",
		"User=jixiao\n", "NoNewPrivileges=yes\n", "ProtectSystem=strict\n",
		`ReadWritePaths="/srv/100%%/out" "/srv/log"` + "\n", "AmbientCapabilities=CAP_NET_BIND_SERVICE\n",
	} {
		if !strings.Contains(unit, want) {
			t.Errorf("no %q in\n%s", want, unit)
		}
	}
	for listen, want := range map[string]string{"": "", "8080": "", "0.0.0.0:443": "CAP_NET_BIND_SERVICE", "1023": "CAP_NET_BIND_SERVICE", "1024": ""} {
		i.flags.listen = listen
		if got := i.capability(); got != want {
			t.Errorf("listening on %q: %q, want %q", listen, got, want)
		}
	}
}
