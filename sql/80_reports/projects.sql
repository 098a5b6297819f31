-- grain: one project that counts: the report's list of projects
-- 说明: 自评报告附件的项目支出绩效自评结果一览表；有错误未改正的数注※，照填报列示
-- part: 项目一览
select
    projects.township as 乡镇, -- 单位名称
    row_number() over (
        partition by projects.township
        order by projects.file, staged.form_no, staged.row_no
    ) as 序号, -- 次序
    projects.project as 项目名称, -- 表内填报
    marked_where(projects.adjusted_budget, marks.is_adjusted_budget_marked) as "全年预算数（万元）", -- 表内填报
    marked_where(projects.executed, marks.is_executed_marked) as "全年执行数（万元）", -- 表内填报
    projects.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数
    projects.reported_total as "自评得分（分）", -- 表内填报
    projects.machine_total as "复算得分（分）", -- 按规则复算
    coalesce(projects.reported_grade, '未评级') as 自评等级, -- 按自评总分
from scores.projects
inner join staging.projects as staged
    on projects.form_id = staged.form_id
left join marked.projects as marks
    on projects.form_id = marks.form_id
where projects.counted and projects.year = getvariable('year')
order by projects.township, 序号
