-- grain: one finding whose id is not its own
-- message: 问题编号重复
select
    findings.finding_id as detail,
from checks.findings
group by findings.finding_id
having count(*) > 1
