package main

import "testing"

// What a township typed cannot move the terminal of who checks it, nor turn its words around.
func TestOnTerminal(t *testing.T) {
	for text, want := range map[string]string{
		"项目\x1b[31m红\u202e倒\r覆盖\u009b2J\n": "项目[31m红倒覆盖2J\n", "一\t二\n": "一\t二\n",
	} {
		if got := onTerminal(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
