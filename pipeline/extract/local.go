package extract

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/find"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/narrative"
	"jixiao/pipeline/stage"
)

// outcome is what became of one file.
type outcome struct {
	Fate         find.Fate
	Reason, Step string
}

// broken is the outcome of a file that no reader should have let through.
func broken(reason string) outcome {
	return outcome{find.Unreadable, reason, "请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”，重新报送；仍不能读取的，请把文件交给程序维护人员"}
}

// recognise reads a file's bytes. Only faults of the machine are errors.
func (g *reading) recognise(
	name string, data []byte, tell func([]forms.Field),
) (fields []forms.Field, o outcome, err error) {
	defer func() {
		if caught := recover(); caught != nil {
			o, err = broken("文件内容异常，读取时出错"), nil
		}
	}()
	sheets, err := cells.Read(bytes.NewReader(data), int64(len(data)), g.Options)
	if refusal, ok := cells.AsRefusal(err); ok {
		o.Fate, o.Reason, o.Step = find.Refused(name, refusal)
		return nil, o, nil
	}
	if err != nil {
		return nil, o, err
	}
	fields, skipped := g.fields(sheets)
	if skipped != "" {
		return nil, outcome{find.Skipped, skipped, ""}, nil
	}
	if tell != nil {
		tell(fields)
	}
	return fields, outcome{Fate: find.Read}, nil
}

// Why a document is left out that holds nothing to read.
const (
	onlyText   = "是文字材料（函、通知等），没有自评表，也不是自评报告，未计入"
	onlyNotice = "是整改通知，附件中没有带“问题编号”“回复情况”两栏的表，没有可以读取的回复"
)

// fields recognises the forms of a file, and a report in Word beside them or alone. skipped says why there is nothing
// to read in a text that is neither.
func (g *reading) fields(sheets []cells.Sheet) (fields []forms.Field, skipped string) {
	g.prepare()
	fields = forms.Recognise(sheets, g.words)
	if len(sheets) != 1 || sheets[0].Document == nil {
		return fields, ""
	}
	titled := g.titled(fields)
	report, isReport := g.reports.Read(&sheets[0], 1+lastNo(titled), func(table string) bool {
		return slices.ContainsFunc(titled, func(f forms.Field) bool { return strings.HasPrefix(f.Cell, table+" ") })
	})
	answers := g.answers(&sheets[0], lastNo(titled))
	switch {
	case isReport:
		return append(titled, report...), ""
	case len(answers) > 0 || narrative.IsNotice(&sheets[0]):
		// What a notice lists of the township's projects is the bureau's, and nothing handed in.
		if fields = append(titled, answers...); len(fields) == 0 {
			return nil, onlyNotice
		}
		return fields, ""
	case len(fields) == 0 && narrative.IsText(&sheets[0]):
		return nil, onlyText
	}
	return fields, ""
}

// titled are the fields of the forms that have a title. In a report a table without one is part of what it says.
func (g *reading) titled(fields []forms.Field) (kept []forms.Field) {
	has := map[int]bool{}
	for i := range fields {
		if f := &fields[i]; f.Name == forms.FormField && f.Form != forms.Unknown {
			has[f.FormNo] = g.words.IsTitle(f.Text)
		}
	}
	for _, f := range fields {
		if has[f.FormNo] {
			kept = append(kept, f)
		}
	}
	return kept
}

func lastNo(fields []forms.Field) (no int) {
	for i := range fields {
		no = max(no, fields[i].FormNo)
	}
	return no
}

// keeper reads files and keeps what was read, many of them in one stage file.
type keeper struct {
	reading *reading
	batch   *stage.Batch
	tell    func([]forms.Field) // may be nil
}

func newKeeper(g *reading, tell func([]forms.Field)) *keeper {
	b := stage.NewBatch(g.Key)
	b.Most = g.Batch
	return &keeper{g, b, tell}
}

// read reads a file's bytes. kept is the stage file that holds it and all that were read since the last,
// once there is one.
func (k *keeper) read(ctx context.Context, name, sha string, data []byte) (o outcome, kept string, err error) {
	fields, o, err := k.reading.recognise(name, data, k.tell)
	if err != nil || o.Fate != find.Read {
		return o, "", err
	}
	if err := k.batch.Add(sha, fields); err != nil {
		return broken("文件中的数值超出可以保存的范围"), "", nil
	}
	if k.batch.Full() {
		kept, err = k.flush(ctx)
	}
	return o, kept, err
}

// flush keeps what was read since the last stage file; "" where that is nothing.
func (k *keeper) flush(context.Context) (kept string, err error) {
	if k.batch.Empty() {
		return "", nil
	}
	if kept, err = k.batch.Save(k.reading.Dir); err != nil {
		return "", fmt.Errorf("keep what was read: %w", err)
	}
	return kept, nil
}
