-- grain: one row a township and item of its budget, as filed, and whether it may be added up
-- 说明: 部门预算执行情况及其中有错误未改正的数，一个乡镇一个支出类别一行，金额单位万元
select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.item as item, -- 支出类别
    budgets.item_field as item_field, -- 支出类别的字段：basic 基本支出、project 项目支出、total 合计
    budgets.item_no as item_no, -- 支出类别的次序
    budgets.initial_budget as initial_budget, -- 年初预算数（万元），照填报
    budgets.adjusted_budget as adjusted_budget, -- 全年预算数（万元），照填报
    budgets.executed as executed, -- 全年执行数（万元），照填报
    coalesce(marks.is_initial_budget_marked, false) as is_initial_budget_marked, -- 年初预算数有错误未改正
    coalesce(marks.is_adjusted_budget_marked, false) as is_adjusted_budget_marked, -- 全年预算数有错误未改正
    coalesce(marks.is_executed_marked, false) as is_executed_marked, -- 全年执行数有错误未改正
    marks.form_id is not null as is_marked, -- 其中有错误未改正的数
    -- A line is added up whole or not at all, so that each rate is of the sums that stand beside it.
    marks.form_id is not null
        or (budgets.adjusted_budget is null) <> (budgets.executed is null) as is_left_out, -- 不计入合计
    case when not is_left_out then budgets.initial_budget end as counted_initial_budget, -- 计入合计的年初预算数（万元）
    case when not is_left_out then budgets.adjusted_budget end as counted_adjusted_budget, -- 计入合计的全年预算数（万元）
    case when not is_left_out then budgets.executed end as counted_executed, -- 计入合计的全年执行数（万元）
    -- A rate of a figure under an open error is none.
    case when not is_left_out and budgets.adjusted_budget > 0 then
        share(budgets.executed, 100, budgets.adjusted_budget)
    end as execution_rate, -- 计算的执行率（%），有错误未改正的为空
    coalesce(
        marks.words,
        case
            when not is_left_out then null
            when budgets.executed is null then '全年执行数没有填报'
            else '全年预算数没有填报'
        end
    ) as words, -- 有误的数，照填报
    marks.finding_id as finding_id, -- 问题编号，几个问题的取一个
    budgets.form_id as form_id, -- 表的编号
    budgets.file as file, -- 文件
    budgets.sheet as sheet, -- 工作表
    budgets.initial_budget_cell as initial_budget_cell, -- 年初预算数所在单元格
    budgets.cell as adjusted_budget_cell, -- 全年预算数所在单元格
    budgets.executed_cell as executed_cell, -- 全年执行数所在单元格
from staging.budgets
left join marked.marks
    on budgets.form_id = marks.form_id and budgets.item_field = marks.line
order by budgets.year, budgets.township, budgets.item_no
