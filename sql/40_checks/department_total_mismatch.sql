-- grain: one amount of a township's total that is not 基本支出 and 项目支出 together
-- 说明: 部门合计与基本支出、项目支出之和不符
-- severity: error
-- message: 合计与基本支出、项目支出之和不符
-- fix: 请核对基本支出、项目支出和合计，改正错误的一项。
with sums as (
    select
        budgets.year,
        budgets.township,
        cast(sum(budgets.initial_budget) filter (where budgets.item_field <> 'total')
            as decimal(24, 6)) as initial_budget,
        cast(sum(budgets.adjusted_budget) filter (where budgets.item_field <> 'total')
            as decimal(24, 6)) as adjusted_budget,
        cast(sum(budgets.executed) filter (where budgets.item_field <> 'total')
            as decimal(24, 6)) as executed,
    from staging.budgets
    group by budgets.year, budgets.township
)

select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.form_id as form_id, -- 表的编号
    concat_ws('|', budgets.form_id, pair.name) as equation, -- 勾稽关系的编号
    budgets.file as file, -- 文件
    budgets.sheet as sheet, -- 工作表
    pair.cell as cell, -- 单元格
    pair.name || ' ' || shown(pair.total) || '万元' as value, -- 填报的合计
    '两项之和 ' || shown(pair.parts) || '万元' as expected, -- 应为
from staging.budgets
inner join sums
    on budgets.year = sums.year and budgets.township = sums.township
cross join unnest([
    {name: '年初预算数', total: budgets.initial_budget, parts: sums.initial_budget, cell: budgets.initial_budget_cell},
    {name: '全年预算数', total: budgets.adjusted_budget, parts: sums.adjusted_budget, cell: budgets.cell},
    {name: '全年执行数', total: budgets.executed, parts: sums.executed, cell: budgets.executed_cell}
]) as pairs(pair)
where budgets.item_field = 'total' and pair.total <> pair.parts
    -- A part that cannot be read is a finding of its own; without it there is no sum to compare.
    and not exists (
        from staging.entries
        where entries.form_id = budgets.form_id and entries.number is null and entries.issue is not null
            and regexp_extract(entries.cell, '^[A-Z]+') = regexp_extract(pair.cell, '^[A-Z]+')
    )
