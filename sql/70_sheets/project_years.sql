-- grain: one project of the year that the year before has too
-- 说明: 历年对照：同一项目与上年相比的金额、得分、名次和连年出现的问题，上年没有的不列
-- sheet: 历年对照
-- order: 19
-- empty: left out
with again as (
    select
        recurring.township,
        recurring.project,
        string_agg(recurring.name || '（上年 ' || recurring.last_times || ' 处，本年 ' || recurring.times || ' 处）', '；'
            order by recurring.code) as problems,
    from rankings.recurring
    where recurring.year = getvariable('year') and recurring.project is not null
    group by recurring.township, recurring.project
)

select
    compared.township as 乡镇, -- 单位名称
    compared.project as 项目名称, -- 本年的名称
    case when name_key(compared.last_project) <> name_key(compared.project) then compared.last_project end
        as 上年名称, -- 与本年不同的
    compared.matched_by as 认定依据, -- 确认、编码、名称：怎样认定是同一项目
    compared.years as 连续年数, -- 连续几年有这个项目
    compared.adjusted_budget as "全年预算数（万元）", -- 金额有错误未改正的为空
    compared.last_adjusted_budget as "上年全年预算数（万元）", -- 同上
    compared.budget_change_rate as "预算增减（%）", -- 比上年
    compared.executed as "全年执行数（万元）", -- 金额有错误未改正的为空
    compared.last_executed as "上年全年执行数（万元）", -- 同上
    compared.executed_change_rate as "执行增减（%）", -- 比上年
    compared.execution_rate as "计算执行率（%）", -- 本年
    compared.last_execution_rate as "上年执行率（%）", -- 上年
    compared.reported_total as "自评得分（分）", -- 本年
    compared.last_reported_total as "上年自评得分（分）", -- 上年
    compared.machine_total as "复算得分（分）", -- 本年
    compared.last_machine_total as "上年复算得分（分）", -- 上年
    compared.machine_change as "复算得分增减（分）", -- 本年减上年
    compared.grade as 复算等级, -- 本年
    compared.last_grade as 上年复算等级, -- 上年
    compared.rank as 名次, -- 本年，全县各项目
    compared.last_rank as 上年名次, -- 上年
    again.problems as 连年出现的问题 -- 两年都查出的同一类错误、疑点
from rankings.project_years as compared
left join again
    on compared.township = again.township and compared.project = again.project
where compared.year = getvariable('year')
order by compared.township_code, compared.project, compared.form_id
