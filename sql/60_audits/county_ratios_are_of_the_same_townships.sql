-- grain: one rate of the county of which not both sums are of the same townships, or which is not their quotient
-- message: 全县的执行率与合计不是同一批乡镇的数
with counted as (
    select
        budgets.year,
        budgets.item_field,
        count(*) filter (where budgets.counted_adjusted_budget is not null) as budgeted,
        count(*) filter (where budgets.counted_executed is not null) as spending,
        count(*) filter (where budgets.counted_adjusted_budget is not null and budgets.counted_executed is not null)
            as both,
        sum(budgets.counted_adjusted_budget) as adjusted_budget,
        sum(budgets.counted_executed) as executed,
    from marked.budgets
    inner join staging.townships
        on budgets.year = townships.year and budgets.township = townships.township
    group by budgets.year, budgets.item_field
)

select
    county.year || ' ' || county.item || ': ' || counted.budgeted || '、' || counted.spending || '、'
        || county.townships || ' 个乡镇，' || coalesce(cast(county.execution_rate as varchar), '-') as detail,
from marked.county
inner join counted
    on county.year = counted.year and county.item_field = counted.item_field
where counted.budgeted <> counted.both
    or counted.spending <> counted.both
    or counted.both > county.townships
    or county.execution_rate is distinct from share(counted.executed, 100, nullif(counted.adjusted_budget, 0))

union all

-- The same for the sums of projects, from which the rate of all projects comes.
select
    projects.year || ' ' || projects.township || ' ' || projects.project || ': 只有一项计入' as detail,
from marked.projects
where (projects.counted_adjusted_budget is null) <> (projects.counted_executed is null)
