-- grain: one amount of a department that is not its parts together and that no open error marks
-- message: 部门合计不等于基本支出与项目支出之和，又没有列为问题
with sums as (
    select
        budgets.year,
        budgets.township,
        max(budgets.form_id) as form_id,
        pair.figure,
        sum(pair.amount) filter (where budgets.item_field = 'total') as total,
        sum(pair.amount) filter (where budgets.item_field <> 'total') as parts,
    from staging.budgets
    cross join unnest([
        {figure: 'initial_budget', amount: budgets.initial_budget},
        {figure: 'adjusted_budget', amount: budgets.adjusted_budget},
        {figure: 'executed', amount: budgets.executed}
    ]) as pairs(pair)
    group by budgets.year, budgets.township, pair.figure
)

select
    sums.year || ' ' || sums.township || ' ' || sums.figure || ': ' || sums.total || ' <> ' || sums.parts as detail,
from sums
-- The county may have taken the check for less than an error: then it counts the total as it stands.
inner join rules.checks
    on checks.code = 'department_total_mismatch' and checks.enabled = '是' and checks.severity = '错误'
        and in_force(checks.from_year, checks.to_year, sums.year)
where sums.total <> sums.parts
    and not exists (
        from marked.cells
        where cells.form_id = sums.form_id and cells.figure = sums.figure
    )
    -- An error that the bureau waived or took for explained marks nothing: the amount is accepted as it stands.
    and not exists (
        from checks.findings
        inner join checks.settled
            on findings.finding_id = settled.finding_id
        inner join staging.entries
            on list_contains(findings.places, entries.file || ' ' || entries.sheet || ' ' || entries.cell)
        where (findings.severity = 'error' or findings.echo_of is not null) and entries.form_id = sums.form_id
            and ends_with(entries.field, '.' || sums.figure)
    )
    -- A part that cannot be read leaves no sum to compare.
    and not exists (
        from staging.entries
        where entries.form_id = sums.form_id and entries.number is null and entries.issue is not null
            and ends_with(entries.field, '.' || sums.figure)
    )
