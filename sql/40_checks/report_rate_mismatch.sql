-- grain: one rate of a report that is not what the two figures beside it give
-- 说明: 报告的比率有误
-- severity: error
-- message: 自评报告中的比率与旁边的两个数字不符
-- fix: 请重新计算比率，或改正旁边的数字。
select
    statements.year as year, -- 年度
    statements.township as township, -- 乡镇
    statements.form_id as form_id, -- 表的编号
    statements.file as file, -- 文件
    statements.sheet as sheet, -- 工作表
    statements.cell as cell, -- 单元格
    statements.words as value, -- 原文
    statements.rate_shown || '＝' || shown(statements.rate) || '%' as expected, -- 应为
from staging.statements
where not statements.is_rate
    -- What the forms say goes first: then one of the three is a finding already.
    and not exists (
        from staging.statements as beside
        where beside.form_id = statements.form_id and beside.fact is not null and beside.verdict = 'differs'
            and beside.statement_no in (statements.statement_no, statements.rate_part_no, statements.rate_whole_no)
    )
    and not (statements.fact is not null and statements.verdict = 'tied')
