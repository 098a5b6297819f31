-- grain: one form that lacks required labels which nothing stands for
-- 说明: 表中没有必需的栏目
-- severity: warn
-- message: 表中没有必需的栏目，相应内容无法核对
-- fix: 请按统一表样补上这些栏目；本县表样确实不设的，请财政局在规则的表样中把“必填”改为“否”。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    fields.text as value, -- 没有的栏目
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
where fields.field = 'label_absent' and not fields.hidden
