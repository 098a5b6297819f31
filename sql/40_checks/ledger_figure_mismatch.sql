-- grain: one amount of a project that is not what the ledger says
-- 说明: 金额与台账不符
-- severity: error
-- message: 项目金额与台账不符
-- link: ；台账为
-- fix: 请按预算批复和支付记录核对，改正填错的金额；台账有误的，请财政局更正台账。
-- A figure is right to the last digit that is written, here and there.
with reported as (
    select
        projects.year,
        projects.township,
        projects.project,
        projects.form_id,
        projects.row_no,
        projects.file,
        projects.sheet,
        amounts.item,
        amounts.amount,
        amounts.cell,
    from staging.projects
    cross join unnest([
        {item: '年初预算数', amount: projects.initial_budget, cell: projects.initial_budget_cell},
        {item: '全年预算数', amount: projects.adjusted_budget, cell: projects.adjusted_budget_cell},
        {item: '全年执行数', amount: projects.executed, cell: projects.executed_cell}
    ]) as each_amount(amounts)
    where projects.counted and amounts.amount is not null
),

written as (
    select
        fields.file,
        fields.sheet,
        fields.cell,
        max(least(in_wan(rounding(fields.text), fields.unit), 0.005)) as slack,
    from sources.fields
    where fields.form in ('project', 'project_list') and fields.number is not null
        and fields.field in ('initial_budget', 'adjusted_budget', 'executed',
            'total.initial_budget', 'total.adjusted_budget', 'total.executed')
    group by fields.file, fields.sheet, fields.cell
)

select
    reported.year as year, -- 年度
    reported.township as township, -- 乡镇
    reported.project as project, -- 项目名称
    reported.form_id as form_id, -- 表的编号
    reported.row_no as row_no, -- 表内行号
    reported.file as file, -- 文件
    reported.sheet as sheet, -- 工作表
    reported.cell as cell, -- 单元格
    reported.item || ' ' || shown(reported.amount) || '万元' as value, -- 填报的金额
    shown(ledger_amounts.amount) || '万元（' || ledger_amounts.place || '）' as expected, -- 台账的金额和出处
from reported
inner join staging.ledger_matches
    on reported.form_id = ledger_matches.form_id
inner join staging.ledger_amounts
    on ledger_matches.year = ledger_amounts.year and ledger_matches.township = ledger_amounts.township
        and ledger_matches.ledger_key = ledger_amounts.ledger_key and reported.item = ledger_amounts.item
left join written
    on reported.file = written.file and reported.sheet = written.sheet and reported.cell = written.cell
-- Figures a whole last digit apart are two figures.
where reported.amount <> ledger_amounts.amount
    and abs(reported.amount - ledger_amounts.amount) >= coalesce(written.slack, 0) + ledger_amounts.slack
