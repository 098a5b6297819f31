package reports

import (
	"os"
	"path/filepath"
	"testing"
)

// A fault in a Word document has no cell of a workbook to be marked at: it stops no run.
func TestAWordDocumentIsNotMarkedAsAWorkbook(t *testing.T) {
	target := filepath.Join(t.TempDir(), "copy.xlsx")
	done, err := MarkCopy([]byte("PK"), target, []Mark{{Severity: "error", Sheet: "正文", Cell: "表1 第4行第5列"}}, true)
	if done || err != nil {
		t.Errorf("%v %v", done, err)
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a copy was written")
	}
}
