-- grain: one open error or doubt of the published year, or a note that its township answered, with what was decided
-- on it so far: the columns of 问题处理意见
select
    lives.finding_id as 问题编号,
    lives.township as 所属乡镇,
    severity_word(lives.severity) as 级别,
    lives.project as 所属项目,
    lives.message as 问题内容,
    findings.value as 填报的内容,
    day_words(lives.opened_on) as 发现日期,
    lives.reply as 乡镇回复,
    decisions.opinion as 处理意见,
    decisions.reason as 处理理由,
    decisions.decided_by as 处理人员,
    day_words(decisions.decided_on) as 处理日期,
    day_words(decisions.until) as 有效期至,
    case when decided.is_in_force then '作数' else decided.why_not end as 现在是否作数,
from changes.lives
inner join checks.findings
    on lives.finding_id = findings.finding_id and lives.year = findings.year
left join staging.decisions
    on lives.year = decisions.year and lives.finding_id = decisions.finding_id
left join checks.decided
    on lives.finding_id = decided.finding_id
left join staging.townships
    on lives.year = townships.year and lives.township = townships.township
where lives.is_open and (findings.severity <> 'note' or lives.reply is not null)
order by
    lives.reply is null,
    townships.township_code nulls first,
    severity_place(lives.severity),
    lives.code,
    lives.finding_id
