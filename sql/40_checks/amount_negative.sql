-- grain: one amount below zero
-- 说明: 金额为负数
-- severity: error
-- message: 金额为负数
-- fix: 请核对正负号后改正。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    -- The total that a wrong part drags below zero is not a second fault.
    min_by(entries.cell,
        (split_part(entries.field, '.', 1) = 'total', length(entries.cell), entries.cell)) as cell, -- 单元格
    min_by(concat_ws('|', entries.form_id, split_part(entries.field, '.', 1), case split_part(entries.field, '.', -1)
        when 'initial_budget' then '年初预算数' when 'adjusted_budget' then '全年预算数' else '全年执行数' end),
        (split_part(entries.field, '.', 1) = 'total', length(entries.cell), entries.cell)) as equation, -- 勾稽关系的编号
    true as is_rule, -- 应为由规则决定，与其他单元格无关
    string_agg(entries.cell || ' 为 ' || entries.text || entries.unit, '，'
        order by length(entries.cell), entries.cell) as value, -- 填报的金额
    '不小于零' as expected, -- 应为
    list(entries.file || ' ' || entries.sheet || ' ' || entries.cell
        order by length(entries.cell), entries.cell) as also, -- 同一问题的各处
from staging.entries
inner join rules.fields as labels
    on labels.form = entries.form and labels.type = '金额'
        and (entries.field = labels.field or entries.field like '%.' || labels.field)
where entries.number < 0
group by entries.year, entries.township, entries.form_id, entries.row_no, entries.file, entries.sheet, labels.field
