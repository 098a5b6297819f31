-- grain: one township that submitted, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“乡镇”：一个乡镇一行，金额单位万元
-- view: 乡镇
select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    townships.township as 乡镇, -- 乡镇
    townships.reported_total as 自评总分, -- 整体自评得分
    townships.machine_total as 复算总分, -- 整体复算得分
    townships.grade as 等级, -- 按复算得分的等级
    townships.initial_budget as 年初预算数, -- 年初预算数（万元）
    townships.adjusted_budget as 全年预算数, -- 全年预算数（万元）
    townships.executed as 全年执行数, -- 全年执行数（万元）
    townships.execution_rate as 执行率, -- 执行率（%）
    townships.project_count as 填报项目数, -- 填报的项目支出数量
    townships.project_forms as 收到项目数, -- 收到并计入的项目自评数量
    townships.coverage as 覆盖率, -- 自评覆盖率（%）
    townships.mean_project_score as 项目平均分, -- 项目复算平均分
    sums.initial_budget as 项目年初预算合计, -- 各项目年初预算数之和（万元）
    sums.adjusted_budget as 项目全年预算合计, -- 各项目全年预算数之和（万元）
    sums.executed as 项目全年执行合计, -- 各项目全年执行数之和（万元）
    sums.reported_mean as 项目自评平均分, -- 各项目自评总分的平均数
    townships.mean_project_score as 项目复算平均分, -- 各项目复算总分的平均数
    last_year.adjusted_budget as 上年全年预算数, -- 上年全年预算数（万元）
    last_year.executed as 上年全年执行数, -- 上年全年执行数（万元）
    last_year.machine_total as 上年复算总分, -- 上年整体复算得分
from scores.townships
left join (
    select
        projects.year,
        projects.township,
        cast(sum(projects.initial_budget) as decimal(24, 6)) as initial_budget,
        cast(sum(projects.adjusted_budget) as decimal(24, 6)) as adjusted_budget,
        cast(sum(projects.executed) as decimal(24, 6)) as executed,
        cast(share(sum(projects.reported_total), 1, count(projects.reported_total)) as decimal(9, 2)) as reported_mean,
    from staging.projects
    where projects.counted
    group by projects.year, projects.township
) as sums
    on townships.year = sums.year and townships.township = sums.township
left join scores.townships as last_year
    on townships.year = last_year.year + 1 and townships.township_code = last_year.township_code
where townships.is_submitted
order by townships.year, townships.township_code
