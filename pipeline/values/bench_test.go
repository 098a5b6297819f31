package values

import "testing"

// BenchmarkParseMeasure reads what most targets and actual values look like.
func BenchmarkParseMeasure(b *testing.B) {
	texts := []string{"≥95%", "100%", "有效改善", "≥5公里", "78.68万元", "2023年12月底前", "长期", "明显"}
	for i := 0; b.Loop(); i++ {
		ParseMeasure(texts[i%len(texts)])
	}
}
