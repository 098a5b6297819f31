-- grain: one formula without a stored result that was computed here
-- 说明: 公式没有结果，已按公式算出
-- severity: note
-- message: 公式没有保存计算结果，已按公式算出
-- fix: 请用 Excel 或 WPS 打开文件核对，保存后报送。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    '=' || entries.formula || ' 算得 ' || entries.text as value, -- 公式和结果
from staging.entries
-- The working papers of the re-check have sums of ours.
where entries.issue = 'formula_computed' and entries.form <> 'review'
