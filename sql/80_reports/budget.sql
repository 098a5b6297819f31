-- grain: one row a township and item: the report's table of execution
-- 说明: 自评报告的预算执行情况表；有错误未改正的数注※，照填报列示
-- part: 预算执行情况
select
    budgets.township as 乡镇, -- 单位名称
    budgets.item as 支出类别, -- 基本支出、项目支出、合计
    marked_where(budgets.initial_budget, budgets.is_initial_budget_marked) as "年初预算数（万元）", -- 表内填报
    marked_where(budgets.adjusted_budget, budgets.is_adjusted_budget_marked) as "全年预算数（万元）", -- 表内填报
    marked_where(budgets.executed, budgets.is_executed_marked) as "全年执行数（万元）", -- 表内填报
    budgets.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数，有错误未改正的为空
from marked.budgets
where budgets.year = getvariable('year')
order by budgets.township, budgets.item_no
