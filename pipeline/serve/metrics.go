package serve

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
)

// collector reads the outputs folder at each scrape: nothing is counted twice, nothing is lost by a restart.
type collector struct{ site *Site }

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("jixiao_"+name, help, labels, nil)
}

// The metrics, all gauges.
var (
	published = describe("published_timestamp_seconds", "When the newest set was published (Unix time).")
	duration  = describe("run_duration_seconds", "How long the run of the newest set took.")
	townships = describe("townships", "Townships of the roster by whether they have submitted.", "submitted")
	found     = describe("findings", "Findings of the newest set by severity.", "severity")
	inputs    = describe("files", "Files of the inputs by fate.", "fate")
	opened    = describe("findings_opened", "Findings that the newest set has and the one before had not.")
	closed    = describe("findings_closed", "Findings that the newest set no longer has.")
	nextRun   = describe("next_run_timestamp_seconds",
		"When the scheduler runs next (Unix time); absent while none is at work.")
	build = describe("build_info",
		"The program that shows this page; always 1.", "version", "commit", "date", "duckdb")
	damaged    = describe("set_damaged", "1 where files of the newest set were changed or lost since, else 0.")
	lastFailed = describe("last_attempt_failed", "1 where the last scheduled run published nothing, else 0.")
)

// Describe lists the metrics.
func (collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		published, duration, townships, found, inputs, opened, closed, nextRun, build, lastFailed, damaged,
	} {
		to <- d
	}
}

// Collect reads them.
func (c collector) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	p := c.site.Program
	gauge(build, 1, p.Version, p.Commit, p.Date, p.DuckDB)
	if state, err := schedule.ReadState(c.site.Outputs); err == nil {
		if !state.Next.IsZero() {
			gauge(nextRun, float64(state.Next.Unix()))
		}
		failed := 0.0
		if state.Last.Error != "" {
			failed = 1
		}
		gauge(lastFailed, failed)
	}
	_, m, err := publish.Latest(c.site.Outputs)
	if isBroken := fault.Is(err, fault.Broken); isBroken || err == nil {
		value := 0.0
		if isBroken {
			value = 1
		}
		gauge(damaged, value)
	}
	if m == nil {
		return
	}
	sum := m.Summary
	gauge(published, float64(m.Finished.Unix()))
	gauge(duration, m.Finished.Sub(m.Started).Seconds())
	gauge(townships, float64(sum.Submitted), "yes")
	gauge(townships, float64(sum.Townships-sum.Submitted), "no")
	for severity, n := range sum.Findings {
		gauge(found, float64(n), severity)
	}
	for fate, n := range sum.Files {
		gauge(inputs, float64(n), fate)
	}
	if sum.Changes != nil {
		gauge(opened, float64(sum.Changes.Opened))
		gauge(closed, float64(sum.Changes.Closed))
	}
}

func (s *Site) metrics() (http.Handler, error) {
	registry := prometheus.NewRegistry()
	for _, c := range []prometheus.Collector{
		collector{s},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), nil
}
