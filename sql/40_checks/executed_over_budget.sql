-- grain: one line of amounts with more executed than budgeted
-- 说明: 执行数大于预算数
-- severity: error
-- message: 全年执行数大于全年预算数
-- fix: 请核对预算数和执行数；确属超预算支出的，请说明资金来源。
select
    lines.year as year, -- 年度
    lines.township as township, -- 乡镇
    lines.project as project, -- 项目名称
    lines.form_id as form_id, -- 表的编号
    lines.form_id || '|' || lines.line as equation, -- 勾稽关系的编号
    lines.file as file, -- 文件
    lines.sheet as sheet, -- 工作表
    lines.executed_cell as cell, -- 单元格
    shown(lines.executed) || '万元' as value, -- 全年执行数
    '不大于 ' || shown(lines.adjusted_budget) || '万元' as expected, -- 全年预算数
    true as is_rule, -- 应为的数是规则定的，不是由别的数算出的
from (
    select year, township, project, form_id, file, sheet, executed_cell, executed, adjusted_budget,
        'total' as line,
    from staging.projects

    union all by name

    select year, township, form_id, file, sheet, executed_cell, executed, adjusted_budget,
        item_field as line,
    from staging.budgets

    union all by name

    -- A source of its own; what its total says is said once.
    select funding.year, funding.township, projects.project, funding.form_id, projects.file, projects.sheet,
        funding.executed_cell, funding.executed, funding.adjusted_budget,
        (select min(fields.field) from rules.fields
            where fields.form = 'project' and fields.role = '行' and fields.label = funding.source) as line,
    from staging.funding
    inner join staging.projects
        on funding.form_id = projects.form_id
    where projects.adjusted_budget is null or projects.executed is null or projects.executed <= projects.adjusted_budget
) as lines
-- Below zero the budget itself is wrong, and bounds nothing.
where lines.executed > lines.adjusted_budget and lines.adjusted_budget >= 0
