-- grain: one row a finding
-- 说明: 问题清单
-- sheet: 问题清单
-- order: 10
-- prints: 单元格
select
    findings.township as 乡镇, -- 单位名称
    severity_word(findings.severity) as 级别, -- 错误必须改正，疑点需要说明，提示仅供参考
    findings.project as 项目名称, -- 有关项目
    findings.message as 问题, -- 查出的问题
    findings.fix as 改正办法, -- 一步改正
    findings.file as 文件, -- 所在文件
    findings.sheet as 工作表, -- 所在工作表
    findings.cell as 单元格, -- 所在单元格
    checked.name as 审核规则, -- 规则工作簿“审核”中的名称
    findings.finding_id as 问题编号, -- 各次运行不变
    place_of(findings.file, findings.sheet, findings.cell) as 单元格的出处, -- 文件、工作表、单元格
from checks.findings
left join rules.checks as checked
    on findings.code = checked.code and in_force(checked.from_year, checked.to_year, findings.year)
left join staging.townships
    on findings.year = townships.year and findings.township = townships.township
where findings.year = getvariable('year')
order by
    severity_place(findings.severity),
    townships.township_code nulls first,
    findings.code,
    findings.file,
    findings.sheet,
    length(findings.cell),
    findings.cell,
    findings.finding_id
