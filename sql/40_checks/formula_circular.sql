-- grain: one formula that asks for its own cell
-- 说明: 公式引用了自己所在的单元格
-- severity: error
-- message: 公式引用了自己所在的单元格，算不出结果
-- fix: 请把公式的范围改为不含本单元格（如合计只加下面各行），核对结果后保存。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text || '（=' || entries.formula || '）' as value, -- 保存的结果和公式
from staging.entries
where entries.formula is not null and asks_itself(entries.formula, entries.cell)
