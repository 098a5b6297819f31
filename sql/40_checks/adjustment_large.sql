-- grain: one township whose budget was changed much within the year
-- 说明: 全年预算数比年初预算数变动很大
-- severity: note
-- message: 全年预算数比年初预算数变动很大
-- fix: 请在报告中说明追加、调减的原因，并核对绩效目标涉及的资金用的是年初数还是全年数。
select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.form_id as form_id, -- 表的编号
    budgets.file as file, -- 文件
    budgets.sheet as sheet, -- 工作表
    budgets.cell as cell, -- 单元格
    '年初 ' || shown(budgets.initial_budget) || '，全年 ' || shown(budgets.adjusted_budget) || '，'
        || case when budgets.adjusted_budget < budgets.initial_budget then '减少 ' else '增加 ' end
        || shown(abs(share(budgets.adjusted_budget - budgets.initial_budget, 100, budgets.initial_budget)))
        || '%' as value, -- 变动
from staging.budgets
where budgets.item_field = 'total'
    and abs(share(budgets.adjusted_budget - budgets.initial_budget, 100, nullif(budgets.initial_budget, 0)))
        > cast(parameter('预算调整比例', budgets.year) as decimal(9, 2))
