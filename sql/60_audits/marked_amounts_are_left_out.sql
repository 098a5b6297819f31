-- grain: one sum of the county that counts an amount under an open error, or is not the sum of what it counts
-- message: 有错误未改正的金额计入了合计
select
    '计入的' || budgets.township || budgets.item || '有错误未改正的单元格 ' || cells.cell as says,
from marked.cells
inner join marked.budgets
    on cells.form_id = budgets.form_id and cells.line = budgets.item_field and not budgets.is_left_out

union all

select
    '计入的' || projects.township || projects.project || '有错误未改正的单元格 ' || cells.cell as says,
from marked.cells
inner join marked.projects
    on cells.form_id = projects.form_id and cells.line = 'total' and not projects.is_left_out

union all

select
    county.year || '年' || county.item || '的合计与未计入的之和不是各乡镇之和' as says,
from marked.county
inner join (
    select
        budgets.year,
        budgets.item_field,
        sum(budgets.initial_budget) as initial_budget,
        sum(budgets.adjusted_budget) as adjusted_budget,
        sum(budgets.executed) as executed,
    from staging.budgets
    inner join staging.townships
        on budgets.year = townships.year and budgets.township = townships.township
    group by budgets.year, budgets.item_field
) as filed
    on county.year = filed.year and county.item_field = filed.item_field
where coalesce(county.initial_budget, 0) + coalesce(county.left_out_initial_budget, 0)
        <> coalesce(filed.initial_budget, 0)
    or coalesce(county.adjusted_budget, 0) + coalesce(county.left_out_adjusted_budget, 0)
        <> coalesce(filed.adjusted_budget, 0)
    or coalesce(county.executed, 0) + coalesce(county.left_out_executed, 0) <> coalesce(filed.executed, 0)
