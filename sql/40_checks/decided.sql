-- grain: one open finding on which the bureau decided
-- 说明: 仍在的问题的处理意见，以及现在是否作数
select
    findings.finding_id as finding_id, -- 问题编号
    decisions.opinion as opinion, -- 处理意见：认可说明、豁免、不认可
    decisions.reason as reason, -- 处理理由
    decisions.decided_by as decided_by, -- 处理人员
    decisions.decided_on as decided_on, -- 处理日期
    decisions.until as until, -- 有效期至；空白为本年度内有效
    case
        when decisions.fault is not null then decisions.fault
        when decisions.until < getvariable('today') then '已过有效期（' || day_words(decisions.until) || '）'
        -- A finding is known by its place: another value there is another matter.
        when regexp_replace(coalesce(decisions.content, ''), '\s|　', '', 'g')
            <> regexp_replace(coalesce(findings.value, ''), '\s|　', '', 'g') then '填报的内容已改变'
    end as why_not, -- 不作数的原因
    why_not is null as is_in_force -- 现在是否作数
from checks.findings
inner join staging.decisions
    on findings.year = decisions.year and findings.finding_id = decisions.finding_id
where findings.year = getvariable('year')
order by findings.finding_id
