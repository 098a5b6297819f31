-- grain: one row a township and item of its budget; an amount under an open error is left empty
-- 说明: 供汇总的部门预算：有错误未改正的金额留空，一个乡镇一个支出类别一行，金额单位万元
-- view: 有效预算
-- kept: as a view
select
    budgets.year as 年度, -- 年度
    budgets.township as 乡镇, -- 乡镇
    budgets.item as 支出类别, -- 支出类别
    budgets.counted_initial_budget as 年初预算数, -- 年初预算数（万元），有误的为空
    budgets.counted_adjusted_budget as 全年预算数, -- 全年预算数（万元），有误的为空
    budgets.counted_executed as 全年执行数, -- 全年执行数（万元），有误的为空
    budgets.execution_rate as 执行率, -- 计算的执行率（%），有误的为空
    budgets.is_left_out as 金额有误, -- 有错误未改正，金额未计入
    budgets.words as 有误的数, -- 照填报
    budgets.form_id as form_id, -- 表的编号
from marked.budgets
