-- grain: one row a township and item, then the county's sums over those that submitted
-- 说明: 预算执行
-- sheet: 预算执行
-- order: 2
-- sums: 年初预算数（万元）, 全年预算数（万元）, 全年执行数（万元） by 支出类别
with lines as (
    select
        1 as part,
        budgets.township,
        townships.township_code,
        budgets.item,
        budgets.item_no,
        budgets.initial_budget,
        budgets.adjusted_budget,
        budgets.executed,
        budgets.reported_rate,
        place_of(budgets.file, budgets.sheet, budgets.cell) as place,
        place_of(budgets.file, budgets.sheet, budgets.initial_budget_cell) as initial_budget_place,
        place_of(budgets.file, budgets.sheet, budgets.executed_cell) as executed_place,
        place_of(budgets.file, budgets.sheet, budgets.rate_cell) as rate_place,
    from staging.budgets
    inner join staging.townships
        on budgets.year = townships.year and budgets.township = townships.township
    where budgets.year = getvariable('year')

    union all by name

    select
        2 as part,
        '全县合计' as township,
        budgets.item,
        budgets.item_no,
        cast(sum(budgets.initial_budget) as decimal(18, 6)) as initial_budget,
        cast(sum(budgets.adjusted_budget) as decimal(18, 6)) as adjusted_budget,
        cast(sum(budgets.executed) as decimal(18, 6)) as executed,
        '已报送 ' || count(*) || ' 个，共 ' || (
            select count(*)
            from staging.townships
            where townships.year = getvariable('year')
        ) || ' 个乡镇' as place,
    from staging.budgets
    where budgets.year = getvariable('year')
    group by budgets.item, budgets.item_no
)

select
    lines.township as 乡镇, -- 单位名称
    lines.item as 支出类别, -- 基本支出、项目支出、合计
    lines.initial_budget as "年初预算数（万元）", -- 表内填报
    lines.adjusted_budget as "全年预算数（万元）", -- 表内填报
    lines.executed as "全年执行数（万元）", -- 表内填报
    lines.reported_rate as "填报执行率（%）", -- 表内填报
    share(lines.executed, 100, nullif(lines.adjusted_budget, 0)) as "复算执行率（%）", -- 全年执行数÷全年预算数
    share(lines.adjusted_budget - lines.initial_budget, 100,
        nullif(lines.initial_budget, 0)) as "预算调整率（%）", -- （全年－年初）÷年初
    lines.place as 出处, -- 文件、工作表、单元格（全年预算数）
    lines.initial_budget_place as "年初预算数（万元）的出处", -- 文件、工作表、单元格
    case when lines.part = 1 then lines.place end as "全年预算数（万元）的出处", -- 文件、工作表、单元格
    lines.executed_place as "全年执行数（万元）的出处", -- 文件、工作表、单元格
    lines.rate_place as "填报执行率（%）的出处", -- 文件、工作表、单元格
from lines
order by lines.part, lines.township_code, lines.item_no
