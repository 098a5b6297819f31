-- grain: one hidden row of an indicator table in a form that counts
-- 说明: 计入的表中被隐藏的指标行：分值计入合计，得分不计
-- kept: no
select
    forms.form_id as form_id, -- 表的编号
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    fields.row_no as row_no, -- 表内行号
    max(fields.text) filter (where fields.field = 'level3') as level3, -- 三级指标
    cast(max(fields.number) filter (where fields.field = 'weight') as decimal(18, 6)) as weight, -- 分值
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    min_by(fields.cell, (length(fields.cell), fields.cell)) as cell, -- 第一个单元格
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted and not forms.is_hidden
        and not forms.counts_hidden
where fields.hidden and fields.row_no is not null and fields.form in ('project', 'department')
group by all
having max(fields.number) filter (where fields.field = 'weight') > 0
