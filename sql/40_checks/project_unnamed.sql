-- grain: one project form without a name
-- 说明: 项目没有名称
-- severity: error
-- message: 项目自评表中没有项目名称
-- fix: 请在表中填写“项目名称”，写法与预算批复一致。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    forms.cell as cell, -- 单元格
from staging.projects
inner join staging.forms
    on projects.file = forms.file and projects.form_no = forms.form_no
-- Where the label is there and its value is blank, that is a finding at its cell.
where projects.counted and projects.form = 'project' and projects.project is null and projects.cell is null
