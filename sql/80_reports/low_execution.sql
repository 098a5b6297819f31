-- grain: one project of a township that spent less than 80% of its budget
-- 说明: 自评报告逐项说明的执行率偏低的项目（财预〔2020〕10号），原因取自其未达标指标的偏差原因
-- part: 执行偏低
with reasons as (
    select
        indicators.form_id,
        string_agg(distinct rtrim(trim(indicators.reason), '。；;.'), '；') as words,
    from staging.indicators
    where indicators.scope = 'project' and indicators.reported_score < indicators.weight
        and not says_nothing(indicators.reason)
    group by indicators.form_id
)

select
    projects.township as 乡镇, -- 单位名称
    row_number() over (partition by projects.township order by projects.exact_rate, projects.form_id) as 序号, -- 从低到高
    projects.project as 项目名称, -- 表内填报
    marked_where(projects.adjusted_budget, marks.is_adjusted_budget_marked) as "全年预算数（万元）", -- 表内填报
    marked_where(projects.executed, marks.is_executed_marked) as "全年执行数（万元）", -- 表内填报
    projects.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数
    coalesce(reasons.words || '。', awaited('执行率偏低的原因')) as 偏差原因及改进措施, -- 表内填报，没有的注明待补充
from scores.projects
left join reasons
    on projects.form_id = reasons.form_id
left join marked.projects as marks
    on projects.form_id = marks.form_id
where projects.counted and projects.year = getvariable('year') and projects.exact_rate < 80
order by projects.township, 序号
