-- grain: one blank form
-- 说明: 空表
-- severity: note
-- message: 是空表，未计入
-- fix: 不需要填报的，可以删去空表。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    forms.cell as cell, -- 单元格
    forms.title as value, -- 表名
from staging.forms
where forms.is_blank and forms.form <> 'unknown' and not forms.is_example and not forms.is_hidden
