-- grain: one formula without a stored result
-- 说明: 公式没有结果
-- severity: error
-- message: 公式没有保存计算结果
-- fix: 请用 Excel 或 WPS 打开文件，重新计算并保存后报送。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    '=' || entries.formula as value, -- 公式
from staging.entries
where entries.issue = 'formula_uncached'
