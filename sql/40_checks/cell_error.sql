-- grain: one cell that holds an error such as #REF!
-- 说明: 单元格为错误值
-- severity: error
-- message: 单元格是错误值
-- fix: 请改正公式，或直接填写数值。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 错误值
from staging.entries
where entries.issue = 'cell_error'
