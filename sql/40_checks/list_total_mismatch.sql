-- grain: one total that a list of projects states and its rows do not add up to
-- 说明: 汇总表合计与各行之和不符
-- severity: error
-- message: 汇总表的合计与各行之和不符
-- fix: 请核对各行和合计，改正错误的一项。
with totals as (
    select
        entries.form_id,
        replace(entries.field, 'sum.', '') as field,
        entries.cell,
        in_wan(entries.number, entries.unit) as amount,
        cast(regexp_extract(entries.cell, '[0-9]+') as integer) as line,
    from staging.entries
    where entries.form = 'project_list' and entries.row_no is null and entries.number is not null
        and entries.field in ('sum.initial_budget', 'sum.adjusted_budget', 'sum.executed')
),

parts as (
    select
        totals.form_id,
        totals.field,
        any_value(entries.year) as year,
        any_value(entries.township) as township,
        any_value(entries.file) as file,
        any_value(entries.sheet) as sheet,
        any_value(totals.cell) as cell,
        any_value(totals.amount) as amount,
        cast(sum(in_wan(entries.number, entries.unit)) as decimal(24, 6)) as all_rows,
        cast(
            sum(in_wan(entries.number, entries.unit))
                filter (where cast(regexp_extract(entries.cell, '[0-9]+') as integer) < totals.line)
            as decimal(24, 6)
        ) as rows_above,
        bool_or(entries.issue is not null) as has_issue,
    from totals
    inner join staging.entries
        on totals.form_id = entries.form_id and totals.field = entries.field and entries.row_no is not null
    group by totals.form_id, totals.field
)

select
    parts.year as year, -- 年度
    parts.township as township, -- 乡镇
    parts.form_id as form_id, -- 表的编号
    parts.file as file, -- 文件
    parts.sheet as sheet, -- 工作表
    parts.cell as cell, -- 单元格
    labels.label || '合计 ' || shown(parts.amount) || '万元' as value, -- 填报的合计
    '各行之和 ' || shown(parts.all_rows) || '万元' as expected, -- 应为
from parts
inner join rules.fields as labels
    on labels.form = 'project_list' and labels.role = '表头' and labels.field = parts.field
-- A total in the middle is of the rows above it.
where not parts.has_issue and parts.amount <> parts.all_rows and parts.amount is distinct from parts.rows_above
