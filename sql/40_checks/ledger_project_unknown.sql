-- grain: one evaluated project that the ledger does not have, where the ledger has projects of that township
-- 说明: 自评项目不在台账中
-- severity: warn
-- message: 自评的项目在台账中没有
-- link: ；
-- fix: 请按预算批复核对项目名称和编码；确属台账遗漏的，请财政局补充台账。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.row_no as row_no, -- 表内行号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.cell as cell, -- 单元格
    projects.project as value, -- 填报的项目名称
    '可能就是台账的“' || ledger_proposals.ledger_project || '”，待财政局确认' as expected, -- 可能的对应
from staging.projects
left join staging.ledger_proposals
    on projects.form_id = ledger_proposals.form_id
where projects.counted and projects.project is not null
    and exists (
        from staging.ledger
        where ledger.year = projects.year and ledger.township = projects.township
    )
    and not exists (from staging.ledger_matches where ledger_matches.form_id = projects.form_id)
