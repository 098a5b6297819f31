-- grain: one township and year with findings, and one row a year for those of no township
-- 说明: 问题数：各乡镇的错误、疑点、提示各多少个，一个乡镇一行
select
    findings.year as year, -- 年度
    findings.township as township, -- 乡镇，单位不明的问题为空
    count(*) filter (where findings.severity = 'error') as errors, -- 错误数
    count(*) filter (where findings.severity = 'warn') as warnings, -- 疑点数
    count(*) filter (where findings.severity = 'note') as notes, -- 提示数
    -- One that sent nothing has nothing to correct.
    count(*) filter (where findings.severity = 'error' and findings.code <> 'not_submitted')
        as errors_to_correct, -- 须改正的错误数，不含未报送
from checks.findings
group by findings.year, findings.township
order by findings.year, findings.township nulls first
