-- grain: one proposal that a person answered: whether a project of the ledger is one that was reported
-- 说明: 财政局确认的对应关系：台账项目与填报项目是否同一个，取最后确认的
with pivoted as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        fields.row_no,
        max(fields.sheet) as sheet,
        max(fields.text) filter (where fields.field = 'township') as township,
        max(regexp_replace(fields.text, '[\s　''’]', '', 'g')) filter (where fields.field = 'ledger_key') as ledger_key,
        max(fields.text) filter (where fields.field = 'project') as project,
        max(fields.text) filter (where fields.field = 'is_same') as answer,
        max(fields.text) filter (where fields.field = 'decided_by') as decided_by,
        max(day_of(fields.text)) filter (where fields.field = 'decided_on') as decided_on,
        max(fields.cell) filter (where fields.field = 'is_same') as cell,
    from sources.fields
    where fields.form = 'pairings' and fields.row_no is not null and is_of_bureau(fields.file) and not fields.hidden
    group by fields.year, fields.file, fields.form_no, fields.row_no
)

select
    pivoted.year as year, -- 年度
    pivoted.township as township, -- 乡镇
    pivoted.ledger_key as ledger_key, -- 台账项目：编码，没有编码的为名称
    pivoted.project as project, -- 填报的项目名称
    name_key(pivoted.project) as project_key, -- 用于比对的项目名称
    trim(pivoted.answer) = '是' as is_same, -- 是否同一项目
    pivoted.decided_by as decided_by, -- 确认人
    pivoted.decided_on as decided_on, -- 确认日期
    pivoted.file as file, -- 文件
    pivoted.sheet as sheet, -- 工作表
    pivoted.cell as cell, -- 单元格
from pivoted
where trim(pivoted.answer) in ('是', '否')
qualify row_number() over (
    partition by pivoted.year, pivoted.township, pivoted.ledger_key, name_key(pivoted.project)
    order by decided_on desc nulls last, pivoted.file desc, pivoted.form_no desc, pivoted.row_no desc
) = 1
order by pivoted.year, pivoted.township, pivoted.ledger_key, project_key
