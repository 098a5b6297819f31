package cells_test

import (
	"fmt"
	"os"
	"strings"

	"jixiao/pipeline/cells"
)

// Stream the cells of a sheet without holding them.
func ExampleOpen() {
	f, err := os.Open("../../inputs/2023/瓜里乡2023年绩效自评.xlsx")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		panic(err)
	}
	book, err := cells.Open(f, info.Size(), cells.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(book.Sheets()), "张工作表，第一张：", book.Sheets()[0].Name)
	merges, err := book.Each(0, func(c *cells.Cell) error {
		if c.Row == 3 {
			fmt.Println(c.Address(), c.Text)
		}
		return nil
	})
	fmt.Println(merges[0], err)
	// Output:
	// 78 张工作表，第一张： 部门预算执行情况
	// A3 单位名称
	// B3 瓜里乡人民政府
	// {1 1 1 5} <nil>
}

// A file that is not read says why, and what to do.
func ExampleRead_refused() {
	table := "项目,金额\n\"修路,1300\n"
	_, err := cells.Read(strings.NewReader(table), int64(len(table)), cells.Options{})
	if refusal, ok := cells.AsRefusal(err); ok {
		fmt.Println(refusal.Code)
		fmt.Println(refusal)
		fmt.Println(refusal.Step())
	}
	// Output:
	// csv
	// 文本表格（CSV）的引号或分隔不正确（第 2 行）
	// 请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”，重新报送
}

// Limits may be set for a reader with less room.
func ExampleLimits() {
	table := "项目,金额\n修路,1300\n"
	_, err := cells.Read(strings.NewReader(table), int64(len(table)), cells.Options{Limits: cells.Limits{Cells: 3}})
	fmt.Println(err)
	// Output:
	// 单元格过多（第 2 行）
}
