-- grain: one row a township and year: the counts that its report text states
-- 说明: 文字材料中填报的项目数、自评数、目标数，一个乡镇一行
with counts as (
    select
        entries.*,
        -- What is no count is a finding of its own.
        case when entries.number >= 0 and entries.number = floor(entries.number) then
            cast(entries.number as integer)
        end as whole,
    from staging.entries
    where entries.form = 'text' and entries.township is not null
)

select
    counts.year as year, -- 年度
    counts.township as township, -- 乡镇
    max(counts.whole) filter (where counts.field = 'project_count') as project_count, -- 项目支出数量
    max(counts.whole) filter (where counts.field = 'evaluated_count') as evaluated_count, -- 自评数量
    max(counts.whole) filter (where counts.field = 'goal_count') as goal_count, -- 绩效目标数量
    max(counts.cell) filter (where counts.field = 'project_count') as project_count_cell, -- 项目支出数量所在单元格
    max(counts.cell) filter (where counts.field = 'evaluated_count') as evaluated_count_cell, -- 自评数量所在单元格
    max(counts.cell) filter (where counts.field = 'goal_count') as goal_count_cell, -- 绩效目标数量所在单元格
    counts.file as file, -- 文件
    counts.sheet as sheet, -- 工作表
from counts
group by counts.year, counts.township, counts.file, counts.sheet, counts.form_id
qualify row_number() over (partition by counts.year, counts.township order by counts.file, counts.form_id) = 1
order by counts.year, counts.township
