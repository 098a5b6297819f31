-- grain: one township whose total is more than three times last year's, or less than a third
-- 说明: 与上年相差悬殊
-- severity: note
-- message: 部门预算总额与上年相差很大
-- link: ；
-- fix: 请核对金额和单位；确有变化的，在报告中说明。
select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.form_id as form_id, -- 表的编号
    budgets.file as file, -- 文件
    budgets.sheet as sheet, -- 工作表
    budgets.cell as cell, -- 单元格
    '全年预算数 ' || shown(budgets.adjusted_budget) || '万元' as value, -- 本年
    '上年 ' || shown(before.adjusted_budget) || '万元' as expected, -- 上年
from staging.budgets
inner join staging.budgets as before
    on budgets.year = before.year + 1 and budgets.township = before.township and before.item_field = 'total'
where budgets.item_field = 'total' and before.adjusted_budget > 0
    and (budgets.adjusted_budget > before.adjusted_budget * 3 or budgets.adjusted_budget * 3 < before.adjusted_budget)
