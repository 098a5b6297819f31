-- grain: one row a township and item (基本支出, 项目支出, 合计)
-- 说明: 部门预算执行情况，一个乡镇一个支出类别一行，金额单位万元
with items as (
    select
        entries.form_id,
        entries.year,
        entries.township,
        labels.label as item,
        labels.field as item_field,
        labels.row_no as item_no,
        entries.file,
        entries.sheet,
        max(in_wan(entries.number, entries.unit))
            filter (where entries.field like '%.initial_budget') as initial_budget,
        max(in_wan(entries.number, entries.unit))
            filter (where entries.field like '%.adjusted_budget') as adjusted_budget,
        max(in_wan(entries.number, entries.unit))
            filter (where entries.field like '%.executed') as executed,
        max(entries.number) filter (where entries.field like '%.rate') as rate_number,
        max(entries.text) filter (where entries.field like '%.rate') as rate_text,
        max(entries.cell) filter (where entries.field like '%.initial_budget') as initial_budget_cell,
        max(entries.cell) filter (where entries.field like '%.adjusted_budget') as cell,
        max(entries.cell) filter (where entries.field like '%.executed') as executed_cell,
        max(entries.cell) filter (where entries.field like '%.rate') as rate_cell,
    from staging.entries
    inner join rules.fields as labels
        on labels.form = 'budget' and labels.role = '行' and entries.field like labels.field || '.%'
    where entries.form = 'budget' and entries.township is not null
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
    order by items.file, items.form_id
) = 1
order by items.year, items.township, items.item_no
