-- grain: one misspelt label of a form, read as the label that it differs from by one character
-- 说明: 栏目有错别字
-- severity: note
-- message: 栏目有错别字，已按正确的写法读取
-- fix: 请改正栏目的写法；读取有误的，请按统一表样改写后重新报送。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    fields.text as value, -- 填写的栏目
    fields.issue as expected, -- 读作的栏目
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
where fields.field = 'label_slip' and not fields.hidden
