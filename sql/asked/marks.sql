-- grain: one finding of the published year about a file that has an error with a cell: what is marked in its copy, with
-- its number in the notice
select
    findings.township,
    findings.file,
    findings.severity,
    findings.sheet,
    findings.cell,
    findings.project,
    coalesce(items.问题, findings.message) as message,
    coalesce(items.改正办法, findings.fix) as fix,
    -- As the notice has it; in a text the words are looked for as they stand.
    case
        when regexp_full_match(findings.cell, '[A-Z]+[0-9]+') then coalesce(items.现填, findings.value)
        else findings.value
    end as value,
    coalesce(items.应为, findings.expected) as expected,
    findings.finding_id,
    items.序号 as number,
    items.改正前后 as effect,
    items.期限 as deadline,
from checks.findings
left join reports.findings as items
    on findings.finding_id = items.问题编号
where findings.year = getvariable('year') and findings.township is not null
    and findings.finding_id not in (select settled.finding_id from checks.settled) and findings.file in (
    select wrong.file
    from checks.findings as wrong
    where wrong.severity = 'error' and wrong.township is not null and wrong.cell is not null
        and wrong.finding_id not in (select settled.finding_id from checks.settled)
)
order by
    findings.file,
    cast(split_part(items.序号, '.', 1) as integer) nulls last,
    cast(nullif(split_part(items.序号, '.', 2), '') as integer) nulls first,
    severity_place(findings.severity),
    findings.sheet,
    length(findings.cell),
    findings.cell,
    findings.code,
    findings.finding_id
