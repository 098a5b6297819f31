-- grain: one row a township of the roster and year, submitted or not
-- 说明: 乡镇得分：整体得分、执行率、覆盖率、项目等级分布，一个乡镇一行
with submitted as (
    select distinct
        forms.year,
        forms.township,
    from staging.forms
    where forms.is_counted and forms.township is not null
),

counted as (
    select
        projects.year,
        projects.township,
        count(*) as project_forms,
        cast(sum(projects.adjusted_budget) as decimal(24, 6)) as project_adjusted_budget,
        cast(sum(projects.executed) as decimal(24, 6)) as project_executed,
        count(projects.machine_total) as scored_projects,
        mean_score(
            sum(projects.machine_total),
            scored_projects,
            sum(coalesce(projects.machine_total, projects.ceiling_total, 100)),
            count(*),
            projects.year
        )
            as mean_project_score,
        share(sum(coalesce(projects.lowest_total, 0)), 1, count(*)) as lowest_mean,
        share(sum(coalesce(projects.highest_total, 100)), 1, count(*)) as highest_mean,
        share(sum(coalesce(projects.band_lowest_total, 0)), 1, count(*)) as band_lowest_mean,
        share(sum(coalesce(projects.band_highest_total, 100)), 1, count(*)) as band_highest_mean,
        count(*) filter (where projects.grade is null) as ungraded,
    from scores.projects
    where projects.counted
    group by projects.year, projects.township
),

items as (
    select
        budgets.year,
        budgets.township,
        max(budgets.initial_budget) filter (where budgets.item_field = 'total') as initial_budget,
        max(budgets.adjusted_budget) filter (where budgets.item_field = 'total') as adjusted_budget,
        max(budgets.executed) filter (where budgets.item_field = 'total') as executed,
        max(budgets.adjusted_budget) filter (where budgets.item_field = 'project') as project_adjusted_budget,
        max(budgets.executed) filter (where budgets.item_field = 'project') as project_executed,
    from staging.budgets
    group by budgets.year, budgets.township
),

graded as (
    select
        grades.year,
        grades.township,
        max(grades.projects) filter (where grades.grade_no = 1) as first_grade,
        max(grades.projects) filter (where grades.grade_no = 2) as second_grade,
        max(grades.projects) filter (where grades.grade_no = 3) as third_grade,
        max(grades.projects) filter (where grades.grade_no = 4) as fourth_grade,
    from scores.grades
    group by grades.year, grades.township
)

select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    townships.township_code as township_code, -- 单位代码
    townships.county as county, -- 县
    submitted.township is not null as is_submitted, -- 是否报送
    overalls.reported_total as reported_total, -- 整体自评得分
    overalls.reported_execution_score as reported_execution_score, -- 其中预算执行率自评得分
    overalls.reported_indicator_score as reported_indicator_score, -- 其中其他指标自评得分
    overalls.machine_total as machine_total, -- 整体复算得分
    overalls.machine_execution_score as machine_execution_score, -- 其中预算执行率复算得分
    cast(overalls.reported_total - overalls.machine_total as decimal(9, 2)) as gap, -- 自评减复算
    overalls.lowest_total as lowest_total, -- 不可评的指标都得零分时的整体得分
    overalls.highest_total as highest_total, -- 不可评的指标都得满分时的整体得分
    overalls.explanation as explanation, -- 整体复算得分怎么来的
    overalls.total_weight as total_weight, -- 整体分值合计
    overalls.assessable_weight as assessable_weight, -- 其中可评的分值
    overalls.reported_grade as reported_grade, -- 按自评得分的等级
    overalls.grade as grade, -- 按复算得分的等级
    items.initial_budget as initial_budget, -- 年初预算数（万元）
    items.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    items.executed as executed, -- 全年执行数（万元）
    case when items.adjusted_budget > 0 then
        share(items.executed, 100, items.adjusted_budget)
    end as execution_rate, -- 执行率（%）
    items.project_adjusted_budget as project_adjusted_budget, -- 项目支出全年预算数（万元）
    items.project_executed as project_executed, -- 项目支出全年执行数（万元）
    case when items.project_adjusted_budget > 0 then
        share(items.project_executed, 100, items.project_adjusted_budget)
    end as project_execution_rate, -- 项目支出执行率（%）
    declarations.project_count as project_count, -- 填报的项目支出数量
    coalesce(counted.project_forms, 0) as project_forms, -- 收到并计入的项目自评数量
    -- What must be evaluated the bureau's ledger says, where there is one.
    coalesce(
        coverage.coverage,
        share(coalesce(counted.project_forms, 0), 100, nullif(declarations.project_count, 0))
    ) as coverage, -- 自评覆盖率（%）：有台账的按台账，没有的按填报的项目数量
    cast(counted.mean_project_score as decimal(9, 2)) as mean_project_score, -- 项目复算平均分
    coalesce(graded.first_grade, 0) as first_grade, -- 一等项目数
    coalesce(graded.second_grade, 0) as second_grade, -- 二等项目数
    coalesce(graded.third_grade, 0) as third_grade, -- 三等项目数
    coalesce(graded.fourth_grade, 0) as fourth_grade, -- 四等项目数（各年度的全部等级见 scores.grades）
    coalesce(counted.ungraded, 0) as ungraded, -- 不可评项目数
    cast(least(counted.lowest_mean, counted.mean_project_score) as decimal(9, 2)) as lowest_mean, -- 项目平均分至少是多少
    cast(greatest(counted.highest_mean, counted.mean_project_score) as decimal(9, 2)) as highest_mean, -- 项目平均分至多是多少
    overalls.band_lowest_total as band_lowest_total, -- 定性的也取档次下限时的整体得分
    overalls.band_highest_total as band_highest_total, -- 定性的也取档次上限时的整体得分
    cast(least(counted.band_lowest_mean, counted.mean_project_score) as decimal(9, 2))
        as band_lowest_mean, -- 定性的也取档次下限时的项目平均分
    cast(greatest(counted.band_highest_mean, counted.mean_project_score) as decimal(9, 2))
        as band_highest_mean, -- 定性的也取档次上限时的项目平均分
    overalls.lowest_grade as lowest_grade, -- 最低可能的等级
    overalls.highest_grade as highest_grade, -- 最高可能的等级
from staging.townships
left join submitted
    on townships.year = submitted.year and townships.township = submitted.township
left join scores.overalls
    on townships.year = overalls.year and townships.township = overalls.township
left join items
    on townships.year = items.year and townships.township = items.township
left join staging.declarations
    on townships.year = declarations.year and townships.township = declarations.township
left join scores.coverage
    on townships.year = coverage.year and townships.township = coverage.township
left join counted
    on townships.year = counted.year and townships.township = counted.township
left join graded
    on townships.year = graded.year and townships.township = graded.township
order by townships.year, townships.township_code
