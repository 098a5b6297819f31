-- grain: one thing that a township still has to hand in
-- 说明: 各乡镇还缺什么：没有报送、缺表、缺项目、文件不能读取
select
    findings.year as year, -- 年度
    findings.township as township, -- 乡镇
    findings.finding_id as finding_id, -- 问题编号
    findings.code as code, -- 审核代码
    findings.message as message, -- 缺什么
    findings.fix as fix, -- 怎么补
    findings.file as file, -- 文件
from checks.findings
left join scores.townships
    on findings.year = townships.year and findings.township = townships.township
left join checks.decided
    on findings.finding_id = decided.finding_id and decided.is_in_force and decided.opinion <> '不认可'
where decided.finding_id is null and findings.year = getvariable('year') and findings.township is not null
    and findings.severity = 'error'
    and findings.code in (
        'not_submitted', 'form_missing', 'project_missing', 'ledger_project_unreported', 'file_unreadable',
        'report_missing'
    )
    -- More forms than projects are a fault too, but nothing is missing.
    and (findings.code <> 'project_missing' or townships.project_forms < townships.project_count)
order by findings.year, findings.township, findings.code, findings.finding_id
