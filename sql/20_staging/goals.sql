-- grain: one goal of a township's year
-- 说明: 部门整体年度绩效目标及完成情况，一个目标一行
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    row_number() over (
        partition by entries.year, entries.township
        order by entries.file, entries.form_no, entries.row_no
    ) as goal_no, -- 序号
    max(entries.text) filter (where entries.field = 'expected') as expected, -- 年度绩效目标
    max(entries.text) filter (where entries.field = 'actual') as actual, -- 完成情况
    max(entries.text) filter (where entries.field = 'done') as done, -- 是否完成
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    max(entries.cell) filter (where entries.field = 'expected') as cell, -- 目标所在单元格
    max(entries.cell) filter (where entries.field = 'actual') as actual_cell, -- 完成情况所在单元格
    max(entries.cell) filter (where entries.field = 'done') as done_cell, -- 是否完成所在单元格
from staging.entries
where entries.form = 'goals' and entries.row_no is not null and entries.township is not null
group by entries.year, entries.township, entries.file, entries.sheet, entries.form_no, entries.row_no
order by entries.year, entries.township, goal_no
