-- grain: one row a township and item: the report's table of execution
-- 说明: 自评报告的预算执行情况表
-- part: 预算执行情况
select
    budgets.township as 乡镇, -- 单位名称
    budgets.item as 支出类别, -- 基本支出、项目支出、合计
    budgets.initial_budget as "年初预算数（万元）", -- 表内填报
    budgets.adjusted_budget as "全年预算数（万元）", -- 表内填报
    budgets.executed as "全年执行数（万元）", -- 表内填报
    share(budgets.executed, 100, nullif(budgets.adjusted_budget, 0)) as "计算执行率（%）", -- 全年执行数÷全年预算数
from staging.budgets
where budgets.year = getvariable('year')
order by budgets.township, budgets.item_no
