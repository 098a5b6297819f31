-- grain: one sheet on which a form goes on that began on another, and one single value that was taken from it
-- 说明: 一张表分在两个工作表上
-- severity: note
-- message: 同一张表分在两个工作表上，已合为一张
-- link: ；接在
-- fix: 不需要修改；报送时最好把一张表放在一个工作表上。
with parts as (
    select
        forms.year,
        forms.township,
        forms.project,
        forms.form_id,
        forms.sheet as first_sheet,
        fields.file,
        fields.form_no,
        fields.sheet,
    from sources.fields
    inner join staging.forms
        on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
    where fields.field = 'form_part' and not fields.hidden
)

select
    parts.year as year, -- 年度
    parts.township as township, -- 乡镇
    parts.project as project, -- 项目名称
    parts.form_id as form_id, -- 表的编号
    parts.file as file, -- 文件
    parts.sheet as sheet, -- 工作表
    null as cell, -- 单元格：整个工作表
    coalesce(parts.project, parts.sheet) as value, -- 哪张表
    '工作表“' || parts.first_sheet || '”之后' as expected, -- 接在哪里
from parts
union all
select
    parts.year as year,
    parts.township as township,
    parts.project as project,
    parts.form_id as form_id,
    parts.file as file,
    parts.sheet as sheet,
    fields.cell as cell,
    fields.text as value,
    '工作表“' || parts.first_sheet || '”之后' as expected,
from parts
inner join sources.fields
    on parts.file = fields.file and parts.form_no = fields.form_no and parts.sheet = fields.sheet
where fields.row_no is null and fields.text is not null and is_value(fields.field) and fields.field like '%.score'
