package rules

import "testing"

// A deadline is a day of the calendar, in the ways people write one; anything else is refused.
func TestIsDay(t *testing.T) {
	for text, want := range map[string]bool{
		"2024年3月31日": true, "2024-03-31": true, "2024/3/31": true, "2024.3.31": true, " 2024年3月31日 ": true,
		"2024年2月30日": false, "3月31日": false, "2024年3月31日前": false, "3-31-24": false, "": false, "45382": false,
	} {
		if isDay(text) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}
