-- grain: one finding that the township has to correct or explain: the tables of problems in its report and its notice
-- 说明: 自评报告的审核问题表和整改通知的整改事项表
-- part: 整改事项
select
    findings.township as 乡镇, -- 单位名称
    row_number() over (
        partition by findings.township
        order by severity_place(findings.severity), findings.code, findings.file, findings.sheet,
            length(findings.cell), findings.cell, findings.finding_id
    ) as 序号, -- 次序
    severity_word(findings.severity) as 级别, -- 错误、疑点
    coalesce(findings.project, '部门整体') as 项目, -- 有关项目
    findings.message as 问题, -- 查出的问题
    concat_ws('!', findings.sheet, findings.cell) as 位置, -- 工作表和单元格
    findings.fix as 改正办法, -- 一步改正
    findings.file as 文件, -- 所在文件
from checks.findings
where findings.year = getvariable('year') and findings.severity in ('error', 'warn') and findings.township is not null
    -- What reviewers handed in is theirs to mend.
    and (findings.file like '%/复核/%') is not true
order by findings.township, 序号
