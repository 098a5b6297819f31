-- grain: one pair of names of two years that a person answered: whether they are one project
-- 说明: 财政局确认的更名：本年的项目与上年的项目是否同一个，取最后确认的
with pivoted as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        fields.row_no,
        max(fields.sheet) as sheet,
        max(trim(fields.text)) filter (where fields.field = 'township') as township,
        max(fields.text) filter (where fields.field = 'project') as project,
        max(fields.text) filter (where fields.field = 'last_project') as last_project,
        max(trim(fields.text)) filter (where fields.field = 'is_same') as answer,
        max(fields.text) filter (where fields.field = 'decided_by') as decided_by,
        max(day_of(fields.text)) filter (where fields.field = 'decided_on') as decided_on,
        max(fields.cell) filter (where fields.field = 'is_same') as cell,
    from sources.fields
    where fields.form = 'renamings' and fields.row_no is not null and is_of_bureau(fields.file) and not fields.hidden
    group by fields.year, fields.file, fields.form_no, fields.row_no
)

select
    pivoted.year as year, -- 年度
    pivoted.township as township, -- 乡镇
    pivoted.project as project, -- 本年的项目名称
    pivoted.last_project as last_project, -- 上年的项目名称
    name_key(pivoted.project) as project_key, -- 用于比对的本年名称
    name_key(pivoted.last_project) as last_project_key, -- 用于比对的上年名称
    pivoted.answer = '是' as is_same, -- 是否同一项目
    pivoted.decided_by as decided_by, -- 确认人
    pivoted.decided_on as decided_on, -- 确认日期
    pivoted.file as file, -- 文件
    pivoted.sheet as sheet, -- 工作表
    pivoted.cell as cell, -- 单元格
from pivoted
where pivoted.answer in ('是', '否')
qualify row_number() over (
    partition by pivoted.year, pivoted.township, name_key(pivoted.project), name_key(pivoted.last_project)
    order by decided_on desc nulls last, pivoted.file desc, pivoted.form_no desc, pivoted.row_no desc
) = 1
order by pivoted.year, pivoted.township, project_key, last_project_key
