-- grain: one form whose execution score, or the department's rate, does not follow from its amounts
-- 说明: 预算执行得分与金额不符
-- severity: error
-- message: 预算执行率的得分或完成值与预算数、执行数不符
-- fix: 得分=分值×全年执行数÷全年预算数，不超过分值，请按金额改正。
-- A score that follows from a typed rate is an echo of that rate, which is a finding of its own.
with stated as (
    select
        projects.year,
        projects.township,
        projects.project,
        projects.form_id,
        projects.file,
        projects.sheet,
        projects.execution_score_cell as cell,
        projects.execution_score_text as score_text,
        projects.reported_execution_score as score,
        -- Where the weight itself is the wrong cell the county's own is meant.
        coalesce(weight_slips.weight, executions.weight) as weight,
        case
            when weight_slips.form_id is null then executions.exact_score
            when executions.exact_score is not null then least(
                portion(executions.executed, weight_slips.weight, executions.adjusted_budget), weight_slips.weight)
        end as exact_score,
        executions.executed,
        executions.adjusted_budget,
        share(projects.reported_rate, coalesce(weight_slips.weight, executions.weight), 100) as score_of_rate,
        projects.reported_rate,
    from staging.projects
    inner join scores.project_executions as executions
        on projects.form_id = executions.form_id
    left join equations.weight_slips
        on projects.form_id = weight_slips.form_id
    where projects.execution_score_cell is not null
),

departments as (
    select
        indicators.*,
        budgets.executed,
        budgets.adjusted_budget,
        case
            when regexp_matches(indicators.actual, '%|％|﹪') or abs(indicators.actual_number) > 1.5
                then indicators.actual_number
            else indicators.actual_number * 100
        end as rate,
        abs(rate - share(budgets.executed, 100, budgets.adjusted_budget))
            > rounding(indicators.actual) + 0.005
            as is_rate_wrong,
        coalesce(weight_slips.weight, indicators.exact_weight) as meant_weight,
        case
            when weight_slips.form_id is null then indicators.exact_score
            else least(portion(budgets.executed, weight_slips.weight, budgets.adjusted_budget), weight_slips.weight)
        end as meant_score,
        -- The rate, too, is rounded.
        abs(indicators.reported_score - meant_score) > 0.005 + meant_weight * 0.00005 + 0.0001 as is_score_wrong,
    from scores.indicators
    inner join staging.budgets
        on indicators.year = budgets.year and indicators.township = budgets.township and budgets.item_field = 'total'
    left join equations.weight_slips
        on indicators.form_id = weight_slips.form_id
    where indicators.kind = '执行率'
),

parts as (
    select
        budgets.year,
        budgets.township,
        share(sum(budgets.executed), 100, nullif(sum(budgets.adjusted_budget), 0)) as rate,
    from staging.budgets
    where budgets.item_field <> 'total'
    group by budgets.year, budgets.township
)

select
    stated.year as year, -- 年度
    stated.township as township, -- 乡镇
    stated.project as project, -- 项目名称
    stated.form_id as form_id, -- 表的编号
    stated.form_id as equation, -- 勾稽关系的编号
    null::integer as row_no, -- 表内行号
    stated.file as file, -- 文件
    stated.sheet as sheet, -- 工作表
    stated.cell as cell, -- 单元格
    coalesce('得分 ' || stated.score_text, '得分没有填写') as value, -- 填报的得分
    shown(round(stated.exact_score, 2)) || '（' || shown(stated.weight) || '×' || shown(stated.executed) || '÷'
        || shown(stated.adjusted_budget) || '）' as expected, -- 应得的分
from stated
where stated.exact_score is not null
    -- Full marks are no rounding to a whole number: 10 for 9.848.
    and (stated.score is null or abs(stated.score - stated.exact_score) 
        > rounding(stated.score_text) + stated.weight * 0.00005 + 0.0001
        or stated.score = stated.weight and stated.weight - stated.exact_score > 0.05)
    -- Above its weight it is a finding of score_over_weight.
    and (stated.score is null or round(stated.score, 2) <= round(stated.weight, 2))
    and (stated.score is null or stated.reported_rate is null
        or abs(stated.score - stated.score_of_rate) > rounding(stated.score_text) + 0.005
        or not exists (from checks.rate_mismatch as wrong where wrong.form_id = stated.form_id))
    and not exists (from checks.amount_negative as wrong where wrong.form_id = stated.form_id)
    and not exists (
        from checks.executed_over_budget as wrong
        where wrong.form_id = stated.form_id
            and stated.score <= stated.weight
    )
    and not exists (
        from staging.entries
        where entries.form_id = stated.form_id
            and entries.cell = stated.cell
            and entries.issue is not null
    )

union all by name

select
    departments.year as year,
    departments.township as township,
    departments.form_id as form_id,
    departments.form_id as equation,
    departments.row_no as row_no,
    departments.file as file,
    departments.sheet as sheet,
    case when departments.is_rate_wrong then departments.actual_cell else departments.cell end as cell,
    '完成值 ' || departments.actual || '，得分 ' || shown(departments.reported_score) as value,
    shown(share(departments.executed, 100, departments.adjusted_budget)) || '%、'
        || shown(round(departments.meant_score, 2))
        || ' 分（部门预算执行情况表 ' || shown(departments.executed)
        || '÷' || shown(departments.adjusted_budget) || '）' as expected,
from departments
left join parts
    on departments.year = parts.year and departments.township = parts.township
-- Where the total is wrong and the parts agree with what is typed, the total is the error.
where departments.is_rate_wrong
        and (abs(departments.rate - parts.rate) <= rounding(departments.actual) + 0.005) is not true
    or departments.is_score_wrong
        and (abs(departments.reported_score - share(departments.meant_weight, least(parts.rate, 100), 100))
            <= 0.005 + departments.meant_weight * 0.00005 + 0.0001) is not true
