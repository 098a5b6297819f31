-- grain: one required single value that is blank
-- 说明: 必填项为空
-- severity: error
-- message: 必填项为空
-- fix: 请补填。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
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
    on down.form = entries.form and down.role = '列' and down.required = '是' and entries.field = across.field || '.' || down.field
where entries.number is null and entries.issue is null
