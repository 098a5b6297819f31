-- grain: one row a township and year: the counts that its report text states
-- 说明: 文字材料中填报的项目数、自评数、目标数，一个乡镇一行
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    cast(max(entries.number) filter (where entries.field = 'project_count' and entries.number >= 0 and entries.number = floor(entries.number)) as integer) as project_count, -- 项目支出数量
    cast(max(entries.number) filter (where entries.field = 'evaluated_count' and entries.number >= 0 and entries.number = floor(entries.number)) as integer) as evaluated_count, -- 自评数量
    cast(max(entries.number) filter (where entries.field = 'goal_count' and entries.number >= 0 and entries.number = floor(entries.number)) as integer) as goal_count, -- 绩效目标数量
    max(entries.cell) filter (where entries.field = 'project_count') as project_count_cell, -- 项目支出数量所在单元格
    max(entries.cell) filter (where entries.field = 'evaluated_count') as evaluated_count_cell, -- 自评数量所在单元格
    max(entries.cell) filter (where entries.field = 'goal_count') as goal_count_cell, -- 绩效目标数量所在单元格
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
from staging.entries
where entries.form = 'text' and entries.township is not null
group by entries.year, entries.township, entries.file, entries.sheet, entries.form_id
qualify row_number() over (partition by entries.year, entries.township order by entries.file, entries.form_id) = 1
order by entries.year, entries.township
