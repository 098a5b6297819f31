-- grain: one project of the bureau's own ledger (台账)
-- 说明: 台账中的项目：应当自评哪些项目、正式的名称和金额，一个项目一行，金额单位万元
with amounts as (
    select
        ledger_amounts.year,
        ledger_amounts.township,
        ledger_amounts.ledger_key,
        max(ledger_amounts.amount) filter (where ledger_amounts.item = '年初预算数') as initial_budget,
        max(ledger_amounts.amount) filter (where ledger_amounts.item = '全年预算数') as adjusted_budget,
        max(ledger_amounts.amount) filter (where ledger_amounts.item = '全年执行数') as executed,
    from staging.ledger_amounts
    group by ledger_amounts.year, ledger_amounts.township, ledger_amounts.ledger_key
),

projects as (
    select
        ledger_rows.year,
        ledger_rows.township,
        ledger_rows.ledger_key,
        max(ledger_rows.project_code) as project_code,
        first(ledger_rows.project order by ledger_rows.file, ledger_rows.form_no, ledger_rows.row_no) as project,
        first(ledger_rows.office order by ledger_rows.office is null, ledger_rows.file, ledger_rows.form_no,
            ledger_rows.row_no) as office,
        first(ledger_rows.kind order by ledger_rows.kind is null, ledger_rows.file, ledger_rows.form_no,
            ledger_rows.row_no) as kind,
        array_to_string(list_sort(list(distinct ledger_rows.source)), '、') as sources,
        bool_and(ledger_rows.is_due) as is_due,
        first(ledger_rows.file order by ledger_rows.file, ledger_rows.form_no, ledger_rows.row_no) as file,
        first(ledger_rows.sheet order by ledger_rows.file, ledger_rows.form_no, ledger_rows.row_no) as sheet,
        first(ledger_rows.cell order by ledger_rows.file, ledger_rows.form_no, ledger_rows.row_no) as cell,
    from staging.ledger_rows
    where ledger_rows.township is not null
    group by ledger_rows.year, ledger_rows.township, ledger_rows.ledger_key
)

select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.ledger_key as ledger_key, -- 台账项目：编码，没有编码的为名称
    projects.project_code as project_code, -- 项目编码
    projects.project as project, -- 项目名称
    projects.office as office, -- 业务股室
    projects.kind as kind, -- 项目类别
    nullif(projects.sources, '') as source, -- 资金来源，几种的用顿号隔开
    projects.is_due as is_due, -- 是否应当自评
    amounts.initial_budget as initial_budget, -- 年初预算数（万元）
    amounts.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    amounts.executed as executed, -- 全年执行数（万元）
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.cell as cell, -- 项目名称所在单元格
from projects
left join amounts
    on projects.year = amounts.year and projects.township = amounts.township
        and projects.ledger_key = amounts.ledger_key
order by projects.year, projects.township, projects.file, projects.sheet, row_place(projects.cell), projects.ledger_key
