-- grain: one township and item of the budget, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“预算”：一个乡镇一个支出类别一行，金额单位万元
-- view: 预算
select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.form_id as form_id, -- 表的编号
    budgets.file as file, -- 文件
    budgets.sheet as sheet, -- 工作表
    budgets.cell as cell, -- 单元格
    budgets.township as 乡镇, -- 乡镇
    budgets.item as 支出类别, -- 支出类别
    budgets.initial_budget as 年初预算数, -- 年初预算数（万元）
    budgets.adjusted_budget as 全年预算数, -- 全年预算数（万元）
    budgets.executed as 全年执行数, -- 全年执行数（万元）
    budgets.reported_rate as 填报执行率, -- 填报的执行率（%）
    share(budgets.executed, 100, nullif(budgets.adjusted_budget, 0)) as 执行率, -- 复算的执行率（%）
from staging.budgets
order by budgets.year, budgets.township, budgets.item_no
