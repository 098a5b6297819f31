-- grain: one row a project that counts, its amounts as filed, and whether they may be added up
-- 说明: 计入的项目的金额及其中有错误未改正的数，一个项目一行（重复填报的只有一行），金额单位万元
select
    projects.form_id as form_id, -- 表的编号
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.department as department, -- 主管部门
    projects.implementer as implementer, -- 实施单位
    projects.initial_budget as initial_budget, -- 年初预算数（万元），照填报
    scored.adjusted_budget as adjusted_budget, -- 全年预算数（万元），照填报，总额没有填报的为各来源之和
    scored.executed as executed, -- 全年执行数（万元），同上
    coalesce(marks.is_initial_budget_marked, false) as is_initial_budget_marked, -- 年初预算数有错误未改正
    coalesce(marks.is_adjusted_budget_marked, false) as is_adjusted_budget_marked, -- 全年预算数有错误未改正
    coalesce(marks.is_executed_marked, false) as is_executed_marked, -- 全年执行数有错误未改正
    marks.form_id is not null as is_marked, -- 其中有错误未改正的数
    marks.form_id is not null
        or (scored.adjusted_budget is null) <> (scored.executed is null) as is_left_out, -- 不计入合计
    case when not is_left_out then projects.initial_budget end as counted_initial_budget, -- 计入合计的年初预算数（万元）
    case when not is_left_out then scored.adjusted_budget end as counted_adjusted_budget, -- 计入合计的全年预算数（万元）
    case when not is_left_out then scored.executed end as counted_executed, -- 计入合计的全年执行数（万元）
    case when not is_left_out then scored.execution_rate end as execution_rate, -- 计算的执行率（%），有错误未改正的为空
    coalesce(
        marks.words,
        case
            when not is_left_out then null
            when scored.executed is null then '全年执行数没有填报'
            else '全年预算数没有填报'
        end
    ) as words, -- 有误的数，照填报
    marks.finding_id as finding_id, -- 问题编号，几个问题的取一个
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.initial_budget_cell as initial_budget_cell, -- 年初预算数所在单元格
    projects.adjusted_budget_cell as adjusted_budget_cell, -- 全年预算数所在单元格
    projects.executed_cell as executed_cell, -- 全年执行数所在单元格
from staging.projects
inner join scores.projects as scored
    on projects.form_id = scored.form_id
left join marked.marks
    on projects.form_id = marks.form_id and marks.line = 'total'
where projects.counted
order by projects.year, projects.township, projects.file, projects.form_no, projects.row_no
