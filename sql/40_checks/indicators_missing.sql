-- grain: one project form without an indicator in any form or list
-- 说明: 项目没有绩效指标
-- severity: error
-- message: 项目自评表中没有绩效指标
-- fix: 请填报绩效指标后重新报送；指标另有明细表的，请核对两处的项目名称是否一致。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    coalesce(projects.cell, forms.cell) as cell, -- 单元格
from staging.projects
inner join staging.forms
    on projects.file = forms.file and projects.form_no = forms.form_no
where projects.counted and projects.form = 'project' and not exists (
    from staging.indicators
    where indicators.form_id = projects.form_id
)
