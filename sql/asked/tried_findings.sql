-- grain: one check whose findings differ under rules that are tried from those of the last published set
select
    names.name as 审核,
    count(*) filter (where findings.status = 'closed') as 不再列出,
    count(*) filter (where findings.status = 'opened') as 新列出,
from changes.findings
left join (
    select
        checks.code,
        any_value(coalesce(checks.name, checks.message)) as name,
    from rules.checks
    group by checks.code
) as names
    on findings.code = names.code
where findings.status <> 'open'
group by all
order by 新列出 desc, 不再列出 desc, 审核
