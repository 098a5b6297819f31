// Package stage keeps what was read of each workbook as one Parquet file, named by the SHA-256 of
// the workbook's bytes. One schema serves every form that is or will be. It is the seam between
// extraction (a pure function of a file) and SQL: whatever fills this folder, on whatever machine,
// the tables built from it are the same.
package stage

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/shopspring/decimal"

	"jixiao/pipeline/forms"
	"jixiao/pipeline/values"
)

// number is DECIMAL(24,10): 14 digits before the point, 10 behind it.
var number = &arrow.Decimal128Type{Precision: 24, Scale: values.Scale}

// schema of a stage file. The comments of the columns stand in sql/10_sources/fields.sql.
var schema = []arrow.Field{
	{Name: "file_sha", Type: arrow.BinaryTypes.String},
	{Name: "sheet", Type: arrow.BinaryTypes.String},
	{Name: "form", Type: arrow.BinaryTypes.String},
	{Name: "form_no", Type: arrow.PrimitiveTypes.Int32},
	{Name: "row_no", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
	{Name: "field", Type: arrow.BinaryTypes.String},
	{Name: "text", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "number", Type: number, Nullable: true},
	{Name: "unit", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "comparator", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "cell", Type: arrow.BinaryTypes.String},
	{Name: "formula", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "hidden", Type: arrow.FixedWidthTypes.Boolean},
	{Name: "issue", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "upper", Type: number, Nullable: true},
	{Name: "computed", Type: number, Nullable: true},
}

// rulesKey names the entry of a stage file that says under which rules it was read.
const rulesKey = "jixiao.rules"

// Path is where the fields of a workbook are kept.
func Path(dir, sha string) string { return filepath.Join(dir, sha+".parquet") }

// Has reports whether a workbook's fields are already kept, read under the same rules.
func Has(path, rules string) bool {
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return false
	}
	defer f.Close()
	kept := f.MetaData().KeyValueMetadata().FindValue(rulesKey)
	return kept != nil && *kept == rules
}

// Write keeps the fields of a workbook. The file appears whole or not at all.
func Write(path, sha, rules string, fields []forms.Field) error {
	meta := arrow.MetadataFrom(map[string]string{rulesKey: rules})
	b := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema(schema, &meta))
	defer b.Release()
	for i := range fields {
		if err := appendField(b, sha, &fields[i]); err != nil {
			return fmt.Errorf("stage %s: %w", fields[i].Cell, err)
		}
	}
	return writeRecord(path, b)
}

func appendField(b *array.RecordBuilder, sha string, f *forms.Field) error {
	text := func(column int, s string) {
		if builder := b.Field(column).(*array.StringBuilder); s == "" && schema[column].Nullable {
			builder.AppendNull()
		} else {
			builder.Append(s)
		}
	}
	text(0, sha)
	text(1, f.Sheet)
	text(2, f.Form)
	b.Field(3).(*array.Int32Builder).Append(int32(f.FormNo))
	if f.RowNo > 0 {
		b.Field(4).(*array.Int32Builder).Append(int32(f.RowNo))
	} else {
		b.Field(4).AppendNull()
	}
	text(5, f.Name)
	text(6, f.Text)
	if err := appendNumber(b.Field(7).(*array.Decimal128Builder), f.Number); err != nil {
		return err
	}
	text(8, f.Unit)
	text(9, f.Sign)
	text(10, f.Cell)
	text(11, f.Formula)
	b.Field(12).(*array.BooleanBuilder).Append(f.Hidden)
	text(13, f.Issue)
	if err := appendNumber(b.Field(14).(*array.Decimal128Builder), f.Upper); err != nil {
		return err
	}
	return appendNumber(b.Field(15).(*array.Decimal128Builder), f.Computed)
}

// appendNumber rounds half away from zero at the tenth decimal; budgets have six at most.
func appendNumber(b *array.Decimal128Builder, n decimal.NullDecimal) error {
	if !n.Valid {
		b.AppendNull()
		return nil
	}
	digits := n.Decimal.Round(values.Scale).Shift(values.Scale).BigInt()
	v := decimal128.FromBigInt(digits)
	if !v.FitsInPrecision(number.Precision) {
		return fmt.Errorf("number out of range: %s", n.Decimal)
	}
	b.Append(v)
	return nil
}

// WriteTable keeps a table of text, for what SQL needs beside the fields: the register of files
// and the rules. An empty text is NULL.
func WriteTable(path string, columns []string, rows [][]string) error {
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	b := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema(fields, nil))
	defer b.Release()
	for _, row := range rows {
		for i, s := range row {
			if builder := b.Field(i).(*array.StringBuilder); s == "" {
				builder.AppendNull()
			} else {
				builder.Append(s)
			}
		}
	}
	return writeRecord(path, b)
}

// writeRecord writes beside the target and renames: two that write the same file do no harm.
func writeRecord(path string, b *array.RecordBuilder) (err error) {
	record := b.NewRecord()
	defer record.Release()
	temp, err := os.CreateTemp(filepath.Dir(path), ".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			temp.Close()
			os.Remove(temp.Name())
		}
	}()
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithVersion(parquet.V2_LATEST))
	arrowProperties := pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema())
	w, err := pqarrow.NewFileWriter(record.Schema(), keepOpen{temp}, properties, arrowProperties)
	if err != nil {
		return err
	}
	if err := w.Write(record); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// keepOpen hides Close from the Parquet writer: the file is closed, and that error seen, here.
type keepOpen struct{ f *os.File }

func (k keepOpen) Write(p []byte) (int, error) { return k.f.Write(p) }
