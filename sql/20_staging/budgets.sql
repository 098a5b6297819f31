-- grain: one row a township and item (基本支出, 项目支出, 合计)
-- 说明: 部门预算执行情况，一个乡镇一个支出类别一行，金额单位万元；没有交这张表的，取部门整体自评表中按支出性质分列的数
with amounts as (
    select
        entries.form_id,
        entries.year,
        entries.township,
        entries.form,
        split_part(entries.field, '.', 1) as item_field,
        split_part(entries.field, '.', 2) as figure,
        entries.number,
        in_wan(entries.number, entries.unit) as amount,
        entries.text,
        entries.file,
        entries.sheet,
        entries.cell,
    from staging.entries
    where entries.form in ('budget', 'department') and entries.township is not null
        and regexp_matches(entries.field, '^(basic|project|total)[.]')
),

-- Amounts that stand beside 基本支出 and 项目支出, under no column, are those of the column that they add up to.
divided as (
    select
        amounts.form_id,
        sum(amounts.amount) filter (where amounts.figure = 'amount') as together,
        max(amounts.amount) filter (where amounts.item_field = 'total' and amounts.figure = 'adjusted_budget')
            as budgeted,
        max(amounts.amount) filter (where amounts.item_field = 'total' and amounts.figure = 'executed') as spent,
        case when together = spent and together is distinct from budgeted then 'executed' else 'adjusted_budget' end
            as figure,
    from amounts
    group by amounts.form_id
    having count(amounts.number) filter (where amounts.item_field <> 'total') > 0
),

placed as (
    select
        amounts.* replace (case when amounts.figure = 'amount' then divided.figure else amounts.figure end as figure),
    from amounts
    left join divided
        on amounts.form_id = divided.form_id
    where amounts.form = 'budget' or divided.form_id is not null
),

items as (
    select
        placed.form_id,
        placed.year,
        placed.township,
        placed.form,
        labels.label as item,
        labels.field as item_field,
        labels.row_no as item_no,
        placed.file,
        placed.sheet,
        max(placed.amount) filter (where placed.figure = 'initial_budget') as initial_budget,
        max(placed.amount) filter (where placed.figure = 'adjusted_budget') as adjusted_budget,
        max(placed.amount) filter (where placed.figure = 'executed') as executed,
        max(placed.number) filter (where placed.figure = 'rate') as rate_number,
        max(placed.text) filter (where placed.figure = 'rate') as rate_text,
        max(placed.cell) filter (where placed.figure = 'initial_budget') as initial_budget_cell,
        max(placed.cell) filter (where placed.figure = 'adjusted_budget') as cell,
        max(placed.cell) filter (where placed.figure = 'executed') as executed_cell,
        max(placed.cell) filter (where placed.figure = 'rate') as rate_cell,
    from placed
    inner join rules.fields as labels
        on labels.form = 'budget' and labels.role = '行' and placed.item_field = labels.field
    group by all
)

select
    items.year as year, -- 年度
    items.township as township, -- 乡镇
    items.item as item, -- 支出类别
    items.item_field as item_field, -- 支出类别的字段：basic 基本支出、project 项目支出、total 合计
    items.initial_budget as initial_budget, -- 年初预算数（万元）
    items.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    items.executed as executed, -- 全年执行数（万元）
    percent(items.rate_number, items.rate_text, items.executed, items.adjusted_budget) as reported_rate, -- 填报的执行率（%）
    items.rate_text as rate_text, -- 执行率单元格的内容
    items.form_id as form_id, -- 表的编号
    items.file as file, -- 文件
    items.sheet as sheet, -- 工作表
    items.cell as cell, -- 全年预算数所在单元格
    items.initial_budget_cell as initial_budget_cell, -- 年初预算数所在单元格
    items.executed_cell as executed_cell, -- 全年执行数所在单元格
    items.rate_cell as rate_cell, -- 执行率所在单元格
    items.item_no as item_no, -- 支出类别的次序
from items
qualify row_number() over (
    partition by items.year, items.township, items.item_field
    -- A form of 部门整体 stands in where there is no 部门预算执行情况表.
    order by items.form, items.file, items.form_id
) = 1
    and items.form = min(items.form) over (partition by items.year, items.township)
order by items.year, items.township, items.item_no
