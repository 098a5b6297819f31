-- grain: one count that is not a whole number from zero on
-- 说明: 数量不是整数
-- severity: error
-- message: 数量应为不小于零的整数
-- fix: 请改正数量。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 填报的数量
from staging.entries
where entries.field in ('project_count', 'evaluated_count', 'goal_count')
    and (entries.number < 0 or entries.number <> floor(entries.number))
