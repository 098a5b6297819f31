-- grain: one whole-department form
-- 说明: 部门整体支出自评表的合计行，一张表一行
select
    entries.form_id as form_id, -- 表的编号
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    cast(max(entries.number) filter (where entries.field = 'sum.weight')
        as decimal(12, 4)) as reported_weight, -- 填报的分值合计
    cast(coalesce(max(entries.number) filter (where entries.field = 'sum.score'),
        max(entries.number) filter (where entries.field = 'total_score'))
        as decimal(12, 4)) as reported_total, -- 自评总分（合计行的；没有的为表头的）
    max(entries.text) filter (where entries.field = 'reported_grade') as reported_grade, -- 填报的自评等级
    max(entries.cell) filter (where entries.field = 'reported_grade') as grade_cell, -- 自评等级所在单元格
    max(entries.cell) filter (where entries.field = 'sum.weight') as weight_cell, -- 分值合计所在单元格
    case
        when max(entries.number) filter (where entries.field = 'sum.score') is null
            and max(entries.number) filter (where entries.field = 'total_score') is not null
            then max(entries.cell) filter (where entries.field = 'total_score')
        else max(entries.cell) filter (where entries.field = 'sum.score')
    end as total_cell, -- 总分所在单元格
    cast(max(entries.number) filter (where entries.field = 'total_score') as decimal(12, 4)) as head_total, -- 表头的总分
    max(entries.cell) filter (where entries.field = 'total_score') as head_cell, -- 表头的总分所在单元格
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
from staging.entries
where entries.form = 'department' and entries.township is not null
group by entries.form_id, entries.year, entries.township, entries.file, entries.sheet
qualify row_number() over (partition by entries.year, entries.township order by entries.file, entries.form_id) = 1
order by entries.year, entries.township
