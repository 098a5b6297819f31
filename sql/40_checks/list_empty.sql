-- grain: one list or table of goals without a row
-- 说明: 清单没有内容
-- severity: error
-- message: 清单中没有一行内容
-- fix: 请填写清单的各行；不需要这张表的，请删去。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    forms.cell as cell, -- 单元格
    forms.title as value, -- 表名
from staging.forms
where forms.is_counted and forms.form in ('project_list', 'indicator_list', 'goals', 'department') and not exists (
    from staging.entries
    where entries.form_id = forms.form_id and entries.row_no is not null
)
