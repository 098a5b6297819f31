package cluster

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/publish"
)

// indexedJob is what the test looks at of a job of Kubernetes.
type indexedJob struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Spec       struct {
		CompletionMode string `yaml:"completionMode"`
		Completions    int
		MaxFailed      int `yaml:"maxFailedIndexes"`
		Template       struct {
			Spec struct {
				Volumes    []struct{ Name string }
				Containers []struct {
					Command []string
					Mounts  []struct {
						Name string
						Path string `yaml:"mountPath"`
					} `yaml:"volumeMounts"`
				}
			}
		}
	}
}

// The recipe is a job, and what it has its pods and its owner run are command lines of this program: each pod judges
// one part, and the sets that are there are gathered without a county of which there is none.
func TestKubernetesRecipe(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	dir := t.TempDir()
	if _, _, err := (countytest.County{Seed: 9, Townships: 20, Projects: 1}).Write(dir); err != nil {
		t.Fatal(err)
	}
	build(t, dir)
	inputs := filepath.Join(dir, "inputs")
	counties, err := os.ReadDir(filepath.Join(inputs, "2023"))
	if err != nil || len(counties) != 2 {
		t.Fatal(counties, err)
	}
	var job indexedJob
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(Kubernetes, "COUNTIES", "2")), &job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.Template.Spec
	if job.APIVersion != "batch/v1" || job.Kind != "Job" || job.Spec.CompletionMode != "Indexed" ||
		job.Spec.Completions != 2 || job.Spec.MaxFailed != 2 || len(pod.Volumes) != 1 || len(pod.Containers) != 1 {
		t.Fatalf("%+v", job)
	}
	one := pod.Containers[0]
	if len(one.Mounts) != 1 || one.Mounts[0].Name != pod.Volumes[0].Name || one.Mounts[0].Path != "/share" ||
		len(one.Command) != 3 || one.Command[0] != "sh" || one.Command[1] != "-c" {
		t.Fatalf("%+v", one)
	}
	shell := func(script string, env ...string) (code int, words string) {
		c := exec.Command("sh", "-c", strings.ReplaceAll(script, "/share", dir))
		c.Env = append(os.Environ(), append(env, "PATH="+dir+":"+os.Getenv("PATH"))...)
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return c.ProcessState.ExitCode(), string(out)
	}
	for i, county := range counties {
		if code, words := shell(one.Command[2], "JOB_COMPLETION_INDEX="+strconv.Itoa(i)); code != 0 {
			t.Fatalf("%s: %d %s", county.Name(), code, words)
		}
	}
	// A pod too many judges nothing: without a county's name it would judge what stands in no county's folder.
	if code, words := shell(one.Command[2], "JOB_COMPLETION_INDEX=2"); code != 1 {
		t.Fatalf("%d %s", code, words)
	}
	// One county more than there are sets: its pod has left nothing but what it read.
	if err := errors.Join(os.Remove(filepath.Join(dir, "parts", "1", "latest")),
		os.RemoveAll(filepath.Join(dir, "parts", "1", "runs"))); err != nil {
		t.Fatal(err)
	}
	gather := regexp.MustCompile("(?m)^# .*: (jixiao gather .*)$").FindStringSubmatch(Kubernetes)
	if gather == nil {
		t.Fatal("the recipe does not say how to gather")
	}
	if code, words := shell(gather[1]); code != 3 || !strings.Contains(words, "缺少 1 个县的成果") {
		t.Fatalf("%d %s", code, words)
	}
	_, m, err := publish.Latest(filepath.Join(dir, "outputs"))
	if err != nil || len(m.Inputs) == 0 || !strings.Contains(m.Inputs[0].File, counties[0].Name()) {
		t.Errorf("%v %v", m, err)
	}
}
