-- grain: one check that found errors or doubts: the notice's table of main problems
-- 说明: 通报的主要问题表
-- part: 主要问题
with kinds as (
    select
        findings.severity,
        findings.code,
        tidied(coalesce(max(checked.name), findings.code)) as kind,
        count(*) as findings,
        list_sort(list(distinct findings.township)) as townships,
        arg_min(
            tidied(concat_ws('，', findings.township || coalesce('“' || findings.project || '”', ''), findings.message)),
            findings.finding_id
        ) as example,
    from checks.findings
    left join rules.checks as checked
        on findings.code = checked.code and in_force(checked.from_year, checked.to_year, findings.year)
    where findings.year = getvariable('year') and findings.severity in ('error', 'warn')
    group by findings.severity, findings.code
)

select
    row_number() over (order by kinds.severity, kinds.findings desc, kinds.code) as 序号, -- 次序
    severity_word(kinds.severity) as 级别, -- 错误须改正，疑点须说明
    kinds.kind as 问题类别, -- 规则工作簿“审核”中的名称
    kinds.findings as 个数, -- 查出的个数
    array_to_string(kinds.townships[:5], '、')
        || case when len(kinds.townships) > 5 then '等' || len(kinds.townships) || '个乡镇' else '' end as 涉及乡镇, -- 至多列五个
    kinds.example as 例, -- 其中一个
from kinds
order by 序号
