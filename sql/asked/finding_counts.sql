-- grain: one severity with findings in the published year
select
    findings.severity,
    count(*) as findings,
from checks.findings
where findings.year = getvariable('year')
group by findings.severity
order by severity_place(findings.severity)
