-- grain: one project without any indicator
-- 说明: 项目没有绩效指标
-- severity: error
-- message: 项目没有填报任何绩效指标
-- fix: 请按批复的绩效目标补填绩效指标。没有指标的项目不给复算总分和等级。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    coalesce(projects.cell, projects.total_cell) as cell, -- 单元格
    '自评 ' || shown(projects.reported_total) || ' 分，没有一个指标' as value, -- 填报的内容
from staging.projects
where projects.counted
    and not exists (from staging.indicators where indicators.form_id = projects.form_id)
    -- Of a list the indicators stand in a list of their own: without one the township has none to give.
    and (projects.form = 'project' or exists (
        from staging.entries
        where entries.form = 'indicator_list' and entries.year = projects.year and entries.township = projects.township
    ))
