-- grain: one term of an equation between a rate and its amounts
-- 说明: 执行率、预算执行的得分与预算数、执行数的勾稽
-- kept: no
with lines as (
    select
        projects.form_id,
        'total' as line,
        null as item_field,
        projects.reported_rate,
        projects.rate_text,
        coalesce(projects.execution_weight, cast(parameter('执行分值', projects.year) as decimal(12, 4)))
            as execution_weight,
    from staging.projects

    union all by name

    select
        budgets.form_id,
        budgets.item_field as line,
        budgets.item_field,
        budgets.reported_rate,
        budgets.rate_text,
    from staging.budgets
),

figures as (
    select
        figures.* replace (
            case figures.figure
                when 'rate' then cast(lines.reported_rate as decimal(18, 6))
                else figures.value
            end as value
        ),
        lines.item_field,
        lines.rate_text,
        lines.execution_weight,
    from equations.figures
    inner join lines
        on figures.form_id = lines.form_id and figures.line = lines.line
),

-- The points for execution are their weight × executed ÷ budgeted: of a project in one form, of the department in two.
executions as (
    select
        figures.form_id as equation,
        coalesce(weight_slips.weight, figures.execution_weight) as weight,
        figures.*,
    from figures
    left join equations.weight_slips
        on figures.form_id = weight_slips.form_id
    where figures.form <> 'budget' and figures.line = 'total'
        and figures.figure in ('score', 'executed', 'adjusted_budget')

    union all by name

    select
        indicators.form_id as equation,
        coalesce(weight_slips.weight, indicators.exact_weight) as weight,
        figures.*,
    from scores.indicators
    left join equations.weight_slips
        on indicators.form_id = weight_slips.form_id
    inner join staging.budgets
        on indicators.year = budgets.year and indicators.township = budgets.township and budgets.item_field = 'total'
    inner join equations.figures
        on figures.form_id = indicators.form_id and figures.file = indicators.file and figures.sheet = indicators.sheet
                and figures.cell = indicators.cell and figures.figure = 'score'
            or figures.form_id = budgets.form_id and figures.line = 'total'
                and figures.figure in ('executed', 'adjusted_budget')
    where indicators.kind = '执行率'
),

scored as (
    select
        executions.*,
        max(case executions.figure when 'score' then executions.value end) over equations as score,
        max(case executions.figure when 'score' then executions.text end) over equations as score_text,
        max(case executions.figure when 'executed' then executions.value end) over equations as executed,
        max(case executions.figure when 'adjusted_budget' then executions.value end) over equations as budget,
        -- The cell is rounded, and so is the rate that it may have been reckoned from.
        executions.weight * 0.00005 + 0.0001 as slack,
    from executions
    where executions.weight > 0
    window equations as (partition by executions.equation)
    qualify count(*) over equations = 3 and count(executions.value) over equations = 3
),

together as (
    select
        'rate_mismatch' as code,
        concat_ws('|', figures.form_id, figures.item_field) as equation,
        'ratio' as kind,
        case figures.figure when 'executed' then 100 else 1 end as coefficient,
        figures.figure = 'rate' as is_result,
        -- The cell is rounded, and so is what it is compared with.
        rounding(figures.rate_text) + tolerance('rate_mismatch', figures.year) + 0.005 as tolerance,
        figures.*,
    from figures
    where figures.figure in ('rate', 'executed', 'adjusted_budget')
    qualify count(*) over (partition by figures.form_id, figures.line) = 3

    union all by name

    select
        scored.* exclude (equation),
        'execution_score_wrong' as code,
        scored.equation,
        'ratio' as kind,
        case scored.figure when 'executed' then scored.weight else 1 end as coefficient,
        scored.figure = 'score' as is_result,
        -- 9 may stand for 9.4, but where it does not, what stands instead of it has two decimals.
        case
            when abs(scored.score - portion(scored.executed, scored.weight, scored.budget))
                    <= rounding(scored.score_text) + scored.slack
                and (scored.score < scored.weight
                    or scored.weight - portion(scored.executed, scored.weight, scored.budget) <= 0.05)
                then rounding(scored.score_text)
            else 0.005
        end + scored.slack as tolerance,
    from scored
    where scored.executed between 0 and scored.budget and scored.score <= scored.weight and scored.budget > 0

    union all by name

    -- And none earns more than its weight: what mends a weight mends that.
    select
        'weight_below_score' as code,
        figures.form_id as equation,
        'guard' as kind,
        case figures.figure when 'score' then 1 else -1 end as coefficient,
        0 as tolerance,
        figures.*,
    from figures
    where figures.form <> 'budget' and figures.line = 'total' and figures.figure in ('score', 'weight')
    qualify count(*) over (partition by figures.form_id) = 2

    union all by name

    -- What an explanation must not break: no total and no source spends more than it has.
    select
        'executed_over_budget' as code,
        figures.form_id || '|' || figures.line as equation,
        'guard' as kind,
        case figures.figure when 'executed' then 1 else -1 end as coefficient,
        0 as tolerance,
        figures.*,
    from (
        select figures.*,
        from figures

        union all by name

        select figures.*,
        from equations.figures
        where figures.form = 'project' and figures.line not in ('total', 'sum', 'indicator')
    ) as figures
    where figures.figure in ('executed', 'adjusted_budget')
    qualify count(*) over (partition by figures.form_id, figures.line) = 2

    union all by name

    -- And the points for execution follow the rate.
    select
        'score_not_execution' as code,
        figures.form_id as equation,
        'points' as kind,
        case figures.figure when 'score' then 1 else -0.01 * figures.execution_weight end as coefficient,
        0.01 + 0.01 * figures.execution_weight * rounding(figures.rate_text) as tolerance,
        figures.*,
    from figures
    where figures.line = 'total' and figures.figure in ('score', 'rate') and figures.execution_weight is not null
    qualify count(*) over (partition by figures.form_id) = 2
)

select
    together.code as code, -- 审核代码
    together.equation as equation, -- 勾稽关系的编号
    together.kind as kind, -- 种类
    together.coefficient as coefficient, -- 系数
    together.tolerance as tolerance, -- 容差
    coalesce(together.is_result, false) as is_result, -- 是其余各项的结果
    together.form_id as form_id, -- 所在表的编号
    together.year as year, -- 年度
    together.township as township, -- 乡镇
    together.figure as figure, -- 列
    together.value as value, -- 数值
    together.step as step, -- 能分辨的最小差
    together.is_computed as is_computed, -- 是公式
    together.file as file, -- 文件
    together.sheet as sheet, -- 工作表
    together.cell as cell, -- 单元格
from together
