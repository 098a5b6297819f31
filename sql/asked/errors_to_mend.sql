-- grain: one township with errors to correct in the published year, the most first; what is waived or explained is none
select
    findings.township,
    count(*) as errors,
from checks.findings
where findings.year = getvariable('year') and findings.severity = 'error' and findings.township is not null
    and findings.code <> 'not_submitted'
    and findings.finding_id not in (select settled.finding_id from checks.settled)
group by findings.township
order by errors desc, findings.township
