-- grain: one value beside a label that is known, in a place where nothing is read by it
-- 说明: 栏目不在应在的位置
-- severity: note
-- message: 栏目不在统一表样的位置，其中的内容没有采用
-- link: ；栏目是
-- fix: 请把内容填到统一表样规定的位置；不需要报送的，可以不改。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    fields.text as value, -- 没有采用的内容
    fields.issue as expected, -- 栏目和它的位置
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
where fields.field = 'label_unused' and not fields.hidden
