-- grain: one formula whose stored result is not what it comes to
-- 说明: 公式的结果没有更新
-- severity: warn
-- message: 公式保存的结果不是按现有数字算出的
-- fix: 请用 Excel 或 WPS 打开文件，重新计算（F9）、核对并保存后报送。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text || '（=' || entries.formula || '）' as value, -- 保存的结果和公式
    shown(entries.computed) || case when entries.unit = '%' then '%' else '' end as expected, -- 应为
from staging.entries
where entries.issue = 'formula_stale' and not asks_itself(entries.formula, entries.cell)
