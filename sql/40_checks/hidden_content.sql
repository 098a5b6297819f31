-- grain: one hidden form, or the hidden rows and columns of a visible one
-- 说明: 隐藏内容
-- severity: warn
-- drops: yes
-- message: 有隐藏的内容，未计入
-- fix: 请取消隐藏核对：需要填报的恢复显示，不需要的删除。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    forms.cell as cell, -- 单元格
    '隐藏的表“' || forms.title || '”' as value, -- 隐藏的内容
from staging.forms
where forms.is_hidden and forms.form <> 'unknown'

union all by name

select
    forms.year as year,
    forms.township as township,
    forms.form_id as form_id,
    forms.file as file,
    forms.sheet as sheet,
    min_by(fields.cell, (length(fields.cell), fields.cell)) as cell,
    '隐藏的行或列中有 ' || count(*) || ' 个值' as value,
from staging.forms
inner join sources.fields
    on forms.file = fields.file and forms.form_no = fields.form_no
        and fields.hidden and fields.text is not null and fields.field <> 'form'
where not forms.is_hidden and forms.form <> 'unknown'
group by all
