// Package stage keeps what was read of workbooks as Parquet files, each with the fields of one or many
// workbooks, which are known by the SHA-256 of their bytes. One schema serves every form that is or will
// be. It is the seam between extraction (a pure function of a file) and SQL: whatever fills this folder,
// on whatever machine, in whatever batches, the tables built from it are the same.
package stage

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
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
	{Name: "position", Type: arrow.PrimitiveTypes.Int64},
	{Name: "amount", Type: number, Nullable: true},
	{Name: "amount_upper", Type: number, Nullable: true},
	{Name: "latest", Type: number, Nullable: true},
	{Name: "vague", Type: arrow.FixedWidthTypes.Boolean},
	{Name: "mismatch", Type: arrow.BinaryTypes.String, Nullable: true},
}

// appendField adds a row; position is the field's place among those of its workbook.
func appendField(b *array.RecordBuilder, sha string, position int, f *forms.Field) {
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
	appendNumber(b.Field(7).(*array.Decimal128Builder), f.Number)
	text(8, f.Unit)
	text(9, f.Sign)
	text(10, f.Cell)
	text(11, f.Formula)
	b.Field(12).(*array.BooleanBuilder).Append(f.Hidden)
	text(13, f.Issue)
	appendNumber(b.Field(14).(*array.Decimal128Builder), f.Upper)
	appendNumber(b.Field(15).(*array.Decimal128Builder), f.Computed)
	b.Field(16).(*array.Int64Builder).Append(int64(position))
	appendNumber(b.Field(17).(*array.Decimal128Builder), f.Amount)
	appendNumber(b.Field(18).(*array.Decimal128Builder), f.AmountUpper)
	appendNumber(b.Field(19).(*array.Decimal128Builder), f.Latest)
	b.Field(20).(*array.BooleanBuilder).Append(f.Vague)
	text(21, f.Why)
}

func appendNumber(b *array.Decimal128Builder, n decimal.NullDecimal) {
	if n.Valid {
		b.Append(scaled(n.Decimal))
	} else {
		b.AppendNull()
	}
}

// scaled rounds half away from zero at the tenth decimal; budgets have six at most.
func scaled(n decimal.Decimal) decimal128.Num {
	return decimal128.FromBigInt(n.Round(values.Scale).Shift(values.Scale).BigInt())
}

// inRange reports whether a number can be kept.
func inRange(n decimal.NullDecimal) bool {
	if !n.Valid {
		return true
	}
	digits := n.Decimal.Round(values.Scale).Shift(values.Scale).BigInt()
	return digits.BitLen() < 127 && decimal128.FromBigInt(digits).FitsInPrecision(number.Precision)
}
