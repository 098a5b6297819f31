-- grain: one project without a budget that claims points for execution
-- 说明: 没有预算却得了执行分
-- severity: error
-- message: 全年预算数不大于零，预算执行率却有得分
-- fix: 没有预算的项目不计执行率得分：请核对全年预算数，或删去得分并说明。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    coalesce(projects.execution_score_cell, projects.adjusted_budget_cell) as cell, -- 单元格
    '全年预算数 ' || shown(executions.adjusted_budget) || '万元，得 ' || shown(projects.reported_execution_score) || ' 分' as value, -- 填报的内容
from staging.projects
inner join scores.project_executions as executions
    on projects.form_id = executions.form_id
where executions.adjusted_budget <= 0 and projects.reported_execution_score > 0
    and not exists (from checks.amount_negative as wrong where wrong.form_id = projects.form_id)
