-- grain: one finding of the year that asks for nothing more: waived or explained, or hanging on one that is
-- 说明: 已了结的问题：县财政局豁免的、认可说明的，和随之了结的同一原因的问题；通知和通报不再要求整改
select
    findings.finding_id as finding_id, -- 问题编号
    findings.severity as severity, -- 级别
    findings.township as township, -- 乡镇
from checks.findings
inner join checks.decided
    on coalesce(findings.echo_of, findings.finding_id) = decided.finding_id
where findings.year = getvariable('year') and decided.is_in_force and decided.opinion in ('豁免', '认可说明')
order by findings.finding_id
