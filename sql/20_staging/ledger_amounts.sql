-- grain: one amount of a project of the ledger (年初预算数, 全年预算数, 全年执行数), with the cell it comes from
-- 说明: 台账的每个项目金额：各文件写的是否一致，出自哪个单元格
-- Within a sheet the rows of a project are its sources, or its documents one by one: they add up.
with stated as (
    select
        ledger_rows.year,
        ledger_rows.township,
        ledger_rows.ledger_key,
        amounts.item,
        ledger_rows.file,
        ledger_rows.sheet,
        ledger_rows.form_no,
        cast(sum(amounts.amount) as decimal(24, 6)) as amount,
        cast(sum(amounts.slack) as decimal(24, 6)) as slack,
        min_by(amounts.cell, ledger_rows.row_no) as cell,
        count(*) as row_count,
        place_of(ledger_rows.file, ledger_rows.sheet, min_by(amounts.cell, ledger_rows.row_no))
            || case when count(*) > 1 then '等 ' || count(*) || ' 行合计' else '' end as place,
    from staging.ledger_rows
    cross join unnest([
        {
            item: '年初预算数',
            amount: ledger_rows.initial_budget,
            slack: ledger_rows.initial_slack,
            cell: ledger_rows.initial_budget_cell
        },
        {
            item: '全年预算数',
            amount: ledger_rows.adjusted_budget,
            slack: ledger_rows.adjusted_slack,
            cell: ledger_rows.adjusted_budget_cell
        },
        {
            item: '全年执行数',
            amount: ledger_rows.executed,
            slack: ledger_rows.executed_slack,
            cell: ledger_rows.executed_cell
        }
    ]) as each_amount(amounts)
    where amounts.amount is not null and ledger_rows.township is not null
    group by ledger_rows.year, ledger_rows.township, ledger_rows.ledger_key, amounts.item, ledger_rows.file,
        ledger_rows.sheet, ledger_rows.form_no
)

-- Sheets that agree, each to its own last digit, are one figure: the most exact one. Others are none.
select
    stated.year as year, -- 年度
    stated.township as township, -- 乡镇
    stated.ledger_key as ledger_key, -- 台账项目：编码，没有编码的为名称
    stated.item as item, -- 年初预算数、全年预算数、全年执行数
    first(stated.amount order by stated.slack, stated.file, stated.form_no) as exact_amount, -- 最精确的一处（万元）
    first(stated.slack order by stated.slack, stated.file, stated.form_no) as slack, -- 所取的位数以下（万元）
    coalesce(max(stated.amount) = min(stated.amount)
        or max(stated.amount - stated.slack) < min(stated.amount + stated.slack), true)
        as is_agreed, -- 各处是否一致
    case when is_agreed then exact_amount end as amount, -- 金额（万元），各处不一致的为空
    first(stated.file order by stated.slack, stated.file, stated.form_no) as file, -- 文件
    first(stated.sheet order by stated.slack, stated.file, stated.form_no) as sheet, -- 工作表
    first(stated.cell order by stated.slack, stated.file, stated.form_no) as cell, -- 单元格
    first(stated.place order by stated.slack, stated.file, stated.form_no) as place, -- 出处
    string_agg(shown(stated.amount) || '万元（' || stated.place || '）', '，' order by stated.file, stated.form_no)
        as words, -- 各处写的金额
from stated
group by stated.year, stated.township, stated.ledger_key, stated.item
order by stated.year, stated.township, stated.ledger_key, stated.item
