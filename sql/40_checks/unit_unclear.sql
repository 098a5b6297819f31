-- grain: one note of a form's unit of amounts that another note contradicts or that is no unit amounts may be in
-- 说明: 金额单位不明确
-- severity: error
-- message: 注明的金额单位不明确
-- fix: 请核对金额，只保留一处正确的金额单位（元、千元、万元或亿元）。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    fields.text as value, -- 注明的单位
    case fields.issue
        when 'unit_conflict' then '两处注明的单位一致'
        else '元、千元、万元或亿元'
    end as expected, -- 应为
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
where fields.field = 'amount_unit' and fields.issue in ('unit_conflict', 'unit_unknown') and not fields.hidden
