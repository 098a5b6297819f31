-- grain: one finding of the published year about a file that has an error with a cell: what is marked in its copy
select
    findings.township,
    findings.file,
    findings.severity,
    findings.sheet,
    findings.cell,
    findings.project,
    findings.message,
    findings.fix,
    findings.value,
    findings.finding_id,
from checks.findings
where findings.year = getvariable('year') and findings.township is not null
    and findings.file not like '%/复核/%' and findings.file in (
    select wrong.file
    from checks.findings as wrong
    where wrong.severity = 'error' and wrong.township is not null and wrong.cell is not null
)
order by
    findings.file,
    severity_place(findings.severity),
    findings.sheet,
    length(findings.cell),
    findings.cell,
    findings.code,
    findings.finding_id
