-- grain: one execution rate that does not follow from its amounts
-- 说明: 执行率与预算数、执行数不符
-- severity: error
-- tolerance: 0.005
-- message: 执行率与全年预算数、全年执行数不符
-- fix: 执行率=全年执行数÷全年预算数×100%，请核对三个数并改正。
select
    rates.year as year, -- 年度
    rates.township as township, -- 乡镇
    rates.project as project, -- 项目名称
    rates.form_id as form_id, -- 表的编号
    concat_ws('|', rates.form_id, rates.item_field) as equation, -- 勾稽关系的编号
    rates.file as file, -- 文件
    rates.sheet as sheet, -- 工作表
    rates.rate_cell as cell, -- 单元格
    rates.rate_text as value, -- 填报的执行率
    shown(share(rates.executed, 100, rates.adjusted_budget))
        || '%（' || shown(rates.executed) || '÷' || shown(rates.adjusted_budget) || '）' as expected, -- 应为
from (
    select year, township, project, form_id, file, sheet,
        rate_cell, rate_text, reported_rate, executed, adjusted_budget,
    from staging.projects

    union all by name

    select year, township, form_id, file, sheet,
        rate_cell, rate_text, reported_rate, executed, adjusted_budget, item_field,
    from staging.budgets
) as rates
-- The cell is shown rounded, and the comparison is at two decimals: both roundings are allowed.
where abs(rates.reported_rate - share(rates.executed, 100, nullif(rates.adjusted_budget, 0)))
        > rounding(rates.rate_text) * case
            -- 0.87 for 87%: what the cell rounds is a hundred times as much.
            when rates.reported_rate = 100 * try_cast(rates.rate_text as decimal(18, 6))
                and rates.reported_rate <> 0
                then 100
            else 1
        end + tolerance('rate_mismatch', rates.year)
