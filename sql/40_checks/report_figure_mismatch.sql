-- grain: one figure of a report that says something else than the forms
-- 说明: 报告与表不符
-- severity: error
-- message: 自评报告中的数字与自评表不符
-- fix: 请核对报告和自评表，改正错误的一处，使两处一致。
select
    statements.year as year, -- 年度
    statements.township as township, -- 乡镇
    statements.form_id as form_id, -- 表的编号
    statements.file as file, -- 文件
    statements.sheet as sheet, -- 工作表
    statements.cell as cell, -- 单元格
    statements.words as value, -- 原文
    written(statements.expected, statements.unit) || coalesce(statements.unit, '') || '（' || statements.basis
        || coalesce('，' || statements.source_sheet || '!' || statements.source_cell, '')
        || coalesce('；报告的数字与' || same.fact || '相同', '') || '）' as expected, -- 应为
from staging.statements
-- A figure that is right for something else tells what was mixed up.
left join (
    select sourced.year, sourced.township, sourced.expected, min(sourced.fact) as fact,
    from staging.sourced
    where sourced.expected >= 100
    group by sourced.year, sourced.township, sourced.expected
) as same
    on statements.year = same.year and statements.township = same.township and statements.sign = ''
        and in_unit(same.expected, statements.unit) = statements.number
        and regexp_matches(statements.unit, '元')
where statements.verdict = 'differs' and statements.fact is not null
    -- How many goals are listed tells it better.
    and (statements.listed is null or statements.listed = statements.number)
    -- A rate of figures that are wrong themselves is no fault of its own.
    and not (statements.unit = '%' and exists (
        from staging.statements as beside
        where beside.form_id = statements.form_id and beside.cell = statements.cell and beside.unit <> '%'
            and beside.verdict = 'differs' and beside.fact is not null
    ))
