-- grain: one township with errors in the published year, the most errors first
select
    findings.township,
    count(*) as errors,
from checks.findings
where findings.year = getvariable('year') and findings.severity = 'error' and findings.township is not null
    and findings.code <> 'not_submitted'
group by findings.township
order by errors desc, findings.township
