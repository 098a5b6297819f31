-- grain: one project that a finding of its township only counts: a red light, or a low execution rate
-- 说明: 整改通知的附件：预警红灯和执行率低于80%的项目，一个项目一行；有错误未改正的数注※
-- part: 涉及项目
select
    projects.township as 乡镇, -- 单位名称
    row_number() over (
        partition by projects.township
        order by projects.warning_light is distinct from '红', projects.exact_rate nulls last, projects.form_id
    ) as 序号, -- 次序
    projects.project as 项目名称, -- 表内填报
    marked_where(projects.adjusted_budget, marks.is_adjusted_budget_marked) as "全年预算数（万元）", -- 表内填报
    marked_where(projects.executed, marks.is_executed_marked) as "全年执行数（万元）", -- 表内填报
    projects.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数
    share(
        projects.reported_indicator_score, 100, nullif(projects.total_weight - projects.weight_of_execution, 0)
    ) as "指标得分率（%）", -- 指标自评得分÷指标分值
    concat_ws('、',
        case when projects.warning_light = '红' then '预警红灯' end,
        case when projects.exact_rate < 80 then '执行率低于80%' end
    ) as 情形, -- 属于哪一种
    regexp_replace(projects.file, '^[0-9]{4}/', '') as 文件, -- 所在文件
    concat_ws('!', projects.sheet, staged.cell) as 位置, -- 工作表和单元格
from scores.projects
inner join staging.projects as staged
    on projects.form_id = staged.form_id
left join marked.projects as marks
    on projects.form_id = marks.form_id
where projects.counted and projects.year = getvariable('year')
    and (projects.warning_light = '红' or projects.exact_rate < 80)
order by projects.township, 序号
