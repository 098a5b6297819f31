-- grain: one required single value that is blank
-- 说明: 必填项为空
-- severity: error
-- message: 必填项为空
-- fix: 请补填。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    null::integer as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    labels.label as expected, -- 应填的项目
from staging.entries
inner join rules.fields as labels
    on labels.form = entries.form and labels.field = entries.field and labels.role = '单项' and labels.required = '是'
where entries.text is null and entries.issue is null

union all by name

select
    entries.year as year,
    entries.township as township,
    entries.form_id as form_id,
    entries.file as file,
    entries.sheet as sheet,
    entries.cell as cell,
    across.label || '的' || down.label as expected,
from staging.entries
inner join rules.fields as across
    on across.form = entries.form and across.role = '行' and across.required = '是'
inner join rules.fields as down
    on down.form = entries.form and down.role = '列' and down.required = '是'
        and entries.field = across.field || '.' || down.field
where entries.number is null and entries.issue is null

union all by name

-- A row of a table that lacks a required column; a missing target is a finding of its own.
select
    entries.year as year,
    entries.township as township,
    entries.form_id as form_id,
    entries.row_no as row_no,
    entries.file as file,
    entries.sheet as sheet,
    entries.cell as cell,
    '第' || entries.row_no || '行的' || labels.label as expected,
from staging.entries
inner join rules.fields as labels
    on labels.form = entries.form and labels.field = entries.field and labels.role = '表头'
        and labels.required = '是' and labels.inherits is distinct from '是'
where entries.row_no is not null and entries.text is null and entries.issue is null and entries.field <> 'target'
    -- A review that is not finished lacks scores; what the township left blank is blank there too.
    and entries.form <> 'review'
    -- An indicator may have its name in the column of the second level, in place of a kind of indicators.
    and not (entries.field = 'level3' and exists (
        from staging.entries as wider
        inner join rules.fields as levels
            on levels.form = wider.form and levels.field = 'level2' and levels.template is not null
        where wider.form_id = entries.form_id
            and wider.row_no = entries.row_no
            and wider.field = 'level2'
            and wider.text is not null
            and not list_contains(string_split(levels.template, '|'), regexp_replace(wider.text, '\s|　', '', 'g'))
    ))

union all by name

select
    entries.year as year,
    entries.township as township,
    entries.form_id as form_id,
    entries.file as file,
    entries.sheet as sheet,
    entries.cell as cell,
    across.label || '的' || down.label as expected,
from staging.entries
inner join rules.fields as across
    on across.form = entries.form and across.role = '合计行' and across.form in ('project', 'department')
inner join rules.fields as down
    on down.form = entries.form and down.block = across.block and down.role = '表头' and down.type = '得分'
        and entries.field = across.field || '.' || down.field
where entries.number is null and entries.issue is null and down.field = 'score'
