-- grain: one project form, its amounts as they count and the score of their execution
-- 说明: 项目的预算执行：计入的金额、执行率和执行率复算得分，一张项目表一行
-- kept: no
-- Where the township left the total row at zero or blank over filled sources, the sources are what was
-- budgeted and spent (a finding says so); else the total counts as it stands.
with sources as (
    select
        funding.form_id,
        cast(sum(funding.adjusted_budget) as decimal(24, 6)) as adjusted_budget,
        cast(sum(funding.executed) as decimal(24, 6)) as executed,
    from staging.funding
    group by funding.form_id
    having not bool_or(funding.has_issue)
),

amounts as (
    select
        projects.form_id,
        coalesce(projects.adjusted_budget, 0) = 0 and coalesce(sources.adjusted_budget, 0) > 0 as is_from_sources,
        case when is_from_sources then sources.adjusted_budget else projects.adjusted_budget end as adjusted_budget,
        case when is_from_sources then sources.executed else projects.executed end as executed,
        -- A weight below zero is none (a finding says so): the county's own holds, as where none is written.
        case when projects.execution_weight >= 0 then projects.execution_weight
            else cast(parameter('执行分值', projects.year) as decimal(12, 4)) end as weight,
    from staging.projects
    left join sources
        on projects.form_id = sources.form_id
    where projects.township is not null
)

select
    amounts.form_id as form_id, -- 表的编号
    amounts.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    amounts.executed as executed, -- 全年执行数（万元）
    amounts.weight as weight, -- 执行率的分值
    -- A budget of zero or below cannot be judged.
    case when amounts.adjusted_budget > 0 then
        share(amounts.executed, 100, amounts.adjusted_budget)
    end as execution_rate, -- 执行率（%）
    case when amounts.adjusted_budget > 0 then
        cast(portion(amounts.executed, 100, amounts.adjusted_budget) as decimal(24, 6))
    end as exact_rate, -- 执行率（%），六位小数，与界限比较用
    -- 10 × executed ÷ adjusted, within 0 … 10.
    case when execution_rate is not null then
        cast(greatest(least(portion(amounts.executed, amounts.weight, amounts.adjusted_budget), amounts.weight), 0)
            as decimal(18, 6))
    end as exact_score, -- 执行率复算得分，六位小数，合计用
    cast(round(exact_score, 2) as decimal(9, 2)) as machine_score, -- 执行率复算得分，预算为零不可评
    -- Blanking a budget gains nothing: what is not said counts for no more than what is proven.
    amounts.adjusted_budget is null or amounts.executed is null as is_withheld, -- 预算数或执行数没有填报
    case
        when exact_score is not null then exact_score
        when is_withheld then 0
        else amounts.weight
    end as ceiling -- 至多能得多少分
from amounts
