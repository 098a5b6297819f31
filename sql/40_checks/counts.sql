-- grain: one township and year with findings, and one row a year for those of no township
-- 说明: 问题数：各乡镇的错误、疑点、提示各多少个，一个乡镇一行
select
    findings.year as year, -- 年度
    findings.township as township, -- 乡镇，单位不明的问题为空
    count(*) filter (where findings.severity = 'error') as errors, -- 错误数
    count(*) filter (where findings.severity = 'warn') as warnings, -- 疑点数
    count(*) filter (where findings.severity = 'note') as notes, -- 提示数
    -- One that sent nothing has nothing to correct.
    count(*) filter (where findings.severity = 'error' and findings.code <> 'not_submitted'
        and settled.finding_id is null) as errors_to_correct, -- 须改正的错误数，不含未报送和已经豁免、认可说明的
    count(*) filter (where findings.severity = 'warn' and settled.finding_id is null)
        as warnings_to_explain, -- 须说明的疑点数，不含已经豁免、认可说明的
    count(*) filter (where findings.severity in ('error', 'warn') and settled.finding_id is not null)
        as settled, -- 已经豁免或者认可说明的错误、疑点数：仍在，不再要求改正
from checks.findings
left join checks.settled
    on findings.finding_id = settled.finding_id
group by findings.year, findings.township
order by findings.year, findings.township nulls first
