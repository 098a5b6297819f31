-- grain: one project that counts
-- 说明: 项目排名，全县和本乡镇内各排一次
select
    projects.year as year, -- 年度
    case when projects.machine_total is not null then
        rank() over (
            partition by projects.year, projects.machine_total is null
            order by projects.machine_total desc, projects.execution_rate desc nulls last
        )
    end as rank, -- 全县名次
    case when projects.machine_total is not null then
        rank() over (
            partition by projects.year, projects.township, projects.machine_total is null
            order by projects.machine_total desc, projects.execution_rate desc nulls last
        )
    end as township_rank, -- 本乡镇名次
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.machine_total as machine_total, -- 复算总分
    projects.reported_total as reported_total, -- 自评总分
    projects.gap as gap, -- 自评减复算
    projects.grade as grade, -- 等级
    projects.execution_rate as execution_rate, -- 执行率（%）
    projects.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
from scores.projects
where projects.counted
order by projects.year, rank nulls last, projects.township, projects.project, projects.form_id
