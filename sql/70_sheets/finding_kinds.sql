-- grain: one row a check that found something
-- 说明: 问题分类：各项审核查出的个数，一项审核一行
-- sheet: 问题分类
-- order: 9
select
    severity_word(findings.severity) as 级别, -- 错误必须改正，疑点需要说明，提示仅供参考
    tidied(coalesce(max(checked.name), findings.code)) as 问题类别, -- 规则工作簿“审核”中的名称
    count(*) as 个数, -- 查出的个数
    count(distinct findings.township) as 涉及乡镇, -- 个数
    string_agg(distinct findings.township, '、' order by findings.township) as 乡镇名单, -- 涉及的乡镇
    arg_min(
        tidied(concat_ws('，', findings.township || coalesce('“' || findings.project || '”', ''), findings.message)),
        findings.finding_id
    ) as 例, -- 其中一个
from checks.findings
left join rules.checks as checked
    on findings.code = checked.code and in_force(checked.from_year, checked.to_year, findings.year)
where findings.year = getvariable('year')
group by findings.severity, findings.code
order by severity_place(findings.severity), 个数 desc, findings.code
