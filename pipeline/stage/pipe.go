package stage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"jixiao/pipeline/fault"
)

// Sent is a file that came through a pipe.
type Sent struct {
	Path     string
	Modified time.Time
	Content  []byte
}

// Answer is what became of it. Its fields are those of the workbook SHA.
type Answer struct{ Path, SHA, Fate, Reason, Step string }

// Pipe takes files as an Arrow stream, and answers with another: a batch for a batch, a row for a file, in their order.
type Pipe struct {
	in   *ipc.Reader
	out  *ipc.Writer
	sent *bufio.Writer // where out goes; each answer goes out whole
	mem  memory.Allocator
	want [3]int // the columns path, modified, content of what comes in
}

// answered are the columns of what goes out; the fields are those of a stage file.
var answered = arrow.NewSchema([]arrow.Field{
	{Name: "path", Type: arrow.BinaryTypes.String},
	{Name: "file_sha", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "fate", Type: arrow.BinaryTypes.String},
	{Name: "reason", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "step", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "fields", Type: arrow.ListOf(fieldType())},
}, nil)

// fieldType is a field as the rows of a stage file are, but for the workbook's hash.
func fieldType() *arrow.StructType {
	columns := slices.Clone(schema[1:])
	for i := range columns {
		columns[i].Nullable = true
	}
	return arrow.StructOf(columns...)
}

// OpenPipe begins with the head of what comes in, and refuses a stream of other columns.
func OpenPipe(in io.Reader, out io.Writer) (*Pipe, error) {
	p := &Pipe{mem: memory.NewGoAllocator()}
	var err error
	if p.in, err = ipc.NewReader(in, ipc.WithAllocator(p.mem)); err != nil {
		return nil, &fault.Fault{Kind: fault.Input, Err: err, Says: "标准输入不是 Arrow 流（IPC stream）。"}
	}
	for i, name := range []string{"path", "modified", "content"} {
		at := p.in.Schema().FieldIndices(name)
		if len(at) != 1 || !slices.Contains(sentTypes[i], p.in.Schema().Field(at[0]).Type.ID()) {
			return nil, fault.New(fault.Input,
				"Arrow 流应有 path（文本）、modified（时间）、content（二进制）三列，缺少 %s 或类型不对。", name)
		}
		p.want[i] = at[0]
	}
	p.sent = bufio.NewWriter(out)
	p.out = ipc.NewWriter(p.sent, ipc.WithSchema(answered), ipc.WithAllocator(p.mem))
	return p, nil
}

// sentTypes are the types that the columns of what comes in may have.
var sentTypes = [3][]arrow.Type{
	{arrow.STRING, arrow.LARGE_STRING}, {arrow.TIMESTAMP}, {arrow.BINARY, arrow.LARGE_BINARY},
}

// Next gives the files of the next batch; io.EOF where there is none.
func (p *Pipe) Next() (files []Sent, err error) {
	defer recoverInto(&err)
	rows, err := p.in.Read()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, &fault.Fault{Kind: fault.Input, Err: err, Says: "Arrow 流中断，或已损坏。"}
	}
	for row := range int(rows.NumRows()) {
		files = append(files, Sent{
			Path:     text(rows.Column(p.want[0]), row),
			Modified: instant(rows.Column(p.want[1]).(*array.Timestamp), row),
			Content:  content(rows.Column(p.want[2]), row),
		})
	}
	return files, nil
}

func text(column arrow.Array, row int) string {
	if column.IsNull(row) {
		return ""
	}
	return column.ValueStr(row)
}

func instant(column *array.Timestamp, row int) time.Time {
	if column.IsNull(row) {
		return time.Time{}
	}
	return column.Value(row).ToTime(column.DataType().(*arrow.TimestampType).Unit)
}

func content(column arrow.Array, row int) []byte {
	switch c := column.(type) {
	case *array.Binary:
		return c.Value(row)
	case *array.LargeBinary:
		return c.Value(row)
	}
	return nil
}

// Answer says what became of the files of a batch. paths are the stage files that hold what was read of them.
func (p *Pipe) Answer(ctx context.Context, answers []Answer, paths []string) error {
	runs, none, err := runsOf(ctx, paths)
	if err != nil {
		return err
	}
	b := array.NewRecordBuilder(p.mem, arrow.NewSchema(answered.Fields()[:5], nil))
	defer b.Release()
	pieces, ends := []arrow.Record{none}, []int32{0}
	total := int32(0)
	for _, a := range answers {
		for i, s := range []string{a.Path, a.SHA, a.Fate, a.Reason, a.Step} {
			if builder := b.Field(i).(*array.StringBuilder); s == "" && answered.Field(i).Nullable {
				builder.AppendNull()
			} else {
				builder.Append(s)
			}
		}
		for _, run := range runs[a.SHA] {
			pieces = append(pieces, run)
			total += int32(run.NumRows())
		}
		ends = append(ends, total)
	}
	fields, err := p.lists(pieces, ends)
	if err != nil {
		return err
	}
	head := b.NewRecord()
	rows := array.NewRecord(answered, append(slices.Clone(head.Columns()), fields), int64(len(answers)))
	if err := errors.Join(p.out.Write(rows), p.sent.Flush()); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

// runsOf gives the rows of each workbook of some stage files, and a record without any.
func runsOf(ctx context.Context, paths []string) (runs map[string][]arrow.Record, none arrow.Record, err error) {
	runs, none = map[string][]arrow.Record{}, NewBatch("").rows.NewRecord()
	for _, path := range paths {
		rows, err := readRows(ctx, path)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s again: %w", path, err)
		}
		err = eachRun(rows, func(sha string, run arrow.Record) error {
			run.Retain()
			runs[sha] = append(runs[sha], run)
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return runs, none, nil
}

// lists makes a column of lists of the rows of records; ends are where each list begins and the last ends.
func (p *Pipe) lists(pieces []arrow.Record, ends []int32) (arrow.Array, error) {
	columns, names := make([]arrow.Array, len(schema)-1), make([]string, len(schema)-1)
	for i := range columns {
		var parts []arrow.Array
		for _, piece := range pieces {
			parts = append(parts, piece.Column(i+1))
		}
		var err error
		if columns[i], err = array.Concatenate(parts, p.mem); err != nil {
			return nil, fmt.Errorf("answer with %s: %w", schema[i+1].Name, err)
		}
		names[i] = schema[i+1].Name
	}
	rows, err := array.NewStructArray(columns, names)
	if err != nil {
		return nil, err
	}
	buffers := []*memory.Buffer{nil, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(ends))}
	data := array.NewData(answered.Field(5).Type, len(ends)-1, buffers, []arrow.ArrayData{rows.Data()}, 0, 0)
	return array.NewListData(data), nil
}

// Close ends what goes out; where nothing came in it has its head alone.
func (p *Pipe) Close() error { return errors.Join(p.out.Close(), p.sent.Flush()) }
